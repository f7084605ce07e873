/** How other systems name and lay out the weights of layers. */
package dev.carousel.interop.names;

/** How other systems call and lay out the weights of a model, and files of them. */
package dev.carousel.interchange;

/** How other systems call and lay out a model's weights, and files of them, and of whole models. */
package dev.carousel.interchange;

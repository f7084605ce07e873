/** Cells that wrap any other cell and mask parts of it at random while it is trained. */
package dev.carousel.noise;

/** Vectors of words that were trained elsewhere. */
package dev.carousel.nlp.vectors;

/**
 * From one sequence to another: encoder-decoder models, which read a source and give tokens one
 * after the other.
 */
package dev.carousel.transduction;

/**
 * Choosing tokens one after the other from what a model thinks of each next one: greedily, by
 * sampling or by beam search.
 */
package dev.carousel.decode;

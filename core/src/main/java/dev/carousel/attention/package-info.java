/**
 * Attention: weights over the steps of a sequence that say where to look, and the weighted mean of
 * what is there.
 */
package dev.carousel.attention;

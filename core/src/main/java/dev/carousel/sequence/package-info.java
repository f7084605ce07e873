/**
 * What tasks have in common whose data are sequences held in memory: batches of them, scores over
 * them, simple methods measured on them.
 */
package dev.carousel.sequence;

/**
 * Synthetic tasks that measure how long a network remembers, with the pass criteria of the papers
 * they come from. Their data is made from a seed.
 */
package dev.carousel.memory;

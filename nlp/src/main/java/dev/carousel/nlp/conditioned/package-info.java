/**
 * Texts that tell of something else, such as of a text in another language or of a clip: how they
 * are encoded, make batches with what they tell of, and are found and scored.
 */
package dev.carousel.nlp.conditioned;

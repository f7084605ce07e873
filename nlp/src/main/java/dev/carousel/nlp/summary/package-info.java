/**
 * Summarising documents by their own sentences: the task, its oracle, how models are asked, and the
 * hierarchical model.
 */
package dev.carousel.nlp.summary;

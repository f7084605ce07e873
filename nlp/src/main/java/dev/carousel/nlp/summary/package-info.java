/** Summarising documents by their own sentences: the task, its oracle and how models are asked. */
package dev.carousel.nlp.summary;

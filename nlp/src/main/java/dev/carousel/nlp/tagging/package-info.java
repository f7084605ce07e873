/** Tagging the tokens of sentences: the task and the simple method it is measured against. */
package dev.carousel.nlp.tagging;

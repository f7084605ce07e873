/** Texts with their translations, and where they come from. */
package dev.carousel.nlp.text.parallel;

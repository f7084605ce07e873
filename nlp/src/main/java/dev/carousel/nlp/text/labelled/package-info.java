/** Texts with a label each, and where they come from. */
package dev.carousel.nlp.text.labelled;

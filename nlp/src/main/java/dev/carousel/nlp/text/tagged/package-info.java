/** Sentences with a tag a token, and where they come from. */
package dev.carousel.nlp.text.tagged;

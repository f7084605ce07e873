/** Documents with summaries of them, and where they come from. */
package dev.carousel.nlp.text.document;

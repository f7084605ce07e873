/** How text becomes tokens, and tokens ids. */
package dev.carousel.nlp.token;

package dev.carousel.nlp.token;

/**
 * What a rule cuts out of a text.
 *
 * @param token the token as vocabularies have it
 * @param start where it begins in the text, in UTF-16 units
 * @param end where it ends, exclusive
 */
public record Piece(String token, int start, int end) {}

package dev.carousel.nlp.token;

/**
 * A token of a text: text[start, end), counted in UTF-16 units as {@link String#substring(int,
 * int)} does, is what it stands for. It is empty for a line's end that the text does not spell out.
 *
 * @param id the token's number in the vocabulary
 * @param start where it begins in the text as it was given
 * @param end where it ends, exclusive
 */
public record Token(int id, int start, int end) {}

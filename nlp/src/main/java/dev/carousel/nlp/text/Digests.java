package dev.carousel.nlp.text;

/**
 * The SHA-256 of three files, each as 64 hexadecimal digits.
 *
 * @param train of the training part's file
 * @param valid of the validation part's file
 * @param test of the test part's file
 */
public record Digests(String train, String valid, String test) {}

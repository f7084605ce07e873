package dev.carousel.nlp.text.parallel;

import dev.carousel.nlp.text.Digests;
import java.util.Optional;

/**
 * The files of one language.
 *
 * @param train the training part's file, absolute or relative to a data folder
 * @param valid the validation part's file
 * @param test the test part's file
 * @param sha256 the files' digests; a file with another one is refused
 */
public record PartPaths(String train, String valid, String test, Optional<Digests> sha256) {}

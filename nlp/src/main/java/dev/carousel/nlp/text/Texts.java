package dev.carousel.nlp.text;

import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.List;

/**
 * A text in three parts.
 *
 * @param train what models and vocabularies are made from
 * @param valid what decides when to stop
 * @param test what is reported
 * @param files the files that were read
 */
public record Texts(String train, String valid, String test, List<Path> files) {
  /** Copies the list. */
  public Texts {
    files = List.copyOf(files);
  }

  /**
   * One part.
   *
   * @param split which
   * @return its text
   */
  public String part(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALID -> valid;
      case TEST -> test;
    };
  }
}

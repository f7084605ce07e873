package dev.carousel.nlp.text;

import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Examples in three parts, none of them empty.
 *
 * @param <T> an example
 * @param parts the examples of each part
 * @param files the files that were read
 */
public record Corpus<T>(Map<Split, List<T>> parts, List<Path> files) {
  /**
   * Copies the lists.
   *
   * @throws InvalidDataException if a part is empty
   */
  public Corpus {
    Map<Split, List<T>> copies = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<T> part = parts.getOrDefault(split, List.of());
      if (part.isEmpty()) {
        throw new InvalidDataException(
            "the %s part is empty; each part needs at least one example"
                .formatted(split.name().toLowerCase(Locale.ROOT)));
      }
      copies.put(split, List.copyOf(part));
    }
    parts = Map.copyOf(copies);
    files = List.copyOf(files);
  }

  /**
   * One part.
   *
   * @param split which
   * @return its examples, in the order of the files
   */
  public List<T> part(Split split) {
    return parts.get(split);
  }
}

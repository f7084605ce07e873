package dev.carousel.timeseries.audio;

import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Recordings that were read.
 *
 * @param parts those of each part, at least one
 * @param files the files that were read
 */
public record Utterances(Map<Split, List<Utterance>> parts, List<Path> files) {
  /**
   * Copies map and lists.
   *
   * @throws InvalidDataException if a part has no utterance
   */
  public Utterances {
    Map<Split, List<Utterance>> copies = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Utterance> part = List.copyOf(parts.getOrDefault(split, List.of()));
      if (part.isEmpty()) {
        throw new InvalidDataException(
            "the %s part has no recording".formatted(split.name().toLowerCase(Locale.ROOT)));
      }
      copies.put(split, part);
    }
    parts = Map.copyOf(copies);
    files = List.copyOf(files);
  }

  /**
   * A part.
   *
   * @param split which one
   * @return its utterances, at least one
   */
  public List<Utterance> part(Split split) {
    return parts.get(split);
  }
}

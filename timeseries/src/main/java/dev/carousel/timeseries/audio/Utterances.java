package dev.carousel.timeseries.audio;

import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Utterances for training, validation and test. Every part is fixed, as evaluations need it; but
 * training may get other utterances of the same kind every epoch.
 *
 * @param parts those of each part, at least one
 * @param drawn what training gets instead of its part; empty if it gets that
 * @param files the files that were read
 */
public record Utterances(
    Map<Split, List<Utterance>> parts, Optional<Drawn> drawn, List<Path> files) {
  /** Utterances for training, other ones every epoch. Immutable. */
  public interface Drawn {
    /**
     * What may be said in them.
     *
     * @return transcripts that hold every word and letter that can be drawn
     */
    List<String> transcripts();

    /**
     * Draws those of an epoch.
     *
     * @param random decides; advances
     * @return at least one, equal for equal states of the stream
     */
    List<Utterance> epoch(RandomStream random);
  }

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

  /**
   * What may be said in training.
   *
   * @return transcripts that hold every word and letter of it
   */
  public List<String> trainingTranscripts() {
    return drawn
        .map(Drawn::transcripts)
        .orElseGet(() -> part(Split.TRAIN).stream().map(Utterance::transcript).toList());
  }

  /**
   * What one epoch trains on.
   *
   * @param random decides where utterances are drawn, and advances then
   * @return at least one utterance
   */
  public List<Utterance> epoch(RandomStream random) {
    return drawn.map(some -> some.epoch(random)).orElseGet(() -> part(Split.TRAIN));
  }
}

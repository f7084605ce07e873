package dev.carousel.timeseries.labelled;

import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a source has read: all sequences are of the same channels.
 *
 * @param parts the sequences of each part, at least one
 * @param drawn what training gets instead of its part; empty if it gets that
 * @param files the files that were read, possibly none
 */
public record LabelledSequences(
    Map<Split, List<LabelledSequence>> parts, Optional<Drawn> drawn, List<Path> files) {
  /**
   * Sequences for training, other ones every epoch, with labels of the training part. Immutable.
   */
  @FunctionalInterface
  public interface Drawn {
    /**
     * Draws those of an epoch.
     *
     * @param random decides; advances
     * @return at least one, equal for equal states of the stream, of the channels of the parts
     */
    List<LabelledSequence> epoch(RandomStream random);
  }

  /**
   * Copies map and lists.
   *
   * @throws InvalidDataException if a part has no sequence or a sequence has other channels than
   *     the first
   */
  public LabelledSequences {
    Map<Split, List<LabelledSequence>> copies = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<LabelledSequence> part = List.copyOf(parts.getOrDefault(split, List.of()));
      if (part.isEmpty()) {
        throw new InvalidDataException(
            "the %s part has no sequence".formatted(split.name().toLowerCase(Locale.ROOT)));
      }
      copies.put(split, part);
    }
    int channels = copies.get(Split.TRAIN).get(0).measurements().channels();
    for (List<LabelledSequence> part : copies.values()) {
      for (LabelledSequence sequence : part) {
        if (sequence.measurements().channels() != channels) {
          throw sequence
              .place()
              .refusal(
                  "the sequence has %d channels, the first has %d"
                      .formatted(sequence.measurements().channels(), channels));
        }
      }
    }
    parts = Map.copyOf(copies);
    files = List.copyOf(files);
  }

  /**
   * Sequences that training gets as they are.
   *
   * @param parts the sequences of each part, at least one
   * @param files the files that were read, possibly none
   * @throws InvalidDataException if a part has no sequence or a sequence has other channels than
   *     the first
   */
  public LabelledSequences(Map<Split, List<LabelledSequence>> parts, List<Path> files) {
    this(parts, Optional.empty(), files);
  }

  /**
   * A part.
   *
   * @param split which one
   * @return its sequences, at least one
   */
  public List<LabelledSequence> part(Split split) {
    return parts.get(split);
  }

  /**
   * The length of the longest sequence.
   *
   * @return steps, at least 1
   */
  public int longest() {
    return lengths().max().orElseThrow();
  }

  /**
   * The length that all sequences have.
   *
   * @return steps; empty where they differ
   */
  public OptionalInt commonLength() {
    int longest = longest();
    return lengths().allMatch(length -> length == longest)
        ? OptionalInt.of(longest)
        : OptionalInt.empty();
  }

  private IntStream lengths() {
    return parts.values().stream()
        .flatMap(List::stream)
        .mapToInt(sequence -> sequence.measurements().steps());
  }
}

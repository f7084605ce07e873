package dev.carousel.examples.speech;

import dev.carousel.data.DataFolders;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Recording;
import dev.carousel.timeseries.audio.Recordings;
import dev.carousel.timeseries.audio.Recordings.Numbers;
import dev.carousel.timeseries.audio.Utterance;
import dev.carousel.timeseries.audio.UtteranceSource;
import dev.carousel.timeseries.audio.Utterances;
import dev.carousel.train.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Strings of digits, made of {@link Recordings} of single ones as {@link DigitStrings} says, so
 * speakers take turns within a string. A part's strings are made of that part's recordings alone.
 * Those of training are drawn anew for every epoch, from the trial's stream; those of evaluations,
 * for the training part too, are fixed and follow from the experiment's seed. A transcript is the
 * labels of the recordings with spaces between. In JSON, "connected-digits".
 *
 * @param path the zip file or the folder of recordings, absolute or relative to a data folder; null
 *     in a prototype
 * @param valid the numbers of the validation part
 * @param test the numbers of the test part; all others train
 * @param digits how many digits a string has
 * @param gap how many milliseconds of silence are before, between and after them
 * @param strings how many there are
 */
public record ConnectedDigits(
    String path, Numbers valid, Numbers test, Between digits, Between gap, Strings strings)
    implements UtteranceSource {
  /**
   * A whole number that is drawn, all being equally likely.
   *
   * @param from the least, at least 0
   * @param to the greatest
   */
  public record Between(int from, int to) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are none, or one is beyond 0 to 1,000,000
     */
    public Between {
      if (from < 0 || to < from || to > 1_000_000) {
        throw new IllegalArgumentException(
            "from must be at least 0, to at least from and at most 1000000, got %d and %d"
                .formatted(from, to));
      }
    }

    int draw(RandomStream random) {
      return from + random.nextInt(to - from + 1);
    }
  }

  /**
   * The number of strings.
   *
   * @param train of an epoch, and of the fixed training part
   * @param valid of the validation part
   * @param test of the test part
   */
  public record Strings(int train, int valid, int test) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Strings {
      if (train < 1 || valid < 1 || test < 1) {
        throw new IllegalArgumentException(
            "train, valid and test must be at least 1, got %d, %d and %d"
                .formatted(train, valid, test));
      }
    }

    int of(Split split) {
      return switch (split) {
        case TRAIN -> train;
        case VALID -> valid;
        case TEST -> test;
      };
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if strings may have no digit, or {@link Recordings} would
   *     refuse the rest
   */
  public ConnectedDigits {
    new Recordings(path, valid, test);
    if (digits.from() < 1) {
      throw new IllegalArgumentException("digits must be at least 1, got " + digits.from());
    }
  }

  @Override
  public Utterances read(DataFolders folders, long seed) {
    Utterances recordings = new Recordings(path, valid, test).read(folders);
    int rate = recordings.part(Split.TRAIN).get(0).sound().sampleRate();
    Map<Split, List<Utterance>> parts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      String name = split.name().toLowerCase(Locale.ROOT) + " strings";
      parts.put(
          split,
          joined(recordings.part(split), rate)
              .draw(strings.of(split), new RandomStream(seed).derive(name)));
    }
    DigitStrings training = joined(recordings.part(Split.TRAIN), rate);
    return new Utterances(
        parts, Optional.of(new Epochs(training, strings.train())), recordings.files());
  }

  private DigitStrings joined(List<Utterance> recordings, int rate) {
    return new DigitStrings(
        recordings.stream().map(each -> atRate(each, rate)).toList(), digits, gap);
  }

  /** So that they can be joined. */
  private static Recording atRate(Utterance utterance, int rate) {
    return new Recording(
        utterance.transcript(), utterance.sound().at(rate), utterance.speaker(), utterance.place());
  }

  /**
   * The strings of an epoch.
   *
   * @param training makes them
   * @param count how many
   */
  private record Epochs(DigitStrings training, int count) implements Utterances.Drawn {
    @Override
    public List<String> transcripts() {
      return training.recordings().stream().map(Recording::transcript).toList();
    }

    @Override
    public List<Utterance> epoch(RandomStream random) {
      return training.draw(count, random);
    }
  }
}

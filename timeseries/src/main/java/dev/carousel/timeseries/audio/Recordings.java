package dev.carousel.timeseries.audio;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recordings of single words, a WAV file each, whose name says what is said, by whom, and which
 * recording of that it is: {@code label_speaker_number.wav}, as in the Free Spoken Digit Dataset
 * (Jackson et al.). They lie in a zip file, from which they are read, or in a folder, and in either
 * as deep in folders as may be. Files that do not end in .wav are no recordings and are left alone.
 *
 * <p>Parts are told by number, so every speaker and every label that has all numbers is in every
 * part. They are in the order of label, speaker and number. In JSON, "recordings".
 *
 * @param path the zip file or the folder, absolute or relative to a data folder; null in a
 *     prototype
 * @param valid the numbers of the validation part
 * @param test the numbers of the test part; all others train
 */
public record Recordings(String path, Numbers valid, Numbers test) implements UtteranceSource {
  /**
   * Some of the recordings of a label by a speaker.
   *
   * @param from the first number, at least 0
   * @param to the last
   */
  public record Numbers(int from, int to) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Numbers {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException(
            "from must be at least 0 and to at least from, got %d and %d".formatted(from, to));
      }
    }

    private boolean has(int number) {
      return from <= number && number <= to;
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the path is blank or the parts share numbers
   */
  public Recordings {
    if (path != null && path.isBlank()) {
      throw new IllegalArgumentException("path must name a zip file or a folder");
    }
    if (valid.from() <= test.to() && test.from() <= valid.to()) {
      throw new IllegalArgumentException(
          "valid, %d to %d, and test, %d to %d, share numbers; they must not"
              .formatted(valid.from(), valid.to(), test.from(), test.to()));
    }
  }

  /**
   * The official split of the Free Spoken Digit Dataset, whose numbers 0 to 4 are the test part; 5
   * to 9 of what is left validate.
   *
   * @param path the zip file or the folder; null in a prototype
   * @return the recordings
   */
  public static Recordings of(String path) {
    return new Recordings(path, new Numbers(5, 9), new Numbers(0, 4));
  }

  /**
   * Reads them.
   *
   * @param folders where the path is looked for
   * @return what is said in each part
   * @throws InvalidDataException if a recording cannot be read or is not named so, there are two of
   *     one name, or a part has none
   */
  public Utterances read(DataFolders folders) {
    SoundFiles files = new SoundFiles(path, folders.find(path));
    Map<RecordingName, Utterance> read = new TreeMap<>();
    List<Path> places =
        files.each((name, sound) -> add(name, sound, Place.whole(files.called(name)), read));
    if (read.isEmpty()) {
      throw new InvalidDataException(path + ": there is no file that ends in .wav");
    }
    Map<Split, List<Utterance>> parts = new EnumMap<>(Split.class);
    read.forEach(
        (name, utterance) ->
            parts.computeIfAbsent(split(name.number()), key -> new ArrayList<>()).add(utterance));
    try {
      return new Utterances(parts, Optional.empty(), places);
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          "%s: %s; its numbers are told by \"valid\" and \"test\"".formatted(path, e.getMessage()),
          e);
    }
  }

  /** {@inheritDoc} Nothing is random about recordings. */
  @Override
  public Utterances read(DataFolders folders, long seed) {
    return read(folders);
  }

  private static void add(
      String path, Sound sound, Place place, Map<RecordingName, Utterance> read) {
    RecordingName name = RecordingName.of(path, place);
    Utterance before = read.put(name, new Recording(name.label(), sound, name.speaker(), place));
    if (before != null) {
      throw place.refusal(
          "this is recording %d of '%s' by %s, and so is %s; remove one"
              .formatted(name.number(), name.label(), name.speaker(), before.place()));
    }
  }

  private Split split(int number) {
    if (test.has(number)) {
      return Split.TEST;
    }
    return valid.has(number) ? Split.VALID : Split.TRAIN;
  }
}

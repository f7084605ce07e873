package dev.carousel.timeseries.audio;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the name of a recording says. */
record RecordingName(String label, String speaker, int number)
    implements Comparable<RecordingName> {
  /** A label without an underscore, a speaker, a number that an int holds. */
  private static final Pattern FORM =
      Pattern.compile("([^_]+)_(.+)_([0-9]{1,9})\\.wav", Pattern.CASE_INSENSITIVE);

  private static final Comparator<RecordingName> ORDER =
      Comparator.comparing(RecordingName::label)
          .thenComparing(RecordingName::speaker)
          .thenComparingInt(RecordingName::number);

  /**
   * Reads a name.
   *
   * @param path with slashes; what is before the last is not read
   * @param place for messages
   * @throws InvalidDataException if it is none
   */
  static RecordingName of(String path, Place place) {
    Matcher matcher = FORM.matcher(path.substring(path.lastIndexOf('/') + 1));
    if (!matcher.matches()) {
      throw place.refusal(
          "the name is not label_speaker_number.wav, such as 7_ann_12.wav; rename or remove it");
    }
    return new RecordingName(
        matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)));
  }

  @Override
  public int compareTo(RecordingName other) {
    return ORDER.compare(this, other);
  }
}

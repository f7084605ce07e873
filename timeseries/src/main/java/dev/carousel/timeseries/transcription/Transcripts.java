package dev.carousel.timeseries.transcription;

import dev.carousel.classification.Labels;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.transcription.Unit;
import java.util.Arrays;
import java.util.List;

/**
 * Texts as the labels of connectionist temporal classification: 1 and up, a label a unit, 0 being
 * the blank.
 *
 * @param unit what texts are cut into
 * @param labels the units that there are
 */
record Transcripts(Unit unit, Labels labels) {
  /**
   * The units of some texts.
   *
   * @throws InvalidDataException if there are fewer than two
   */
  static Transcripts of(Unit unit, List<String> texts) {
    return new Transcripts(
        unit, Labels.of(texts.stream().flatMap(text -> unit.of(text).stream()).toList()));
  }

  /** The number of labels, the blank among them. */
  int classes() {
    return labels.size() + 1;
  }

  /**
   * The labels of a text.
   *
   * @throws InvalidDataException naming the place, if a unit is none of those that there are
   */
  int[] labels(String text, Place place) {
    return unit.of(text).stream().mapToInt(each -> labels.number(each, place) + 1).toArray();
  }

  /** The unit that a label stands for. */
  String name(int label) {
    return labels.names().get(label - 1);
  }

  /** The text that labels stand for; what was between words is one space each. */
  String text(int[] labels) {
    return unit.joined(Arrays.stream(labels).mapToObj(this::name).toList());
  }
}

package dev.carousel.timeseries.classification;

import dev.carousel.classification.Judgement;
import dev.carousel.classification.Labels;
import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Provenance;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.Measurements;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sequences about which a model is surest, one that it judges right and one that it judges
 * wrong.
 *
 * @param sequences the sequences of a part
 * @param encoded the same, encoded
 * @param labels the classes
 */
record SurestSequences(List<LabelledSequence> sequences, LabelledFeatures encoded, Labels labels) {
  private static final int MOST_CHANNELS = 5;
  private static final int MOST_STEPS = Chart.MOST_POINTS / MOST_CHANNELS;

  /** What is shown of a model. */
  List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    List<Judgement> judged = Judgement.surestFirst(encoded, labels.size(), predictor, batchSize);
    List<Exhibit> exhibits = new ArrayList<>();
    for (boolean right : new boolean[] {true, false}) {
      judged.stream()
          .filter(one -> one.right() == right)
          .flatMap(one -> chart(one).stream())
          .findFirst()
          .ifPresent(exhibits::add);
    }
    return exhibits;
  }

  /** A chart, unless nothing that it would show is measured. */
  private Optional<Chart> chart(Judgement judged) {
    LabelledSequence sequence = sequences.get(judged.sequence());
    Measurements measured = sequence.measurements();
    int steps = Math.min(MOST_STEPS, measured.steps());
    int channels = Math.min(MOST_CHANNELS, measured.channels());
    List<Line> lines = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      int channel = c;
      // What is missing is left out, so that measurements far apart are joined.
      int[] known =
          IntStream.range(0, steps)
              .filter(t -> !Double.isNaN(measured.value(t, channel)))
              .toArray();
      if (known.length > 0) {
        lines.add(
            new Line(
                measured.channels() == 1 ? "value" : "channel " + (c + 1),
                Provenance.DATA,
                Arrays.stream(known).mapToDouble(measured::time).toArray(),
                Arrays.stream(known).mapToDouble(t -> measured.value(t, channel)).toArray()));
      }
    }
    String caption =
        String.format(
            Locale.ROOT,
            "Sequence %d of the test part, labelled “%s”; the answer is “%s”, with a probability of"
                + " %.3f.",
            judged.sequence() + 1,
            sequence.label(),
            labels.names().get(judged.answer()),
            judged.probability());
    if (steps < measured.steps() || channels < measured.channels()) {
      caption +=
          " Shown are its first %d of %d steps and %d of %d channels."
              .formatted(steps, measured.steps(), channels, measured.channels());
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Chart(
            "Surest and " + (judged.right() ? "right" : "wrong"),
            caption,
            new Axis.Numbers(measured.times().isPresent() ? "time" : "step"),
            new Axis.Numbers("value"),
            lines,
            List.of(),
            List.of()));
  }
}

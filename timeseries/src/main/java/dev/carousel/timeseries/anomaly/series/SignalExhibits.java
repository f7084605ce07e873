package dev.carousel.timeseries.anomaly.series;

import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Mark;
import dev.carousel.exhibit.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What is shown of a signal that is judged: its steps as they are and as the model tells them, with
 * anomalies and what is flagged marked on them, and the scores. Of a long signal that stretch is
 * shown in which most steps are either.
 *
 * @param targets their names
 * @param stretch the signal
 * @param told [T, targets], as the model tells it
 * @param scores [T], NaN where a step is not judged
 * @param threshold above which a step is flagged
 */
record SignalExhibits(
    List<String> targets, Stretch stretch, double[] told, double[] scores, double threshold) {
  private static final int MOST_TARGETS = 3;
  private static final int MOST_STEPS = 1000;

  /** The exhibits of a model. */
  List<Exhibit> of() {
    int from = from();
    int to = Math.min(stretch.steps(), from + MOST_STEPS);
    List<Mark> marks = new ArrayList<>();
    marks.addAll(marks("anomaly", Provenance.DATA, t -> stretch.anomalous()[t], from, to));
    marks.addAll(marks("flagged", Provenance.MODEL, this::isFlagged, from, to));
    String caption =
        "Steps %d to %d of the %d of the test part's first series, counted from 0."
            .formatted(from - stretch.first(), to - 1 - stretch.first(), judgeable());
    List<Exhibit> charts = new ArrayList<>();
    for (int k = 0; k < Math.min(MOST_TARGETS, targets.size()); k++) {
      int target = k;
      int values = targets.size();
      charts.add(
          new Chart(
              "%s: anomalies".formatted(targets.get(k)),
              caption,
              new Axis.Numbers("step"),
              new Axis.Numbers(targets.get(k) + " as the model reads it"),
              List.of(
                  line(
                      "actual",
                      Provenance.DATA,
                      t -> stretch.targets()[t * values + target],
                      from,
                      to),
                  line("told", Provenance.MODEL, t -> told[t * values + target], from, to)),
              List.of(),
              marks));
    }
    charts.add(
        new Chart(
            "Scores",
            "%s Above the threshold of %s a step is flagged."
                .formatted(caption, String.format(Locale.ROOT, "%.4g", threshold)),
            new Axis.Numbers("step"),
            new Axis.Numbers("score"),
            List.of(
                line("score", Provenance.MODEL, t -> scores[t], from, to),
                line("threshold", Provenance.MODEL, t -> threshold, from, to)),
            List.of(),
            marks));
    return charts;
  }

  private int judgeable() {
    return stretch.steps() - stretch.first();
  }

  private boolean isFlagged(int step) {
    return scores[step] > threshold;
  }

  /** Where the stretch begins that is shown. */
  private int from() {
    int[] telling =
        IntStream.range(0, stretch.steps())
            .map(t -> t >= stretch.first() && (stretch.anomalous()[t] || isFlagged(t)) ? 1 : 0)
            .toArray();
    int best = stretch.first();
    int most = -1;
    for (int from = best;
        from == best || from + MOST_STEPS <= telling.length;
        from += MOST_STEPS / 4) {
      int count = Arrays.stream(telling, from, Math.min(telling.length, from + MOST_STEPS)).sum();
      if (count > most) {
        most = count;
        best = from;
      }
    }
    return best;
  }

  private List<Mark> marks(
      String name, Provenance provenance, IntPredicate marked, int from, int to) {
    List<Mark> marks = new ArrayList<>();
    int begun = -1;
    for (int t = from; t <= to; t++) {
      boolean is = t < to && marked.test(t);
      if (is && begun < 0) {
        begun = t;
      } else if (!is && begun >= 0) {
        marks.add(new Mark(name, provenance, x(begun) - 0.5, x(t - 1) + 0.5));
        begun = -1;
      }
    }
    return marks;
  }

  private double x(int step) {
    return step - stretch.first();
  }

  private Line line(
      String name, Provenance provenance, IntToDoubleFunction value, int from, int to) {
    double[] x = IntStream.range(from, to).mapToDouble(this::x).toArray();
    double[] y =
        IntStream.range(from, to)
            .mapToDouble(value)
            .map(number -> Double.isFinite(number) ? number : Double.NaN)
            .toArray();
    return new Line(name, provenance, x, y);
  }
}

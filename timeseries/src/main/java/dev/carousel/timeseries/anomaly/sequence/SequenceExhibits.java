package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Provenance;
import dev.carousel.timeseries.anomaly.ErrorMeasure;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What is shown of sequences that are judged: the first normal one and the first anomaly that are
 * judged right and that are judged wrong, each as it is and as the model tells it again.
 *
 * @param channels of the data
 * @param sequences of the test part
 * @param anomalous which of them are anomalies
 * @param scores of the model
 * @param threshold above which a sequence is judged anomalous
 * @param measure what scores are the mean of
 */
record SequenceExhibits(
    int channels,
    ToldSequences sequences,
    boolean[] anomalous,
    double[] scores,
    double threshold,
    ErrorMeasure measure) {
  private static final int MOST_CHANNELS = 3;
  private static final int MOST_STEPS = 2000;

  /** The exhibits of a model. */
  List<Exhibit> of(Predictor predictor) {
    List<Exhibit> exhibits = new ArrayList<>();
    for (boolean right : new boolean[] {true, false}) {
      for (boolean anomaly : new boolean[] {false, true}) {
        boolean flagged = anomaly == right;
        OptionalInt first =
            IntStream.range(0, scores.length)
                .filter(n -> anomalous[n] == anomaly && scores[n] > threshold == flagged)
                .findFirst();
        String title = "%s, judged %s".formatted(anomaly ? "Anomalous" : "Normal", name(flagged));
        first.ifPresent(n -> exhibits.addAll(sequence(n, title, predictor)));
      }
    }
    return exhibits;
  }

  private static String name(boolean anomaly) {
    return anomaly ? "anomalous" : "normal";
  }

  /** A chart a channel. */
  private List<Exhibit> sequence(int n, String title, Predictor predictor) {
    float[] actual = sequences.scaled()[n];
    float[] told = predictor.predict(sequences.batch(new int[] {n}));
    int steps = Math.min(MOST_STEPS, steps(actual));
    List<Exhibit> charts = new ArrayList<>();
    for (int c = 0; c < Math.min(MOST_CHANNELS, channels); c++) {
      charts.add(
          new Chart(
              channels == 1 ? title : "%s, channel %d".formatted(title, c + 1),
              caption(n, steps < steps(actual)),
              new Axis.Numbers("step"),
              new Axis.Numbers("value as the model reads it"),
              List.of(
                  line("actual", Provenance.DATA, actual, c, steps),
                  line("told again", Provenance.MODEL, told, c, steps)),
              List.of(),
              List.of()));
    }
    return charts;
  }

  /** Without what a last frame lacks. */
  private int steps(float[] actual) {
    int last = actual.length - 1;
    while (last > 0 && Float.isNaN(actual[last])) {
      last--;
    }
    return last / channels + 1;
  }

  private String caption(int n, boolean cut) {
    String caption =
        "Sequence %d of the test part, which is %s: score %s, threshold %s (mean %s error)."
            .formatted(
                n + 1,
                name(anomalous[n]),
                figure(scores[n]),
                figure(threshold),
                measure.name().toLowerCase(Locale.ROOT));
    return cut ? caption + " Shown are its first %d steps.".formatted(MOST_STEPS) : caption;
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** One channel of values that stand step by step. */
  private Line line(String name, Provenance provenance, float[] values, int channel, int steps) {
    double[] x = new double[steps];
    double[] y = new double[steps];
    for (int t = 0; t < steps; t++) {
      float value = values[t * channels + channel];
      x[t] = t;
      y[t] = Float.isFinite(value) ? value : Double.NaN;
    }
    return new Line(name, provenance, x, y);
  }
}

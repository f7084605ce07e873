package dev.carousel.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.LogitSequence;
import dev.carousel.data.Targets;
import dev.carousel.decode.BestPath;
import dev.carousel.loss.Ctc;
import dev.carousel.train.Metric;
import dev.carousel.transcription.TranscriptionScore.Rate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranscriptionScoreTest {
  private static final List<Rate> RATES =
      List.of(
          Rate.ofLabels("ler"),
          // Label 3 is a space.
          new Rate("wer", labels -> Unit.WORDS.of(text(labels))));

  private static String text(int[] labels) {
    StringBuilder text = new StringBuilder();
    for (int label : labels) {
      text.append(" ab ".charAt(label));
    }
    return text.toString();
  }

  /** Outputs that are sure of one class a step, of sequences side by side. */
  private static float[] sure(int steps, int[]... paths) {
    float[] outputs = new float[steps * paths.length * 4];
    for (int b = 0; b < paths.length; b++) {
      for (int t = 0; t < paths[b].length; t++) {
        outputs[(t * paths.length + b) * 4 + paths[b][t]] = 5;
      }
    }
    return outputs;
  }

  private static Batch batch(int steps, int[] lengths, int[]... labels) {
    return new Batch(
        steps,
        lengths.length,
        lengths,
        new Inputs.Tokens(new int[steps * lengths.length]),
        new Targets.Sequences(steps, lengths, labels),
        false);
  }

  @Test
  void errorsAreSummedOverAllSequences() {
    TranscriptionScore score = new TranscriptionScore(new BestPath(), RATES);
    // Right: a, a b; found: a, b b.
    Batch first = batch(4, new int[] {1, 4}, new int[] {1}, new int[] {1, 3, 2});
    float[] outputs = sure(4, new int[] {1}, new int[] {2, 3, 0, 2});
    score.add(first, outputs);
    // Right: aa; found: a, since no path has room for both.
    score.add(batch(2, new int[] {2}, new int[] {1, 1}), sure(2, new int[] {1, 1}));

    Map<String, Double> metrics = score.metrics();

    assertThat(metrics.keySet())
        .containsExactlyElementsOf(
            TranscriptionScore.metrics(RATES).stream().map(Metric::name).toList());
    assertThat(metrics.get("ler")).isCloseTo(2.0 / 6, within(1e-15));
    assertThat(metrics.get("wer")).isCloseTo(2.0 / 4, within(1e-15));
    assertThat(metrics.get("impossible")).isEqualTo(1);
    double nats =
        -Ctc.logProbability(LogitSequence.of(outputs, first, 0), new int[] {1})
            - Ctc.logProbability(LogitSequence.of(outputs, first, 1), new int[] {1, 3, 2});
    assertThat(metrics.get("nats")).isCloseTo(nats / 2, within(1e-12));
  }

  @Test
  void ofOutputsThatAreNoNumbersFiguresAreNone() {
    for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      TranscriptionScore score = new TranscriptionScore(new BestPath(), RATES);
      float[] outputs = sure(2, new int[] {1, 2}, new int[] {1, 0});
      // The last step of the second sequence; the first is sound.
      outputs[3 * 4 + 2] = broken;
      score.add(batch(2, new int[] {2, 2}, new int[] {1, 2}, new int[] {1}), outputs);

      assertThat(score.metrics())
          .containsEntry("ler", Double.NaN)
          .containsEntry("wer", Double.NaN)
          .containsEntry("nats", Double.NaN)
          .containsEntry("impossible", 0.0);
    }
  }
}

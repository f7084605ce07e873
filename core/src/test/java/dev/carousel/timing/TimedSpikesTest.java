package dev.carousel.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.loss.BinaryCrossEntropy;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimedSpikesTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  /** Spikes 7 steps and the shown delay after the last spike, with a logit of 50 or -50. */
  private static final Predictor CLOCK =
      batch -> {
        float[] inputs = ((Inputs.Features) batch.inputs()).values();
        float[] outputs = new float[inputs.length];
        int[] steps = new int[batch.rows()];
        for (int row = 0; row < inputs.length; row++) {
          int b = row % batch.rows();
          steps[b]++;
          boolean spike = steps[b] == 7 + inputs[row];
          outputs[row] = spike ? 50 : -50;
          steps[b] = spike ? 0 : steps[b];
        }
        return outputs;
      };

  @ParameterizedTest
  @CsvSource({"2, 0, 1", "2, 3, 4", "10, 1, 1", "7, 2, 5", "50, 10, 3"})
  void everyIntervalEndsWithASpikeAndShowsItsDelay(int interval, int maxDelay, int spikes) {
    PreparedTask task =
        new TimedSpikes(interval, maxDelay, spikes, 2 * spikes, 40, 20, 20).prepare(NO_FOLDERS, 3);

    for (Split split : Split.values()) {
      for (Asked sequence : Asked.of(task, split, 6)) {
        List<Integer> times = Asked.spikes(sequence.targets());
        assertThat(times).hasSize(split == Split.TRAIN ? spikes : 2 * spikes);
        assertThat(times.get(times.size() - 1)).isEqualTo(sequence.inputs().size());
        assertThat(sequence.targets()).containsOnly(0f, 1f).hasSameSizeAs(sequence.inputs());
        int before = 0;
        for (int time : times) {
          float delay = time - before - interval;
          assertThat(delay).isBetween(0f, (float) maxDelay);
          assertThat(sequence.inputs().subList(before, time)).containsOnly(delay);
          before = time;
        }
      }
    }
  }

  @Test
  void asksForALogitAStep() {
    PreparedTask task = new TimedSpikes(10, 1, 2, 2, 4, 3, 2).prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(1), 1, true));
    assertThat(task.loss()).isEqualTo(new BinaryCrossEntropy());
    assertThat(task.metrics())
        .containsExactly(
            new Metric("rmse", true), new Metric("within", false), new Metric("solved", false));
    assertThat(task.files()).isEmpty();
  }

  @Test
  void withoutDelaysTheSpikesAreAtEqualDistances() {
    PreparedTask task = new TimedSpikes(5, 0, 3, 4, 10, 1, 1).prepare(NO_FOLDERS, 5);

    assertThat(Asked.of(task, Split.TRAIN, 4).stream().distinct()).hasSize(1);
    Asked test = Asked.of(task, Split.TEST, 1).get(0);
    assertThat(Asked.spikes(test.targets())).containsExactly(5, 10, 15, 20);
    assertThat(test.inputs()).containsOnly(0f);
  }

  @Test
  void equalSeedsGiveEqualDataAndPartsShareNone() {
    TimedSpikes spikes = new TimedSpikes(3, 10, 12, 12, 200, 200, 200);
    Set<Asked> seen = new HashSet<>();
    for (Split split : Split.values()) {
      List<Asked> sequences = Asked.of(spikes.prepare(NO_FOLDERS, 7), split, 50);
      assertThat(Asked.of(spikes.prepare(NO_FOLDERS, 7), split, 1)).isEqualTo(sequences);
      assertThat(Asked.of(spikes.prepare(NO_FOLDERS, 8), split, 50)).isNotEqualTo(sequences);
      seen.addAll(sequences);
    }

    // 11^12 sequences are possible.
    assertThat(seen).hasSize(600);
  }

  @Test
  void aClockIsPerfectAndPaddingDoesNotCount() {
    PreparedTask task = new TimedSpikes(7, 5, 4, 9, 10, 10, 33).prepare(NO_FOLDERS, 4);
    Predictor noisy =
        batch -> {
          float[] outputs = CLOCK.predict(batch);
          for (int b = 0; b < batch.rows(); b++) {
            for (int t = batch.lengths()[b]; t < batch.steps(); t++) {
              outputs[t * batch.rows() + b] = Float.NaN;
            }
          }
          return outputs;
        };

    for (Split split : Split.values()) {
      Map<String, Double> metrics = task.evaluate(split, noisy, 33);
      // σ(-50) = 2e-22 is what is left of the error.
      assertThat(metrics.get("rmse")).isCloseTo(0, within(1e-15));
      assertThat(metrics.get("within")).isEqualTo(1);
      assertThat(metrics.get("solved")).isEqualTo(1);
    }
  }

  @Test
  void aSpikeAStepLateIsTwoErrorsAndSpoilsItsSequence() {
    PreparedTask task = new TimedSpikes(7, 1, 1, 3, 1, 1, 8).prepare(NO_FOLDERS, 4);
    // The first sequence's first spike comes a step late, at a step that has none.
    Predictor late =
        batch -> {
          float[] outputs = CLOCK.predict(batch);
          for (int t = 0; t < batch.lengths()[0]; t++) {
            if (outputs[t * batch.rows()] == 50) {
              outputs[t * batch.rows()] = -50;
              outputs[(t + 1) * batch.rows()] = 50;
              break;
            }
          }
          return outputs;
        };
    long steps =
        Asked.of(task, Split.TEST, 8).stream().mapToInt(sequence -> sequence.inputs().size()).sum();

    Map<String, Double> metrics = task.evaluate(Split.TEST, late, 8);

    // Two errors of 1 but for σ(-50).
    assertThat(metrics.get("rmse")).isCloseTo(Math.sqrt(2.0 / steps), within(1e-15));
    assertThat(metrics.get("within")).isEqualTo((steps - 2) / (double) steps);
    assertThat(metrics.get("solved")).isEqualTo(7 / 8.0);
  }

  @Test
  void theCriterionIsOnProbabilities() {
    PreparedTask task = new TimedSpikes(2, 0, 1, 1, 1, 1, 1).prepare(NO_FOLDERS, 4);

    // One step without and one with a spike. σ(0.03) = 0.5075: errors 0.5075 and 0.4925, which is
    // beyond 0.49; σ(0.05) = 0.5125: the error where there is a spike is 0.4875.
    assertThat(task.evaluate(Split.TEST, batch -> new float[] {0.03f, 0.03f}, 1).get("within"))
        .isZero();
    assertThat(task.evaluate(Split.TEST, batch -> new float[] {0.05f, 0.05f}, 1).get("within"))
        .isEqualTo(0.5);
    assertThat(task.evaluate(Split.TEST, batch -> new float[] {-0.05f, 0.05f}, 1).get("solved"))
        .isEqualTo(1);
    assertThat(TimedSpikes.CRITERION).isEqualTo(0.49);
  }

  @Test
  void theMeanNeverSpikes() {
    Baseline mean =
        new TimedSpikes(10, 0, 5, 5, 3, 3, 3).prepare(NO_FOLDERS, 11).baselines().get(0);

    assertThat(mean.name()).isEqualTo("mean");
    for (Split split : Split.values()) {
      // The rate is 1/10, the variance of a spike 9/100; the logit is rounded to a float.
      assertThat(mean.metrics().get(split).get("rmse")).isCloseTo(0.3, within(1e-7));
      assertThat(mean.metrics().get(split).get("within")).isEqualTo(0.9);
      assertThat(mean.metrics().get(split).get("solved")).isZero();
    }
  }

  @Test
  void impossibleSizesAreRefused() {
    Map<String, Runnable> refused =
        Map.of(
            "interval must be at least 2, got 1", () -> new TimedSpikes(1, 1, 1, 1, 1, 1, 1),
            "maxDelay must be at least 0, got -1", () -> new TimedSpikes(2, -1, 1, 1, 1, 1, 1),
            "spikes must be at least 1, got 0", () -> new TimedSpikes(2, 0, 0, 1, 1, 1, 1),
            "testSpikes must be at least 1, got 0", () -> new TimedSpikes(2, 0, 1, 0, 1, 1, 1),
            "trainSequences must be at least 1, got 0", () -> new TimedSpikes(2, 0, 1, 1, 0, 1, 1),
            "validSequences must be at least 1, got 0", () -> new TimedSpikes(2, 0, 1, 1, 1, 0, 1),
            "testSequences must be at least 1, got 0", () -> new TimedSpikes(2, 0, 1, 1, 1, 1, 0));

    refused.forEach(
        (message, making) ->
            assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message));
  }
}

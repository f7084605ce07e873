package dev.carousel.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpikeDelaysTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  /**
   * Counts the steps since the last spike, for intervals of at least 7 steps; 99 between spikes.
   */
  private static final Predictor COUNTER =
      batch -> {
        float[] inputs = ((Inputs.Features) batch.inputs()).values();
        float[] outputs = new float[inputs.length];
        int[] steps = new int[batch.rows()];
        for (int row = 0; row < inputs.length; row++) {
          int b = row % batch.rows();
          steps[b]++;
          outputs[row] = inputs[row] == 1 ? steps[b] - 7 : 99;
          steps[b] = inputs[row] == 1 ? 0 : steps[b];
        }
        return outputs;
      };

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1, 3, 4", "10, 1, 1", "7, 2, 5", "50, 10, 3"})
  void aSpikeEndsEveryIntervalAndAsksForItsDelay(int interval, int maxDelay, int spikes) {
    PreparedTask task =
        new SpikeDelays(interval, maxDelay, spikes, 2 * spikes, 40, 20, 20).prepare(NO_FOLDERS, 3);

    for (Split split : Split.values()) {
      for (Asked sequence : Asked.of(task, split, 6)) {
        List<Integer> times = Asked.spikes(sequence.inputs());
        assertThat(times).hasSize(split == Split.TRAIN ? spikes : 2 * spikes);
        assertThat(times.get(times.size() - 1)).isEqualTo(sequence.inputs().size());
        assertThat(sequence.inputs()).isSubsetOf(0f, 1f).hasSameSizeAs(sequence.targets());
        int before = 0;
        for (int step = 1; step <= sequence.targets().size(); step++) {
          float target = sequence.targets().get(step - 1);
          if (times.contains(step)) {
            assertThat(target).isEqualTo(step - before - interval).isBetween(0f, (float) maxDelay);
            before = step;
          } else {
            assertThat(target).isNaN();
          }
        }
      }
    }
  }

  @Test
  void asksForAnAnswerAStep() {
    PreparedTask task = new SpikeDelays(10, 1, 2, 2, 4, 3, 2).prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(1), 1, true));
    assertThat(task.metrics())
        .containsExactly(
            new Metric("rmse", true), new Metric("within", false), new Metric("solved", false));
    assertThat(task.files()).isEmpty();
  }

  @Test
  void delaysAreUniform() {
    PreparedTask task = new SpikeDelays(2, 4, 20, 1, 1000, 1, 1).prepare(NO_FOLDERS, 12);

    int[] counts = new int[5];
    Asked.of(task, Split.TRAIN, 1000).stream()
        .flatMap(sequence -> sequence.targets().stream())
        .filter(target -> !target.isNaN())
        .forEach(target -> counts[target.intValue()]++);

    for (int count : counts) {
      // 20,000 draws: 4,000 each, standard deviation 57; the bound is five of them.
      assertThat(count).isBetween(3_717, 4_283);
    }
  }

  @Test
  void oneSpikeMakesAsManySequencesAsDelays() {
    PreparedTask task = new SpikeDelays(49, 1, 1, 1, 100, 100, 100).prepare(NO_FOLDERS, 5);

    for (Split split : Split.values()) {
      assertThat(new HashSet<>(Asked.of(task, split, 9))).hasSize(2);
    }
  }

  @Test
  void equalSeedsGiveEqualDataAndPartsShareNone() {
    SpikeDelays delays = new SpikeDelays(3, 10, 12, 12, 200, 200, 200);
    Set<Asked> seen = new HashSet<>();
    for (Split split : Split.values()) {
      List<Asked> sequences = Asked.of(delays.prepare(NO_FOLDERS, 7), split, 50);
      assertThat(Asked.of(delays.prepare(NO_FOLDERS, 7), split, 1)).isEqualTo(sequences);
      assertThat(Asked.of(delays.prepare(NO_FOLDERS, 8), split, 50)).isNotEqualTo(sequences);
      seen.addAll(sequences);
    }

    // 11^12 sequences are possible.
    assertThat(seen).hasSize(600);
  }

  @Test
  void everyTrainingSequenceComesOnceAnEpoch() {
    PreparedTask task = new SpikeDelays(3, 10, 12, 12, 103, 1, 1).prepare(NO_FOLDERS, 7);

    Set<Asked> seen = new HashSet<>();
    for (Batch batch : task.trainingBatches(25, new RandomStream(3))) {
      seen.addAll(Asked.of(batch));
    }

    assertThat(seen).isEqualTo(new HashSet<>(Asked.of(task, Split.TRAIN, 103))).hasSize(103);
  }

  @Test
  void countingIsPerfectAndNothingElseIsAsked() {
    PreparedTask task = new SpikeDelays(7, 5, 4, 9, 10, 10, 33).prepare(NO_FOLDERS, 4);

    for (Split split : Split.values()) {
      assertThat(task.evaluate(split, COUNTER, 4))
          .isEqualTo(Map.of("rmse", 0.0, "within", 1.0, "solved", 1.0));
    }
  }

  @Test
  void errorsAreMeasuredAgainstTheCriterion() {
    PreparedTask task = new SpikeDelays(7, 1, 1, 5, 10, 10, 10).prepare(NO_FOLDERS, 4);
    // Below the criterion at every spike; beyond it at the last spike of every other sequence.
    Predictor off =
        batch -> {
          float[] outputs = COUNTER.predict(batch);
          for (int b = 0; b < batch.rows(); b++) {
            for (int t = 0; t < batch.lengths()[b]; t++) {
              boolean last = t == batch.lengths()[b] - 1;
              outputs[t * batch.rows() + b] += last && b % 2 == 1 ? -0.5f : 0.25f;
            }
          }
          return outputs;
        };

    Map<String, Double> metrics = task.evaluate(Split.TEST, off, 10);

    // The errors are exact in binary: 5 of 50 are 0.5, the others 0.25.
    assertThat(metrics.get("rmse"))
        .isCloseTo(Math.sqrt((5 * 0.25 + 45 * 0.0625) / 50), within(1e-15));
    assertThat(metrics.get("within")).isEqualTo(45 / 50.0);
    assertThat(metrics.get("solved")).isEqualTo(0.5);
    assertThat(SpikeDelays.CRITERION).isEqualTo(0.49);
  }

  @Test
  void paddingDoesNotCount() {
    PreparedTask task = new SpikeDelays(7, 9, 3, 3, 10, 10, 40).prepare(NO_FOLDERS, 4);
    Predictor noisy =
        batch -> {
          float[] outputs = COUNTER.predict(batch);
          for (int b = 0; b < batch.rows(); b++) {
            for (int t = batch.lengths()[b]; t < batch.steps(); t++) {
              outputs[t * batch.rows() + b] = Float.NaN;
            }
          }
          return outputs;
        };

    assertThat(task.evaluate(Split.TEST, noisy, 40))
        .isEqualTo(Map.of("rmse", 0.0, "within", 1.0, "solved", 1.0));
    Batch batch = task.trainingBatches(10, new RandomStream(1)).iterator().next();
    float[] weights = ((Targets.Values) batch.targets()).weights();
    assertThat(IntStream.range(0, weights.length).filter(i -> weights[i] != 0).count())
        .isEqualTo(3 * 10);
  }

  @Test
  void theMeanDelayIsRightOnceInThree() {
    Baseline mean =
        new SpikeDelays(10, 2, 2, 2, 5_000, 5_000, 5_000)
            .prepare(NO_FOLDERS, 11)
            .baselines()
            .get(0);

    assertThat(mean.name()).isEqualTo("mean");
    for (Split split : Split.values()) {
      // Squared errors are 1, 0 and 1: one standard error of 10,000 is 0.0047 in their mean.
      assertThat(mean.metrics().get(split).get("rmse"))
          .isCloseTo(Math.sqrt(2.0 / 3), within(0.015));
      assertThat(mean.metrics().get(split).get("within")).isCloseTo(1.0 / 3, within(0.024));
      // Both spikes: 1/9 of 5,000, standard error 0.0044.
      assertThat(mean.metrics().get(split).get("solved")).isCloseTo(1.0 / 9, within(0.022));
    }
  }

  @Test
  void impossibleSizesAreRefused() {
    assertRefused(() -> new SpikeDelays(0, 1, 1, 1, 1, 1, 1), "interval");
    assertRefused(() -> new SpikeDelays(1, 0, 1, 1, 1, 1, 1), "maxDelay");
    assertRefused(() -> new SpikeDelays(1, 1, 0, 1, 1, 1, 1), "spikes");
    assertRefused(() -> new SpikeDelays(1, 1, 1, 0, 1, 1, 1), "testSpikes");
    assertRefused(() -> new SpikeDelays(1, 1, 1, 1, 0, 1, 1), "trainSequences");
    assertRefused(() -> new SpikeDelays(1, 1, 1, 1, 1, 0, 1), "validSequences");
    assertRefused(() -> new SpikeDelays(1, 1, 1, 1, 1, 1, 0), "testSequences");
  }

  private static void assertRefused(Runnable making, String name) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " must be at least 1, got 0");
  }
}

package dev.carousel.memory;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddingProblemTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  /** Adds the marked values: the perfect answer. */
  private static final Predictor ADDER =
      batch -> {
        float[] features = ((Inputs.Features) batch.inputs()).values();
        float[] sums = new float[batch.rows()];
        for (int row = 0; row < batch.steps() * batch.rows(); row++) {
          sums[row % batch.rows()] += features[2 * row] * features[2 * row + 1];
        }
        return sums;
      };

  private static List<Batch> evaluationBatches(PreparedTask task, Split split, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    task.evaluate(
        split,
        batch -> {
          batches.add(batch);
          return new float[batch.rows()];
        },
        batchSize);
    return batches;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 100})
  void marksOneStepInEachHalf(int length) {
    PreparedTask task = new AddingProblem(length, 200, 10, 10).prepare(NO_FOLDERS, 5);

    for (Batch batch : task.trainingBatches(32, new RandomStream(1))) {
      assertThat(batch.steps()).isEqualTo(length);
      assertThat(batch.lengths()).containsOnly(length);
      assertThat(batch.continues()).isFalse();
      Inputs.Features features = (Inputs.Features) batch.inputs();
      float[] sums = ADDER.predict(batch);
      for (int b = 0; b < batch.rows(); b++) {
        List<Integer> marked = new ArrayList<>();
        for (int t = 0; t < length; t++) {
          int at = 2 * (t * batch.rows() + b);
          assertThat(features.values()[at]).isGreaterThanOrEqualTo(0).isLessThan(1);
          assertThat(features.values()[at + 1]).isIn(0f, 1f);
          if (features.values()[at + 1] == 1) {
            marked.add(t);
          }
        }
        assertThat(marked).hasSize(2);
        assertThat(marked.get(0)).isLessThan(length / 2);
        assertThat(marked.get(1)).isGreaterThanOrEqualTo(length / 2);
        assertThat(((Targets.Values) batch.targets()).values()[b]).isEqualTo(sums[b]);
      }
    }
  }

  @Test
  void asksForOneSumASequence() {
    PreparedTask task = new AddingProblem(10, 4, 3, 2).prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(2), 1, false));
    assertThat(task.metrics())
        .containsExactly(new Metric("mse", true), new Metric("correct", false));
    assertThat(task.files()).isEmpty();
  }

  @Test
  void everyTrainingSequenceComesOnceAnEpoch() {
    PreparedTask task = new AddingProblem(4, 103, 1, 1).prepare(NO_FOLDERS, 9);

    List<Integer> sizes = new ArrayList<>();
    Set<Float> sums = new HashSet<>();
    for (Batch batch : task.trainingBatches(25, new RandomStream(3))) {
      sizes.add(batch.rows());
      for (float sum : ((Targets.Values) batch.targets()).values()) {
        sums.add(sum);
      }
    }

    assertThat(sizes).containsExactly(25, 25, 25, 25, 3);
    Set<Float> all = new HashSet<>();
    for (Batch batch : evaluationBatches(task, Split.TRAIN, 103)) {
      for (float sum : ((Targets.Values) batch.targets()).values()) {
        all.add(sum);
      }
    }
    assertThat(sums).isEqualTo(all).hasSize(103);
  }

  @Test
  void equalSeedsGiveEqualDataAndOthersDoNot() {
    AddingProblem problem = new AddingProblem(20, 8, 8, 8);
    List<float[]> features = new ArrayList<>();
    for (long seed : new long[] {7, 7, 8}) {
      for (Split split : Split.values()) {
        Batch batch = evaluationBatches(problem.prepare(NO_FOLDERS, seed), split, 8).get(0);
        features.add(((Inputs.Features) batch.inputs()).values());
      }
    }

    for (int split = 0; split < 3; split++) {
      assertThat(features.get(split)).containsExactly(features.get(3 + split));
      assertThat(features.get(split)).isNotEqualTo(features.get(6 + split));
    }
    assertThat(features.get(0)).isNotEqualTo(features.get(1)).isNotEqualTo(features.get(2));
    assertThat(features.get(1)).isNotEqualTo(features.get(2));
  }

  @Test
  void partsShareNoSequence() {
    PreparedTask task = new AddingProblem(5, 500, 500, 500).prepare(NO_FOLDERS, 2);

    Set<List<Float>> seen = new HashSet<>();
    for (Split split : Split.values()) {
      for (Batch batch : evaluationBatches(task, split, 1)) {
        List<Float> values = new ArrayList<>();
        for (float value : ((Inputs.Features) batch.inputs()).values()) {
          values.add(value);
        }
        seen.add(values);
      }
    }

    assertThat(seen).hasSize(1500);
  }

  @Test
  void theOrderOfBatchesIsDrawnAndTheDataIsNot() {
    PreparedTask task = new AddingProblem(3, 50, 1, 1).prepare(NO_FOLDERS, 2);
    Batch first = task.trainingBatches(50, new RandomStream(1)).iterator().next();
    Batch again = task.trainingBatches(50, new RandomStream(1)).iterator().next();
    Batch other = task.trainingBatches(50, new RandomStream(2)).iterator().next();

    float[] targets = ((Targets.Values) first.targets()).values();
    assertThat(((Targets.Values) again.targets()).values()).containsExactly(targets);
    assertThat(((Targets.Values) other.targets()).values())
        .isNotEqualTo(targets)
        .containsExactlyInAnyOrder(targets);
  }

  @Test
  void addingUpIsPerfect() {
    PreparedTask task = new AddingProblem(30, 10, 10, 77).prepare(NO_FOLDERS, 4);

    assertThat(task.evaluate(Split.TEST, ADDER, 10)).isEqualTo(Map.of("mse", 0.0, "correct", 1.0));
  }

  @Test
  void errorsAreMeasuredAgainstTheCriterion() {
    PreparedTask task = new AddingProblem(30, 10, 10, 50).prepare(NO_FOLDERS, 4);
    Predictor off =
        batch -> {
          float[] sums = ADDER.predict(batch);
          for (int b = 0; b < sums.length; b++) {
            sums[b] += b % 2 == 0 ? 0.0390625f : 0.0625f;
          }
          return sums;
        };

    Map<String, Double> metrics = task.evaluate(Split.TEST, off, 10);

    assertThat(metrics.get("correct")).isEqualTo(0.5);
    // The errors are exact in binary, but the sums they are added to round at 2^-23 or finer.
    assertThat(metrics.get("mse"))
        .isCloseTo((0.0390625 * 0.0390625 + 0.0625 * 0.0625) / 2, within(1e-7));
  }

  @Test
  void theMeanGivesOneSixth() {
    Baseline mean =
        new AddingProblem(50, 20_000, 20_000, 20_000).prepare(NO_FOLDERS, 11).baselines().get(0);

    assertThat(mean.name()).isEqualTo("mean");
    for (Split split : Split.values()) {
      // (sum - 1)² has variance 7/180 about 1/6: one standard error of 20,000 is 0.0014.
      assertThat(mean.metrics().get(split).get("mse")).isCloseTo(1.0 / 6, within(0.006));
      // The density of the sum is 1 at its mean, so about 2 · 0.04 lie within the criterion.
      assertThat(mean.metrics().get(split).get("correct")).isCloseTo(0.08, within(0.01));
      assertThat(mean.metrics().get(split).get("mse")).isGreaterThan(AddingProblem.SOLVED_MSE);
    }
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new AddingProblem(1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length must be at least 2, got 1");
    assertThatThrownBy(() -> new AddingProblem(2, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trainSequences must be at least 1, got 0");
    assertThatThrownBy(() -> new AddingProblem(2, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validSequences must be at least 1, got 0");
    assertThatThrownBy(() -> new AddingProblem(2, 1, 1, -3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("testSequences must be at least 1, got -3");
  }

  @Test
  void stepsToAddAreLabelled() {
    PreparedTask task = new AddingProblem(10, 1, 3, 1).prepare(NO_FOLDERS, 3);
    List<String> labels = task.labels(task.batches(Split.TEST, 1).get(0));
    assertThat(labels).hasSize(10).containsOnly("", "+");
    assertThat(labels.stream().filter("+"::equals)).hasSize(2);
  }
}

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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyingTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  /** Gives the target a logit of 100 and all else 0. */
  private static final Predictor ORACLE =
      batch -> {
        int[] labels = ((Targets.Labels) batch.targets()).labels();
        float[] logits = new float[labels.length * 9];
        for (int row = 0; row < labels.length; row++) {
          logits[row * 9 + labels[row]] = 100;
        }
        return logits;
      };

  private static List<Batch> evaluationBatches(PreparedTask task, Split split, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    task.evaluate(
        split,
        batch -> {
          batches.add(batch);
          return ORACLE.predict(batch);
        },
        batchSize);
    return batches;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  void aSequenceIsSymbolsBlanksDelimiterBlanks(int length) {
    PreparedTask task = new Copying(length, 20, 1, 1).prepare(NO_FOLDERS, 3);

    for (Batch batch : task.trainingBatches(6, new RandomStream(1))) {
      assertThat(batch.steps()).isEqualTo(length + 20);
      assertThat(batch.lengths()).containsOnly(length + 20);
      int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      for (int b = 0; b < batch.rows(); b++) {
        for (int t = 0; t < length + 20; t++) {
          int id = ids[t * batch.rows() + b];
          int label = labels[t * batch.rows() + b];
          if (t < 10) {
            assertThat(id).isBetween(0, 7);
            assertThat(label).isEqualTo(8);
            assertThat(labels[(length + 10 + t) * batch.rows() + b]).isEqualTo(id);
          } else {
            assertThat(id).isEqualTo(t == length + 9 ? 9 : 8);
            if (t < length + 10) {
              assertThat(label).isEqualTo(8);
            }
          }
        }
      }
    }
  }

  @Test
  void asksForATokenAStep() {
    PreparedTask task = new Copying(5, 2, 2, 2).prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Tokens(10), 9, true));
    assertThat(task.metrics())
        .containsExactly(new Metric("nats", true), new Metric("accuracy", false));
  }

  @Test
  void symbolsAreUniform() {
    PreparedTask task = new Copying(1, 8_000, 1, 1).prepare(NO_FOLDERS, 12);

    int[] counts = new int[8];
    for (Batch batch : evaluationBatches(task, Split.TRAIN, 8_000)) {
      int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
      Arrays.stream(ids, 0, 10 * batch.rows()).forEach(id -> counts[id]++);
    }

    for (int count : counts) {
      // 80,000 draws: 10,000 each, standard deviation 94; the bound is five of them.
      assertThat(count).isBetween(9_530, 10_470);
    }
  }

  @Test
  void equalSeedsGiveEqualDataAndPartsShareNone() {
    Copying problem = new Copying(3, 300, 300, 300);
    Set<List<Integer>> seen = new HashSet<>();
    for (Split split : Split.values()) {
      List<Batch> batches = evaluationBatches(problem.prepare(NO_FOLDERS, 7), split, 1);
      List<Batch> again = evaluationBatches(problem.prepare(NO_FOLDERS, 7), split, 1);
      List<Batch> other = evaluationBatches(problem.prepare(NO_FOLDERS, 8), split, 1);
      for (int n = 0; n < 300; n++) {
        int[] ids = ((Inputs.Tokens) batches.get(n).inputs()).ids();
        assertThat(((Inputs.Tokens) again.get(n).inputs()).ids()).containsExactly(ids);
        assertThat(((Inputs.Tokens) other.get(n).inputs()).ids()).isNotEqualTo(ids);
        seen.add(Arrays.stream(ids).boxed().toList());
      }
    }

    // 8^10 sequences are possible: 900 draws coincide with probability 4e-4, and this seed's do
    // not.
    assertThat(seen).hasSize(900);
  }

  @Test
  void rememberingIsPerfect() {
    PreparedTask task = new Copying(30, 1, 1, 33).prepare(NO_FOLDERS, 4);

    Map<String, Double> metrics = task.evaluate(Split.TEST, ORACLE, 10);

    assertThat(metrics.get("accuracy")).isEqualTo(1);
    assertThat(metrics.get("nats")).isCloseTo(8 * Math.exp(-100), within(1e-12));
  }

  @Test
  void accuracyIsOfTheRecalledSymbolsAlone() {
    PreparedTask task = new Copying(30, 1, 1, 8).prepare(NO_FOLDERS, 4);
    Predictor blanks =
        batch -> {
          float[] logits = new float[batch.steps() * batch.rows() * 9];
          for (int row = 0; row < batch.steps() * batch.rows(); row++) {
            logits[row * 9 + 8] = 50;
          }
          return logits;
        };

    Map<String, Double> metrics = task.evaluate(Split.TEST, blanks, 3);

    assertThat(metrics.get("accuracy")).isZero();
    // 50 nats at 10 of 50 steps, to the nearest double of the sum.
    assertThat(metrics.get("nats")).isCloseTo(10.0, within(1e-12));
  }

  @Test
  void theMemorylessMethodReachesItsFormula() {
    Copying problem = new Copying(100, 5_000, 100, 5_000);
    Baseline memoryless = problem.prepare(NO_FOLDERS, 4).baselines().get(0);

    assertThat(memoryless.name()).isEqualTo("memoryless");
    assertThat(problem.memorylessNats()).isCloseTo(10 * Math.log(8) / 120, within(1e-15));
    for (Split split : Split.values()) {
      // Sums of equal doubles: rounding alone.
      assertThat(memoryless.metrics().get(split).get("nats"))
          .isCloseTo(problem.memorylessNats(), within(1e-9));
    }
    // 50,000 guesses at 1/8: one standard deviation is 0.0015.
    assertThat(memoryless.metrics().get(Split.TEST).get("accuracy"))
        .isCloseTo(0.125, within(0.0075));
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new Copying(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length must be at least 1, got 0");
    assertThatThrownBy(() -> new Copying(1, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trainSequences must be at least 1, got 0");
    assertThatThrownBy(() -> new Copying(1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validSequences must be at least 1, got 0");
    assertThatThrownBy(() -> new Copying(1, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("testSequences must be at least 1, got 0");
  }

  @Test
  void stepsAreLabelledBySymbol() {
    PreparedTask task = new Copying(2, 1, 3, 1).prepare(NO_FOLDERS, 3);
    String symbols = String.join("", task.labels(task.batches(Split.TEST, 1).get(0)));
    assertThat(symbols).matches("[0-7]{10}_:_{10}");
  }
}

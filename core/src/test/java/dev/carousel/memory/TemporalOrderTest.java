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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TemporalOrderTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  /** The target's logit is {@code strength}, the others' 0. */
  private static Predictor oracle(float strength) {
    return batch -> {
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      float[] logits = new float[labels.length * 4];
      for (int b = 0; b < labels.length; b++) {
        logits[b * 4 + labels[b]] = strength;
      }
      return logits;
    };
  }

  private static List<Batch> evaluationBatches(PreparedTask task, Split split, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    task.evaluate(
        split,
        batch -> {
          batches.add(batch);
          return new float[batch.rows() * 4];
        },
        batchSize);
    return batches;
  }

  private static int[] sequence(Batch batch, int row) {
    int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
    int[] sequence = new int[batch.lengths()[row]];
    for (int t = 0; t < sequence.length; t++) {
      sequence[t] = ids[t * batch.rows() + row];
    }
    return sequence;
  }

  @Test
  void atLength100TheRangesAreThePapers() {
    PreparedTask task = new TemporalOrder(100, 5_000, 1, 1).prepare(NO_FOLDERS, 3);
    Set<Integer> lengths = new TreeSet<>();
    Set<Integer> early = new TreeSet<>();
    Set<Integer> late = new TreeSet<>();

    for (Batch batch : task.trainingBatches(64, new RandomStream(1))) {
      assertThat(batch.steps()).isEqualTo(Arrays.stream(batch.lengths()).max().orElseThrow());
      for (int b = 0; b < batch.rows(); b++) {
        int[] sequence = sequence(batch, b);
        lengths.add(sequence.length);
        assertThat(sequence[0]).isEqualTo(6);
        assertThat(sequence[sequence.length - 1]).isEqualTo(7);
        List<Integer> critical = new ArrayList<>();
        for (int t = 1; t < sequence.length - 1; t++) {
          assertThat(sequence[t]).isBetween(0, 5);
          if (sequence[t] >= 4) {
            critical.add(t);
          }
        }
        assertThat(critical).hasSize(2);
        early.add(critical.get(0));
        late.add(critical.get(1));
        int first = sequence[critical.get(0)] - 4;
        int second = sequence[critical.get(1)] - 4;
        assertThat(((Targets.Labels) batch.targets()).labels()[b]).isEqualTo(2 * first + second);
      }
    }

    // Every one of 11 values has probability 1/11; 5,000 draws miss one with probability 1e-206.
    assertThat(lengths).containsExactlyElementsOf(range(100, 110));
    assertThat(early).containsExactlyElementsOf(range(10, 20));
    assertThat(late).containsExactlyElementsOf(range(50, 60));
  }

  private static List<Integer> range(int from, int to) {
    List<Integer> range = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      range.add(i);
    }
    return range;
  }

  @Test
  void shortSequencesStillHaveTwoCriticalSymbols() {
    PreparedTask task = new TemporalOrder(10, 500, 1, 1).prepare(NO_FOLDERS, 3);

    for (Batch batch : evaluationBatches(task, Split.TRAIN, 1)) {
      int[] sequence = sequence(batch, 0);
      assertThat(sequence.length).isBetween(10, 11);
      assertThat(Arrays.stream(sequence).filter(id -> id == 4 || id == 5).count()).isEqualTo(2);
    }
  }

  @Test
  void asksForAClassASequence() {
    PreparedTask task = new TemporalOrder(20, 2, 2, 2).prepare(NO_FOLDERS, 1);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Tokens(8), 4, false));
    assertThat(task.metrics())
        .containsExactly(
            new Metric("nats", true),
            new Metric("accuracy", false),
            new Metric("error", true),
            new Metric("correct", false));
  }

  @Test
  void classesAndDistractorsAreBalanced() {
    PreparedTask task = new TemporalOrder(20, 10_000, 10_000, 10_000).prepare(NO_FOLDERS, 12);

    for (Split split : Split.values()) {
      int[] classes = new int[4];
      int[] symbols = new int[8];
      for (Batch batch : evaluationBatches(task, split, 10_000)) {
        for (int label : ((Targets.Labels) batch.targets()).labels()) {
          classes[label]++;
        }
        for (int b = 0; b < batch.rows(); b++) {
          Arrays.stream(sequence(batch, b)).forEach(id -> symbols[id]++);
        }
      }
      for (int count : classes) {
        // 10,000 draws at 1/4: standard deviation 43; the bound is five of them.
        assertThat(count).isBetween(2_284, 2_716);
      }
      int distractors = Arrays.stream(symbols, 0, 4).sum();
      for (int id = 0; id < 4; id++) {
        // About 170,000 draws at 1/4: standard deviation of the fraction 0.00105; five of them.
        assertThat((double) symbols[id] / distractors).isCloseTo(0.25, within(0.0053));
      }
    }
  }

  @Test
  void equalSeedsGiveEqualDataAndPartsShareNone() {
    TemporalOrder problem = new TemporalOrder(40, 200, 200, 200);
    Set<List<Integer>> seen = new HashSet<>();
    for (Split split : Split.values()) {
      List<Batch> batches = evaluationBatches(problem.prepare(NO_FOLDERS, 7), split, 1);
      List<Batch> again = evaluationBatches(problem.prepare(NO_FOLDERS, 7), split, 1);
      List<Batch> other = evaluationBatches(problem.prepare(NO_FOLDERS, 8), split, 1);
      for (int n = 0; n < 200; n++) {
        int[] sequence = sequence(batches.get(n), 0);
        assertThat(sequence(again.get(n), 0)).containsExactly(sequence);
        assertThat(sequence(other.get(n), 0)).isNotEqualTo(sequence);
        seen.add(Arrays.stream(sequence).boxed().toList());
      }
    }

    assertThat(seen).hasSize(600);
  }

  @Test
  void metricsFollowTheProbabilities() {
    PreparedTask task = new TemporalOrder(20, 1, 1, 50).prepare(NO_FOLDERS, 4);

    // Logit 5: p = 0.980. Logit 1: p = 0.475, the likeliest class yet not within 0.3 of 1.
    assertMetrics(task.evaluate(Split.TEST, oracle(5), 7), 5, 1, 1);
    assertMetrics(task.evaluate(Split.TEST, oracle(1), 7), 1, 1, 0);
    assertMetrics(task.evaluate(Split.TEST, oracle(-5), 7), -5, 0, 0);
  }

  private static void assertMetrics(
      Map<String, Double> metrics, double logit, double accuracy, double correct) {
    assertThat(metrics).containsOnlyKeys("nats", "accuracy", "error", "correct");
    // A mean of 50 equal doubles.
    assertThat(metrics.get("nats")).isCloseTo(Math.log(Math.exp(logit) + 3) - logit, within(1e-12));
    assertThat(metrics.get("accuracy")).isEqualTo(accuracy);
    assertThat(metrics.get("error")).isEqualTo(1 - accuracy);
    assertThat(metrics.get("correct")).isEqualTo(correct);
  }

  @Test
  void guessingIsRightOnceInFour() {
    Baseline uniform =
        new TemporalOrder(20, 10_000, 1, 1).prepare(NO_FOLDERS, 4).baselines().get(0);

    assertThat(uniform.name()).isEqualTo("uniform");
    Map<String, Double> metrics = uniform.metrics().get(Split.TRAIN);
    assertThat(metrics.get("nats")).isCloseTo(Math.log(4), within(1e-9));
    // One standard deviation is 0.0043.
    assertThat(metrics.get("accuracy")).isCloseTo(0.25, within(0.022));
    assertThat(metrics.get("error")).isCloseTo(1 - metrics.get("accuracy"), within(1e-12));
    assertThat(metrics.get("correct")).isZero();
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new TemporalOrder(9, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length must be at least 10, got 9");
    assertThatThrownBy(() -> new TemporalOrder(10, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trainSequences must be at least 1, got 0");
    assertThatThrownBy(() -> new TemporalOrder(10, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validSequences must be at least 1, got 0");
    assertThatThrownBy(() -> new TemporalOrder(10, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("testSequences must be at least 1, got 0");
  }

  @Test
  void stepsAreLabelledBySymbol() {
    PreparedTask task = new TemporalOrder(10, 1, 3, 1).prepare(NO_FOLDERS, 3);
    List<Batch> batches = task.batches(Split.VALID, 2);
    assertThat(batches).extracting(Batch::rows).containsExactly(2, 1);
    String symbols = String.join("", task.labels(batches.get(0).sequence(1)));
    assertThat(symbols).matches("E[abcdXY]+B").hasSize(batches.get(0).lengths()[1]);
  }
}

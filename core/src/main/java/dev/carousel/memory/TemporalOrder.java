package dev.carousel.memory;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.Score;
import dev.carousel.sequence.Sequences;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The temporal order problem: the class of a sequence is the order of its two critical symbols, (X,
 * X) → 0, (X, Y) → 1, (Y, X) → 2, (Y, Y) → 3.
 *
 * <p>A sequence starts with E and ends with the trigger symbol B; all else is drawn from a, b, c,
 * d, but for X or Y at steps t₁ and t₂. With T = {@code length}, whole sequences have T to T + T/10
 * symbols, t₁ is T/10 to T/5 and t₂ T/2 to T/2 + T/10, all uniform with both ends possible,
 * quotients rounded down, the first step being step 0. T = 100 gives the paper's ranges: 100 to
 * 110, 10 to 20, 50 to 60. The class is wanted once, after the last symbol. Ids: a to d 0 to 3, X
 * 4, Y 5, E 6, B 7.
 *
 * <p>Source: Hochreiter and Schmidhuber, Long Short-Term Memory, Neural Computation 9(8), 1997,
 * experiment 6a.
 *
 * <p>Metrics: {@code nats}, the mean cross-entropy, which decides because it still tells models
 * apart that all classify every sequence; {@code accuracy}; {@code error}, which is 1 - accuracy;
 * {@code correct}, the paper's criterion, the fraction of sequences with all four probabilities
 * within {@link #CORRECT_WITHIN} of 0 or 1 as it should be. Baseline: {@code uniform}, which gives
 * all classes one probability and, where it must choose, class 0.
 *
 * @param length T, at least 10
 * @param trainSequences the number of training sequences
 * @param validSequences the number of validation sequences
 * @param testSequences the number of test sequences
 */
public record TemporalOrder(int length, int trainSequences, int validSequences, int testSequences)
    implements Task {
  /** The number of classes. */
  public static final int CLASSES = 4;

  /**
   * A sequence counts as correct if no output is this far or farther from its target (Hochreiter
   * and Schmidhuber, 1997, there with a sigmoid an output, here with the softmax).
   */
  public static final double CORRECT_WITHIN = 0.3;

  private static final int DISTRACTORS = 4;
  private static final int X = 4;
  private static final int START = 6;
  private static final int TRIGGER = 7;
  private static final int VOCABULARY = 8;
  private static final String SYMBOLS = "abcdXYEB";
  private static final String NATS = "nats";
  private static final String ACCURACY = "accuracy";
  private static final String ERROR = "error";
  private static final String CORRECT = "correct";

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the length is below 10 or a part has no sequences
   */
  public TemporalOrder {
    Sequences.requireAtLeast(10, "length", length);
    Sequences.requireAtLeast(1, "trainSequences", trainSequences);
    Sequences.requireAtLeast(1, "validSequences", validSequences);
    Sequences.requireAtLeast(1, "testSequences", testSequences);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    RandomStream random = new RandomStream(seed).derive("temporal-order");
    Map<Split, Sequences> data = new EnumMap<>(Split.class);
    data.put(Split.TRAIN, draw(trainSequences, random.derive("train")));
    data.put(Split.VALID, draw(validSequences, random.derive("valid")));
    data.put(Split.TEST, draw(testSequences, random.derive("test")));
    return new PreparedSequences(
        new Signature(new Signature.Tokens(VOCABULARY), CLASSES, false),
        new CrossEntropy(),
        List.of(
            new Metric(NATS, true),
            new Metric(ACCURACY, false),
            new Metric(ERROR, true),
            new Metric(CORRECT, false)),
        data,
        Classified::new,
        List.of(
            new PreparedSequences.Simple("uniform", batch -> new float[batch.rows() * CLASSES])),
        List.of());
  }

  private Sequences draw(int count, RandomStream random) {
    int[][] symbols = new int[count][];
    int[] classes = new int[count];
    for (int n = 0; n < count; n++) {
      int[] sequence = new int[length + random.nextInt(length / 10 + 1)];
      for (int t = 1; t < sequence.length - 1; t++) {
        sequence[t] = random.nextInt(DISTRACTORS);
      }
      sequence[0] = START;
      sequence[sequence.length - 1] = TRIGGER;
      int early = length / 10 + random.nextInt(length / 5 - length / 10 + 1);
      int late = length / 2 + random.nextInt(length / 10 + 1);
      classes[n] = random.nextInt(CLASSES);
      sequence[early] = X + classes[n] / 2;
      sequence[late] = X + classes[n] % 2;
      symbols[n] = sequence;
    }
    return new Orders(symbols, classes);
  }

  /** The symbols of each sequence and its class. */
  private record Orders(int[][] symbols, int[] classes) implements Sequences {
    @Override
    public int count() {
      return classes.length;
    }

    @Override
    public List<String> labels(Batch sequence) {
      return Sequences.labels(sequence, id -> SYMBOLS.substring(id, id + 1));
    }

    @Override
    public Batch batch(int[] which) {
      int rows = which.length;
      int[] lengths = new int[rows];
      int[] labels = new int[rows];
      int steps = 0;
      for (int b = 0; b < rows; b++) {
        lengths[b] = symbols[which[b]].length;
        labels[b] = classes[which[b]];
        steps = Math.max(steps, lengths[b]);
      }
      int[] ids = new int[steps * rows];
      for (int b = 0; b < rows; b++) {
        for (int t = 0; t < lengths[b]; t++) {
          ids[t * rows + b] = symbols[which[b]][t];
        }
      }
      return new Batch(
          steps, rows, lengths, new Inputs.Tokens(ids), new Targets.Labels(labels), false);
    }
  }

  private static final class Classified implements Score {
    private long sequences;
    private double nats;
    private long right;
    private long correct;

    @Override
    public void add(Batch batch, float[] outputs) {
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      for (int b = 0; b < batch.rows(); b++) {
        Logits logits = new Logits(outputs, b * CLASSES, CLASSES);
        sequences++;
        nats -= logits.logProbability(labels[b]);
        if (logits.likeliest() == labels[b]) {
          right++;
        }
        if (isCorrect(logits, labels[b])) {
          correct++;
        }
      }
    }

    private static boolean isCorrect(Logits logits, int label) {
      for (int k = 0; k < CLASSES; k++) {
        double wanted = k == label ? 1 : 0;
        if (!(Math.abs(Math.exp(logits.logProbability(k)) - wanted) < CORRECT_WITHIN)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Map<String, Double> metrics() {
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put(NATS, nats / sequences);
      metrics.put(ACCURACY, (double) right / sequences);
      metrics.put(ERROR, (double) (sequences - right) / sequences);
      metrics.put(CORRECT, (double) correct / sequences);
      return metrics;
    }
  }
}

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
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The copying problem: repeat {@value #SYMBOLS} symbols after T steps.
 *
 * <p>A sequence has T + 20 tokens: {@value #SYMBOLS} symbols, each uniform among {@value
 * #ALPHABET}; T - 1 blanks; a delimiter; {@value #SYMBOLS} blanks. The target is a blank at each of
 * the first T + 10 steps and then the symbols in their order. Ids: symbols 0 to 7, blank 8,
 * delimiter 9; the delimiter is never a target, so there are 9 outputs.
 *
 * <p>Source: Arjovsky, Shah and Bengio, Unitary Evolution Recurrent Neural Networks, ICML 2016,
 * section 5.1, after Hochreiter and Schmidhuber, 1997. A network counts as remembering if it does
 * better than the {@linkplain #memorylessNats memoryless} method.
 *
 * <p>Metrics: {@code nats}, the mean cross-entropy over all T + 20 steps, and {@code accuracy},
 * over the recalled symbols alone. Baseline: {@code memoryless}.
 *
 * @param length T, at least 1
 * @param trainSequences the number of training sequences
 * @param validSequences the number of validation sequences
 * @param testSequences the number of test sequences
 */
public record Copying(int length, int trainSequences, int validSequences, int testSequences)
    implements Task {
  /** The number of symbols to remember. */
  public static final int SYMBOLS = 10;

  /** The number of different symbols. */
  public static final int ALPHABET = 8;

  private static final int BLANK = ALPHABET;
  private static final int DELIMITER = ALPHABET + 1;
  private static final int OUTPUTS = ALPHABET + 1;
  private static final String NATS = "nats";
  private static final String ACCURACY = "accuracy";

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public Copying {
    Sequences.requireAtLeast(1, "length", length);
    Sequences.requireAtLeast(1, "trainSequences", trainSequences);
    Sequences.requireAtLeast(1, "validSequences", validSequences);
    Sequences.requireAtLeast(1, "testSequences", testSequences);
  }

  /**
   * What a method without memory reaches that knows when to give blanks and guesses the symbols: 10
   * ln 8 / (T + 20) nats (Arjovsky, Shah and Bengio, 2016).
   *
   * @return nats a step
   */
  public double memorylessNats() {
    return SYMBOLS * Math.log(ALPHABET) / steps();
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    RandomStream random = new RandomStream(seed).derive("copying");
    Map<Split, Sequences> data = new EnumMap<>(Split.class);
    data.put(Split.TRAIN, draw(trainSequences, random.derive("train")));
    data.put(Split.VALID, draw(validSequences, random.derive("valid")));
    data.put(Split.TEST, draw(testSequences, random.derive("test")));
    return new PreparedSequences(
        new Signature(new Signature.Tokens(ALPHABET + 2), OUTPUTS, true),
        new CrossEntropy(),
        List.of(new Metric(NATS, true), new Metric(ACCURACY, false)),
        data,
        Recall::new,
        List.of(new PreparedSequences.Simple("memoryless", memoryless())),
        List.of());
  }

  private int steps() {
    return length + 2 * SYMBOLS;
  }

  private Predictor memoryless() {
    return batch -> {
      float[] logits = new float[batch.steps() * batch.rows() * OUTPUTS];
      int firstRecall = (batch.steps() - SYMBOLS) * batch.rows();
      for (int row = 0; row < batch.steps() * batch.rows(); row++) {
        int impossibleFrom = row < firstRecall ? 0 : BLANK;
        int impossibleTo = row < firstRecall ? ALPHABET : OUTPUTS;
        Arrays.fill(
            logits,
            row * OUTPUTS + impossibleFrom,
            row * OUTPUTS + impossibleTo,
            Float.NEGATIVE_INFINITY);
      }
      return logits;
    };
  }

  private Sequences draw(int count, RandomStream random) {
    int[] symbols = new int[Math.multiplyExact(count, SYMBOLS)];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = random.nextInt(ALPHABET);
    }
    return new Symbols(steps(), symbols);
  }

  /** The symbols to remember, [N, 10], of sequences of T + 20 steps. */
  private record Symbols(int steps, int[] symbols) implements Sequences {
    @Override
    public int count() {
      return symbols.length / SYMBOLS;
    }

    @Override
    public List<String> labels(Batch sequence) {
      return Sequences.labels(
          sequence, id -> id == BLANK ? "_" : id == DELIMITER ? ":" : Integer.toString(id));
    }

    @Override
    public Batch batch(int[] which) {
      int rows = which.length;
      int[] ids = new int[steps * rows];
      int[] labels = new int[steps * rows];
      Arrays.fill(ids, BLANK);
      Arrays.fill(labels, BLANK);
      int firstRecall = steps - SYMBOLS;
      for (int b = 0; b < rows; b++) {
        for (int k = 0; k < SYMBOLS; k++) {
          int symbol = symbols[which[b] * SYMBOLS + k];
          ids[k * rows + b] = symbol;
          labels[(firstRecall + k) * rows + b] = symbol;
        }
        ids[(firstRecall - 1) * rows + b] = DELIMITER;
      }
      int[] lengths = new int[rows];
      Arrays.fill(lengths, steps);
      return new Batch(
          steps, rows, lengths, new Inputs.Tokens(ids), new Targets.Labels(labels), false);
    }
  }

  private static final class Recall implements Score {
    private long steps;
    private double nats;
    private long recalls;
    private long correct;

    @Override
    public void add(Batch batch, float[] outputs) {
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      int firstRecall = (batch.steps() - SYMBOLS) * batch.rows();
      for (int row = 0; row < labels.length; row++) {
        Logits logits = new Logits(outputs, row * OUTPUTS, OUTPUTS);
        steps++;
        nats -= logits.logProbability(labels[row]);
        if (row >= firstRecall) {
          recalls++;
          if (logits.likeliest() == labels[row]) {
            correct++;
          }
        }
      }
    }

    @Override
    public Map<String, Double> metrics() {
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put(NATS, nats / steps);
      metrics.put(ACCURACY, (double) correct / recalls);
      return metrics;
    }
  }
}

package dev.carousel.memory;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.Score;
import dev.carousel.sequence.Sequences;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The adding problem: y = v[i] + v[j], given v[0…T-1] and marks at i and j.
 *
 * <p>Every step shows two features: a value, uniform in [0, 1), and a mark, 1 at two steps and 0
 * elsewhere. One marked step is uniform in the first half of the sequence (steps 0 to ⌊T/2⌋ - 1),
 * the other in the rest. The target, wanted once after the last step, is the sum of the two marked
 * values. Always predicting the mean gives a mean squared error of 1/6.
 *
 * <p>Sources: the task is experiment 4 of Hochreiter and Schmidhuber, Long Short-Term Memory,
 * Neural Computation 9(8), 1997, there with values in [-1, 1]; this is the form with values in [0,
 * 1] of Le, Jaitly and Hinton, A Simple Way to Initialize Recurrent Networks of Rectified Linear
 * Units, 2015, and Arjovsky, Shah and Bengio, Unitary Evolution Recurrent Neural Networks, ICML
 * 2016.
 *
 * <p>Metrics: {@code mse}, and {@code correct}, the fraction of sequences whose absolute error is
 * below {@link #CORRECT_WITHIN}. Baseline: {@code mean}, the mean of the training targets.
 *
 * @param length T, at least 2
 * @param trainSequences the number of training sequences
 * @param validSequences the number of validation sequences
 * @param testSequences the number of test sequences
 */
public record AddingProblem(int length, int trainSequences, int validSequences, int testSequences)
    implements Task {
  /**
   * A sequence counts as correct if its absolute error is below this (Hochreiter and Schmidhuber,
   * 1997, where targets span [0, 1]; here they span [0, 2], so that the criterion is twice as
   * strict).
   */
  public static final double CORRECT_WITHIN = 0.04;

  /**
   * The mean squared error below which the task counts as learnt (Hochreiter and Schmidhuber, 1997,
   * stop training there).
   */
  public static final double SOLVED_MSE = 0.01;

  private static final String MSE = "mse";
  private static final String CORRECT = "correct";

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the length is below 2 or a part has no sequences
   */
  public AddingProblem {
    Sequences.requireAtLeast(2, "length", length);
    Sequences.requireAtLeast(1, "trainSequences", trainSequences);
    Sequences.requireAtLeast(1, "validSequences", validSequences);
    Sequences.requireAtLeast(1, "testSequences", testSequences);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    RandomStream random = new RandomStream(seed).derive("adding-problem");
    Sums train = Sums.draw(length, trainSequences, random.derive("train"));
    Map<Split, Sequences> data = new EnumMap<>(Split.class);
    data.put(Split.TRAIN, train);
    data.put(Split.VALID, Sums.draw(length, validSequences, random.derive("valid")));
    data.put(Split.TEST, Sums.draw(length, testSequences, random.derive("test")));
    float mean = train.mean();
    return new PreparedSequences(
        new Signature(new Signature.Features(2), 1, false),
        new MeanSquaredError(),
        List.of(new Metric(MSE, true), new Metric(CORRECT, false)),
        data,
        Errors::new,
        List.of(
            new PreparedSequences.Simple(
                "mean",
                batch -> {
                  float[] outputs = new float[batch.rows()];
                  Arrays.fill(outputs, mean);
                  return outputs;
                })),
        List.of());
  }

  /** Values [N, T] and the two marked steps of each sequence. */
  private record Sums(int length, float[] values, int[] first, int[] second) implements Sequences {
    static Sums draw(int length, int count, RandomStream random) {
      Sums sums =
          new Sums(
              length, new float[Math.multiplyExact(count, length)], new int[count], new int[count]);
      for (int n = 0; n < count; n++) {
        for (int t = 0; t < length; t++) {
          sums.values[n * length + t] = random.nextFloat();
        }
        sums.first[n] = random.nextInt(length / 2);
        sums.second[n] = random.nextInt(length / 2, length);
      }
      return sums;
    }

    @Override
    public int count() {
      return first.length;
    }

    /** A plus at the steps whose values are to be added. */
    @Override
    public List<String> labels(Batch sequence) {
      float[] features = ((Inputs.Features) sequence.inputs()).values();
      return IntStream.range(0, sequence.steps())
          .mapToObj(t -> features[2 * t + 1] > 0 ? "+" : "")
          .toList();
    }

    float sum(int n) {
      return values[n * length + first[n]] + values[n * length + second[n]];
    }

    float mean() {
      double total = 0;
      for (int n = 0; n < count(); n++) {
        total += sum(n);
      }
      return (float) (total / count());
    }

    @Override
    public Batch batch(int[] which) {
      int rows = which.length;
      float[] features = new float[length * rows * 2];
      float[] targets = new float[rows];
      for (int b = 0; b < rows; b++) {
        int n = which[b];
        for (int t = 0; t < length; t++) {
          features[(t * rows + b) * 2] = values[n * length + t];
        }
        features[(first[n] * rows + b) * 2 + 1] = 1;
        features[(second[n] * rows + b) * 2 + 1] = 1;
        targets[b] = sum(n);
      }
      int[] lengths = new int[rows];
      Arrays.fill(lengths, length);
      return new Batch(
          length,
          rows,
          lengths,
          new Inputs.Features(2, features),
          new Targets.Values(1, targets, null),
          false);
    }
  }

  private static final class Errors implements Score {
    private long sequences;
    private double squares;
    private long correct;

    @Override
    public void add(Batch batch, float[] outputs) {
      float[] targets = ((Targets.Values) batch.targets()).values();
      for (int b = 0; b < batch.rows(); b++) {
        double error = (double) outputs[b] - targets[b];
        sequences++;
        squares += error * error;
        if (Math.abs(error) < CORRECT_WITHIN) {
          correct++;
        }
      }
    }

    @Override
    public Map<String, Double> metrics() {
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put(MSE, squares / sequences);
      metrics.put(CORRECT, (double) correct / sequences);
      return metrics;
    }
  }
}

package dev.carousel.timing;

import dev.carousel.data.DataFolders;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.Sequences;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Task;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * Periodic function generation: y[t] = f(t) for t = 0, 1, …, given nothing. In JSON,
 * "periodic-function".
 *
 * <p>The one input is 0 at every step, and what was generated is not fed back: the network has to
 * oscillate by itself, from its initial state. So there is only one sequence. An epoch shows it
 * {@code trainSequences} times, {@code periods} long, the validation part once, and the test part
 * once, {@code testPeriods} long. Nothing is random about it.
 *
 * <p>Source: Gers, Schraudolph and Schmidhuber, Learning Precise Timing with LSTM Recurrent
 * Networks, JMLR 3, 2002, with F = 10 and 25; see the package for what is done otherwise. The
 * paper's output is linear too. At which t the paper starts could not be checked, nor its formula
 * of the triangle.
 *
 * <p>Metrics: {@code rmse}, the root mean squared error over all steps of a part; {@code within},
 * the fraction of steps with an absolute error below {@link #CRITERION}; {@code solved}, 1 if every
 * step is and otherwise 0, so that its mean over trials is the paper's share of solutions.
 * Baseline: {@code mean}, the mean of f.
 *
 * @param shape f
 * @param period F, the number of steps after which f repeats, at least 2
 * @param periods the number of periods of a training or validation sequence
 * @param testPeriods the number of periods of the test sequence
 * @param trainSequences how often an epoch shows the sequence
 */
public record PeriodicFunction(
    Shape shape, int period, int periods, int testPeriods, int trainSequences) implements Task {
  /** A step is right if the absolute error is below this, as in the paper. */
  public static final double CRITERION = 0.3;

  /** The functions; with F the period and m = t mod F, all from 0 to 1. */
  public enum Shape {
    /** f(t) = (1 - cos(2πt / F)) / 2. */
    COSINE {
      @Override
      double at(int m, int period) {
        return (1 - Math.cos(2 * Math.PI * m / period)) / 2;
      }
    },
    /** f(t) = 2m / F up to the middle of the period, m = F/2, and 2 - 2m / F after it. */
    TRIANGLE {
      @Override
      double at(int m, int period) {
        double rise = 2.0 * m / period;
        return Math.min(rise, 2 - rise);
      }
    },
    /** f(t) = 1 after the middle of the period, m &gt; F/2, and 0 up to it. */
    RECTANGLE {
      @Override
      double at(int m, int period) {
        return 2L * m > period ? 1 : 0;
      }
    };

    /** f at m steps after the start of a period. */
    abstract double at(int m, int period);
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the period is below 2 or another size below 1
   */
  public PeriodicFunction {
    Objects.requireNonNull(shape);
    Sequences.requireAtLeast(2, "period", period);
    Sequences.requireAtLeast(1, "periods", periods);
    Sequences.requireAtLeast(1, "testPeriods", testPeriods);
    Sequences.requireAtLeast(1, "trainSequences", trainSequences);
  }

  /** {@inheritDoc} Nothing is random about it. */
  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Streams train = streams(trainSequences, periods);
    Map<Split, Sequences> data = new EnumMap<>(Split.class);
    data.put(Split.TRAIN, train);
    data.put(Split.VALID, streams(1, periods));
    data.put(Split.TEST, streams(1, testPeriods));
    return new PreparedSequences(
        new Signature(new Signature.Features(1), 1, true),
        new MeanSquaredError(),
        Precision.METRICS,
        data,
        () -> new Precision(CRITERION, DoubleUnaryOperator.identity()),
        List.of(new PreparedSequences.Simple("mean", Streams.always(train.mean()))),
        List.of());
  }

  private Streams streams(int count, int periods) {
    float[] values = new float[Math.multiplyExact(periods, period)];
    for (int t = 0; t < values.length; t++) {
      values[t] = (float) shape.at(t % period, period);
    }
    float[][] inputs = new float[count][];
    float[][] targets = new float[count][];
    Arrays.fill(inputs, new float[values.length]);
    Arrays.fill(targets, values);
    return new Streams(inputs, targets);
  }
}

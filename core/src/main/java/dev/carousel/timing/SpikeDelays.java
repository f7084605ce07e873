package dev.carousel.timing;

import dev.carousel.data.DataFolders;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
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
import java.util.function.DoubleUnaryOperator;

/**
 * Measuring spike delays: y[T(n)] = I(n), given spikes at T(n) = T(n-1) + F + I(n). In JSON,
 * "spike-delays".
 *
 * <p>The input is 1 at the steps T(1), T(2), … and 0 elsewhere. Steps are counted from 1, T(0) is
 * 0, and every delay I(n) is drawn uniformly from 0…D. At each spike, and at no other step, the
 * delay of the interval that it ends is wanted. One spike a sequence is the paper's noncontinual
 * form, NMSD, of which there are only D + 1 different sequences, so that training and test part
 * have the same ones; several are its continual form, MSD, where each spike also starts the next
 * interval.
 *
 * <p>Source: Gers, Schraudolph and Schmidhuber, Learning Precise Timing with LSTM Recurrent
 * Networks, JMLR 3, 2002, with F from 10 to 50 and D = 1, and with F = 10 and D up to 10; see the
 * package for what is done otherwise. The paper's output is a sigmoid where D = 1 and linear
 * elsewhere, here it is linear.
 *
 * <p>Metrics: {@code rmse}, the root mean squared error over all spikes of a part; {@code within},
 * the fraction of spikes with an absolute error below {@link #CRITERION}; {@code solved}, the
 * fraction of sequences in which every spike is. Baseline: {@code mean}, the mean of the training
 * delays.
 *
 * @param interval F, the shortest time between spikes, at least 1
 * @param maxDelay D, the longest delay, at least 1
 * @param spikes the number of spikes of a training sequence
 * @param testSpikes the number of spikes of a validation or test sequence; with more than {@code
 *     spikes} it is also measured whether the timing stays exact
 * @param trainSequences the number of training sequences
 * @param validSequences the number of validation sequences
 * @param testSequences the number of test sequences
 */
public record SpikeDelays(
    int interval,
    int maxDelay,
    int spikes,
    int testSpikes,
    int trainSequences,
    int validSequences,
    int testSequences)
    implements Task {
  /** A delay is measured if the absolute error is below this, as in the paper. */
  public static final double CRITERION = 0.49;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public SpikeDelays {
    Sequences.requireAtLeast(1, "interval", interval);
    Sequences.requireAtLeast(1, "maxDelay", maxDelay);
    Sequences.requireAtLeast(1, "spikes", spikes);
    Sequences.requireAtLeast(1, "testSpikes", testSpikes);
    Sequences.requireAtLeast(1, "trainSequences", trainSequences);
    Sequences.requireAtLeast(1, "validSequences", validSequences);
    Sequences.requireAtLeast(1, "testSequences", testSequences);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    RandomStream random = new RandomStream(seed).derive("spike-delays");
    Intervals intervals = new Intervals(interval, maxDelay);
    Streams train = intervals.draw(trainSequences, spikes, random.derive("train"), this::write);
    Map<Split, Sequences> data = new EnumMap<>(Split.class);
    data.put(Split.TRAIN, train);
    data.put(
        Split.VALID,
        intervals.draw(validSequences, testSpikes, random.derive("valid"), this::write));
    data.put(
        Split.TEST, intervals.draw(testSequences, testSpikes, random.derive("test"), this::write));
    return new PreparedSequences(
        new Signature(new Signature.Features(1), 1, true),
        new MeanSquaredError(),
        Precision.METRICS,
        data,
        () -> new Precision(CRITERION, DoubleUnaryOperator.identity()),
        List.of(new PreparedSequences.Simple("mean", Streams.always(train.mean()))),
        List.of());
  }

  private void write(int delay, int from, int spike, float[] inputs, float[] targets) {
    inputs[spike] = 1;
    Arrays.fill(targets, from, spike, Float.NaN);
    targets[spike] = delay;
  }
}

package dev.carousel.timing;

import dev.carousel.data.DataFolders;
import dev.carousel.loss.BinaryCrossEntropy;
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

/**
 * Generating timed spikes: y[t] = 1 at t = T(n) = T(n-1) + F + I(n) and 0 at every other step,
 * given I(n). In JSON, "timed-spikes".
 *
 * <p>This is {@link SpikeDelays} with inputs and targets changed over. Steps are counted from 1,
 * T(0) is 0, and every delay I(n) is drawn uniformly from 0…D. From step T(n-1) + 1 to step T(n)
 * the input is I(n), so nothing but its own state tells the network how much of an interval has
 * passed, and what it has generated is not fed back. An answer is wanted at every step. The output
 * is the logit of the probability of a spike. That the input holds the delay at every step of the
 * interval is this task's reading of the paper.
 *
 * <p>Source: Gers, Schraudolph and Schmidhuber, Learning Precise Timing with LSTM Recurrent
 * Networks, JMLR 3, 2002; see the package for what is done otherwise. The paper's output is a
 * sigmoid too, its error the squared one; here training makes the cross-entropy small.
 *
 * <p>Metrics: {@code rmse}, the root mean squared error of the probability over all steps of a
 * part; {@code within}, the fraction of steps with an absolute error below {@link #CRITERION};
 * {@code solved}, the fraction of sequences in which every step is. Baseline: {@code mean}, the
 * fraction of training steps that have a spike.
 *
 * @param interval F, the shortest time between spikes, at least 2
 * @param maxDelay D, the longest delay, 0 for spikes at equal distances
 * @param spikes the number of spikes of a training sequence
 * @param testSpikes the number of spikes of a validation or test sequence; with more than {@code
 *     spikes} it is also measured whether the timing stays exact
 * @param trainSequences the number of training sequences
 * @param validSequences the number of validation sequences
 * @param testSequences the number of test sequences
 */
public record TimedSpikes(
    int interval,
    int maxDelay,
    int spikes,
    int testSpikes,
    int trainSequences,
    int validSequences,
    int testSequences)
    implements Task {
  /** A step is right if the absolute error is below this, as in the paper. */
  public static final double CRITERION = 0.49;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the interval is below 2, the delay below 0 or another size
   *     below 1
   */
  public TimedSpikes {
    Sequences.requireAtLeast(2, "interval", interval);
    Sequences.requireAtLeast(0, "maxDelay", maxDelay);
    Sequences.requireAtLeast(1, "spikes", spikes);
    Sequences.requireAtLeast(1, "testSpikes", testSpikes);
    Sequences.requireAtLeast(1, "trainSequences", trainSequences);
    Sequences.requireAtLeast(1, "validSequences", validSequences);
    Sequences.requireAtLeast(1, "testSequences", testSequences);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    RandomStream random = new RandomStream(seed).derive("timed-spikes");
    Intervals intervals = new Intervals(interval, maxDelay);
    Streams train = intervals.draw(trainSequences, spikes, random.derive("train"), this::write);
    Map<Split, Sequences> data = new EnumMap<>(Split.class);
    data.put(Split.TRAIN, train);
    data.put(
        Split.VALID,
        intervals.draw(validSequences, testSpikes, random.derive("valid"), this::write));
    data.put(
        Split.TEST, intervals.draw(testSequences, testSpikes, random.derive("test"), this::write));
    double rate = train.mean();
    return new PreparedSequences(
        new Signature(new Signature.Features(1), 1, true),
        new BinaryCrossEntropy(),
        Precision.METRICS,
        data,
        () -> new Precision(CRITERION, logit -> 1 / (1 + Math.exp(-logit))),
        List.of(new PreparedSequences.Simple("mean", Streams.always(Math.log(rate / (1 - rate))))),
        List.of());
  }

  private void write(int delay, int from, int spike, float[] inputs, float[] targets) {
    Arrays.fill(inputs, from, spike + 1, delay);
    targets[spike] = 1;
  }
}

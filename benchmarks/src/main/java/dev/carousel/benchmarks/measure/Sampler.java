package dev.carousel.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Times contestants in turns, A B C A B C, so that whatever else the machine does meets them alike.
 *
 * @param warmUpSeconds how long each runs before anything is timed
 * @param seconds how long each is timed, at least about
 * @param sampleSeconds how long one turn lasts, at least
 * @param minimumSamples how many turns there are, at least
 */
public record Sampler(
    double warmUpSeconds, double seconds, double sampleSeconds, int minimumSamples) {
  private static final int MINIMUM_WARM_UP_STEPS = 2;
  // Steps shorter than this run untimed for a moment at the beginning of a turn, to find their own
  // data in the caches and the cores awake; for longer ones that makes no difference.
  private static final double SHORT_STEP_SECONDS = 0.02;
  private static final long REST_NANOS = 100_000_000;
  private static final long BACK_NANOS = 10_000_000;

  /** For figures to publish. */
  public static final Sampler THOROUGH = new Sampler(2, 2, 0.05, 9);

  /** For a look. */
  public static final Sampler QUICK = new Sampler(0.7, 0.5, 0.03, 5);

  /**
   * Times.
   *
   * @param contestants the steps to time
   * @return for each contestant the seconds of a step
   */
  public List<Quartiles> time(List<? extends Runnable> contestants) {
    int[] steps = new int[contestants.size()];
    boolean[] again = new boolean[contestants.size()];
    double longestTurn = 0;
    for (int i = 0; i < steps.length; i++) {
      double stepSeconds = warmUp(contestants.get(i));
      steps[i] = (int) Math.max(1, Math.ceil(sampleSeconds / stepSeconds));
      again[i] = stepSeconds < SHORT_STEP_SECONDS;
      longestTurn = Math.max(longestTurn, steps[i] * stepSeconds);
    }
    int samples = (int) Math.max(minimumSamples, seconds / longestTurn);
    List<double[]> times = new ArrayList<>();
    contestants.forEach(contestant -> times.add(new double[samples]));
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < steps.length; i++) {
        letOthersRest();
        long begin = System.nanoTime();
        while (again[i] && System.nanoTime() - begin < BACK_NANOS) {
          contestants.get(i).run();
        }
        times.get(i)[s] = secondsPerStep(contestants.get(i), steps[i]);
      }
    }
    return times.stream().map(Quartiles::of).toList();
  }

  /**
   * Systems keep threads spinning for a while when they have no more work, on the cores that the
   * next one needs.
   */
  private static void letOthersRest() {
    LockSupport.parkNanos(REST_NANOS);
  }

  /** Returns how long a step takes when warm. */
  private double warmUp(Runnable contestant) {
    double total = 0;
    double last = 0;
    for (int i = 0; i < MINIMUM_WARM_UP_STEPS || total < warmUpSeconds; i++) {
      last = secondsPerStep(contestant, 1);
      total += last;
    }
    return Math.max(last, 1e-7);
  }

  private static double secondsPerStep(Runnable contestant, int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      contestant.run();
    }
    return (System.nanoTime() - start) * 1e-9 / steps;
  }
}

package dev.carousel.experiment.statistics;

import java.util.stream.IntStream;

/**
 * The correction of several tests for being several (Holm, A Simple Sequentially Rejective Multiple
 * Test Procedure, Scandinavian Journal of Statistics 6, 1979): with it, the probability of any
 * false finding among all of them stays below the level.
 */
public final class Holm {
  private Holm() {}

  /**
   * Corrects probabilities.
   *
   * @param p one a test; NaN for a test that was not made, which does not count
   * @return corrected in the same order, at most 1
   */
  public static double[] corrected(double... p) {
    int[] order =
        IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted((a, b) -> Double.compare(p[a], p[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = p.clone();
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      largest = Math.max(largest, (order.length - rank) * p[order[rank]]);
      corrected[order[rank]] = Math.min(1, largest);
    }
    return corrected;
  }
}

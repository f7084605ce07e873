package dev.carousel.benchmarks.measure;

import java.util.Arrays;

/**
 * Median and spread of samples.
 *
 * @param lower the first quartile
 * @param median the second
 * @param upper the third
 * @param samples how many there were
 */
public record Quartiles(double lower, double median, double upper, int samples) {
  /**
   * Of samples, interpolating linearly between neighbours in order.
   *
   * @param samples at least one
   * @return their quartiles
   * @throws IllegalArgumentException if there is none
   */
  public static Quartiles of(double... samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("there are no quartiles of no samples");
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), sorted.length);
  }

  private static double at(double[] sorted, double fraction) {
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}

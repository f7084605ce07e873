package dev.carousel.timeseries.labelled;

import java.util.Optional;

/**
 * A sequence of measurements of one or more quantities, the oldest first.
 *
 * @param channels C, the number of quantities, at least 1
 * @param values [T, C] in row-major order, NaN where missing and otherwise finite; shared, not
 *     copied, and not to be changed
 * @param times [T] when each step was, increasing, in any unit; empty for steps that are 1 apart;
 *     shared, not copied
 */
public record Measurements(int channels, double[] values, Optional<double[]> times) {
  /**
   * Checks the sizes and the numbers.
   *
   * @throws IllegalArgumentException if sizes disagree, every value is missing, a value or a time
   *     is infinite or a time is not after the one before
   */
  public Measurements {
    if (channels < 1 || values.length == 0 || values.length % channels != 0) {
      throw new IllegalArgumentException(
          "%d values are not one or more steps of %d".formatted(values.length, channels));
    }
    boolean measured = false;
    for (double value : values) {
      measured |= !Double.isNaN(value);
      if (Double.isInfinite(value)) {
        throw new IllegalArgumentException("a value is infinite; every value must be finite");
      }
    }
    if (!measured) {
      throw new IllegalArgumentException("every value is missing");
    }
    requireIncreasing(times, values.length / channels);
  }

  private static void requireIncreasing(Optional<double[]> given, int steps) {
    if (given.isEmpty()) {
      return;
    }
    double[] times = given.get();
    if (times.length != steps) {
      throw new IllegalArgumentException(
          "%d times for %d steps; give one a step".formatted(times.length, steps));
    }
    for (int t = 0; t < steps; t++) {
      if (!Double.isFinite(times[t])) {
        throw new IllegalArgumentException(
            "the time of step %d is %s; every time must be finite".formatted(t + 1, times[t]));
      }
      if (t > 0 && times[t] <= times[t - 1]) {
        throw new IllegalArgumentException(
            "the time of step %d is %s, which is not after %s, that of the step before"
                .formatted(t + 1, times[t], times[t - 1]));
      }
    }
  }

  /**
   * The length.
   *
   * @return T, at least 1
   */
  public int steps() {
    return values.length / channels;
  }

  /**
   * A value.
   *
   * @param step 0 to T - 1
   * @param channel 0 to C - 1
   * @return the value, NaN where it is missing
   */
  public double value(int step, int channel) {
    return values[step * channels + channel];
  }

  /**
   * When a step was.
   *
   * @param step 0 to T - 1
   * @return its time
   */
  public double time(int step) {
    return times.map(given -> given[step]).orElse((double) step);
  }
}

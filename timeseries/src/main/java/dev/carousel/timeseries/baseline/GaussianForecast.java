package dev.carousel.timeseries.baseline;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Forecasts of steps that follow each other, each a normal distribution.
 *
 * @param means [horizon] the forecasts, in the unit of the series; owned by whoever receives it
 * @param deviations [horizon] standard deviations of their errors as the method sees them, 0 where
 *     it sees no error, NaN where the history is too short to tell
 */
public record GaussianForecast(double[] means, double[] deviations) {
  /**
   * Checks the arrays.
   *
   * @throws IllegalArgumentException if they are empty or differ in length
   */
  public GaussianForecast {
    if (means.length != deviations.length) {
      throw new IllegalArgumentException(
          "%d means and %d deviations".formatted(means.length, deviations.length));
    }
    if (means.length == 0) {
      throw new IllegalArgumentException("horizon must be at least 1, got 0");
    }
  }

  /**
   * Computes a forecast step by step.
   *
   * @param horizon H
   * @param mean of the step h after the end of the history, 0 ≤ h &lt; H
   * @param deviation likewise
   * @return the forecast
   * @throws IllegalArgumentException if the horizon is below 1
   */
  static GaussianForecast of(int horizon, IntToDoubleFunction mean, IntToDoubleFunction deviation) {
    if (horizon < 1) {
      throw new IllegalArgumentException("horizon must be at least 1, got " + horizon);
    }
    return new GaussianForecast(
        IntStream.range(0, horizon).mapToDouble(mean).toArray(),
        IntStream.range(0, horizon).mapToDouble(deviation).toArray());
  }
}

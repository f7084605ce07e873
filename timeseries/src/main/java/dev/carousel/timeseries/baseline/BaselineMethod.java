package dev.carousel.timeseries.baseline;

/**
 * A way to forecast a series from its own past. What a method has to learn, it has learned from a
 * training part when it is made; its forecasts look at the history alone, so never at the steps to
 * be forecast. Safe for use by several threads.
 */
public interface BaselineMethod {
  /**
   * The forecast for the steps that follow a history.
   *
   * @param history what is known, from the step at which the training part began
   * @param horizon H, how many steps, at least 1
   * @return f(o), …, f(o + H - 1) for the end o of the history
   * @throws IllegalArgumentException if the horizon is not so or the history knows no value
   */
  GaussianForecast forecast(History history, int horizon);
}

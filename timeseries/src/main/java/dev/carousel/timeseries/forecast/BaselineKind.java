package dev.carousel.timeseries.forecast;

import dev.carousel.timeseries.baseline.BaselineMethod;
import dev.carousel.timeseries.baseline.Drift;
import dev.carousel.timeseries.baseline.Ets;
import dev.carousel.timeseries.baseline.History;
import dev.carousel.timeseries.baseline.Naive;
import dev.carousel.timeseries.baseline.SeasonalNaive;
import dev.carousel.timeseries.baseline.Theta;
import dev.carousel.timeseries.baseline.WindowRegression;
import java.util.Locale;

/** Simple methods that forecasts are compared with, each fitted to each target by itself. */
public enum BaselineKind {
  /** The last value. */
  NAIVE,
  /** The value a season before. */
  SEASONAL_NAIVE,
  /** The last value and the mean change. */
  DRIFT,
  /**
   * Exponential smoothing, its form chosen by AICc. Forms with a season are for up to 24 steps of
   * it, as in the R package forecast (Hyndman and Khandakar, 2008): a state for each step of longer
   * ones fits noise and takes minutes.
   */
  ETS,
  /** The Theta method. */
  THETA,
  /** A ridge regression from the window to the horizon. */
  LINEAR;

  private static final double RIDGE = 1e-3;
  private static final int LONGEST_ETS_SEASON = 24;

  /** Fits the method to a training part. */
  BaselineMethod fit(History training, Forecast task) {
    return switch (this) {
      case NAIVE -> new Naive();
      case SEASONAL_NAIVE -> new SeasonalNaive(task.season());
      case DRIFT -> new Drift();
      case ETS -> Ets.fit(training, task.season() > LONGEST_ETS_SEASON ? 1 : task.season());
      case THETA -> Theta.fit(training, task.season());
      case LINEAR -> WindowRegression.fit(training, task.window(), task.horizon(), RIDGE);
    };
  }

  /** How many steps of the past it needs. */
  int least(Forecast task) {
    return this == SEASONAL_NAIVE ? task.season() : 1;
  }

  /** What results call it. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

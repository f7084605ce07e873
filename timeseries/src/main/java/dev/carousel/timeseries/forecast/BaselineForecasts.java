package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.baseline.BaselineMethod;
import dev.carousel.timeseries.baseline.GaussianForecast;
import java.util.List;
import java.util.stream.IntStream;

/** The forecasts of a simple method, fitted to each target of each series by itself. */
final class BaselineForecasts {
  private final Forecast task;
  private final BaselineKind kind;
  private final List<SeriesInputs> series;
  private final BaselineMethod[][] fitted;

  /**
   * Fits the method to the training parts.
   *
   * @throws InvalidDataException if one of them is not enough for it
   */
  BaselineForecasts(Forecast task, BaselineKind kind, List<SeriesInputs> series) {
    this.task = task;
    this.kind = kind;
    this.series = series;
    fitted = new BaselineMethod[series.size()][];
    for (int s = 0; s < fitted.length; s++) {
      SeriesInputs each = series.get(s);
      fitted[s] = new BaselineMethod[each.model().targets().length];
      for (int k = 0; k < fitted[s].length; k++) {
        fitted[s][k] = fit(each, k);
      }
    }
  }

  private BaselineMethod fit(SeriesInputs inputs, int k) {
    try {
      return kind.fit(inputs.history(k, inputs.trainEnd()), task);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: the baseline '%s' cannot be fitted to column '%s': %s; leave it out of \"baselines\""
              .formatted(
                  inputs.series().name(), kind.title(), inputs.target(k).name(), e.getMessage()),
          e);
    }
  }

  /** What results call it. */
  String title() {
    return kind.title();
  }

  /** Whether enough of every target is known before a window's origin. */
  boolean covers(Window window) {
    SeriesInputs inputs = series.get(window.series());
    return window.origin() >= kind.least(task)
        && IntStream.range(0, inputs.model().targets().length)
            .allMatch(k -> IntStream.range(0, window.origin()).anyMatch(inputs.target(k)::isKnown));
  }

  /**
   * The forecast of a window.
   *
   * @return [horizon · values]
   */
  Prediction[] of(Window window) {
    SeriesInputs inputs = series.get(window.series());
    int values = inputs.model().targets().length;
    Prediction[] predictions = new Prediction[task.horizon() * values];
    for (int k = 0; k < values; k++) {
      GaussianForecast forecast =
          fitted[window.series()][k].forecast(inputs.history(k, window.origin()), task.horizon());
      for (int h = 0; h < task.horizon(); h++) {
        predictions[h * values + k] = Prediction.of(forecast, h);
      }
    }
    return predictions;
  }
}

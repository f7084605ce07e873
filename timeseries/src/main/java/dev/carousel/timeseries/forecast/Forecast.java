package dev.carousel.timeseries.forecast;

import dev.carousel.data.DataFolders;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.distribution.Likelihood;
import dev.carousel.timeseries.distribution.NegativeBinomial;
import dev.carousel.timeseries.feature.Features;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Unscaled;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Forecasting: from a window of the last steps, the steps of the horizon. In JSON, "forecast".
 *
 * <p>A window belongs to the part in which its whole horizon lies; one whose horizon crosses a cut
 * belongs to none. So no value of a later part is an input, a target or in the scale of an earlier
 * one. Every series has windows in every part. A past step of a window has the targets, the other
 * past columns, the marks of {@link MissingValues#MASK}, then what is also known of the steps to
 * come: known columns, calendar features and statics, which are brought to mean 0 and deviation 1
 * over the series.
 *
 * <p>Metrics are over all windows, steps of the horizon, targets and series of a part. {@code
 * mase}, {@code mae}, {@code rmse}, {@code smape} and {@code nd} are of the expected values in the
 * unit of the data, {@code scaledMse} and {@code scaledMae} with each target divided by its
 * standard deviation in the training part, {@code scaledMaeSd} the standard deviation of the
 * windows' own {@code scaledMae}, the spread of a backtest (0 for one window). {@code mase} is the
 * mean over series and targets, without those that repeat themselves exactly a season later, which
 * it is not defined for. With a {@link Likelihood} as the loss, {@code meanWQuantileLoss} (levels
 * 0.1 to 0.9) comes first and decides, and {@code crps} (from 20 quantiles) and {@code coverage80}
 * come last; otherwise {@code mase} decides. These are the usual ones; {@code mape} (without values
 * of 0), {@code rmsse}, {@code rse} and {@code corr} (Lai et al., LSTNet, 2018) and, with a
 * likelihood, {@code meanPinball} can be asked for.
 *
 * @param data the series
 * @param missing what becomes of missing values
 * @param window the input steps of a forecast
 * @param shortestWindow the input steps that there must be: nearer to the beginning of a series
 *     windows are padded, and what is padded is not read; empty for the whole window
 * @param horizon the steps to forecast
 * @param stride the steps from one forecast's origin to the next
 * @param evaluationStride the same in the validation and test parts; empty (null in JSON) for the
 *     same number
 * @param split how the series are cut into parts
 * @param scale how values are scaled, fitted on the training part alone
 * @param center what is subtracted from a target's values in each window
 * @param windowScale by what they are divided then
 * @param features what is made of the time of a step
 * @param season the steps of a season, for seasonal baselines and so for MASE; 1 for none
 * @param baselines the simple methods to compare with
 * @param metrics what is measured, the first of them decides; empty for the usual ones
 * @param loss what training makes small, in the units of a window
 * @param paths how many paths are drawn of models that go step by step
 */
public record Forecast(
    SeriesSource data,
    MissingValues missing,
    int window,
    OptionalInt shortestWindow,
    int horizon,
    int stride,
    OptionalInt evaluationStride,
    Cut split,
    Scale scale,
    Center center,
    WindowScale windowScale,
    Features features,
    int season,
    List<BaselineKind> baselines,
    List<String> metrics,
    Loss loss,
    int paths)
    implements Servable {
  /**
   * Checks the values. The data may be null in a prototype.
   *
   * @throws IllegalArgumentException if a number is below 1, the shortest window longer than the
   *     window, a baseline or a metric stands twice, a metric is unknown, or counts are to be
   *     scaled or centred
   */
  public Forecast {
    requirePositive("window", window);
    shortestWindow.ifPresent(value -> requirePositive("shortestWindow", value));
    if (shortestWindow.orElse(1) > window) {
      throw new IllegalArgumentException(
          "shortestWindow must be at most the window of %d, got %d"
              .formatted(window, shortestWindow.getAsInt()));
    }
    requirePositive("horizon", horizon);
    requirePositive("stride", stride);
    evaluationStride.ifPresent(value -> requirePositive("evaluationStride", value));
    requirePositive("season", season);
    requirePositive("paths", paths);
    baselines = List.copyOf(baselines);
    if (new HashSet<>(baselines).size() < baselines.size()) {
      throw new IllegalArgumentException("baselines holds one method twice");
    }
    metrics = List.copyOf(metrics);
    ForecastFigures.metrics(loss instanceof Likelihood, metrics);
    if (loss instanceof NegativeBinomial
        && (!(scale instanceof Unscaled) || center != Center.NONE)) {
      throw new IllegalArgumentException(
          "the negative binomial is a distribution of counts, which cannot be scaled or centred; set"
              + " scale and center to \"none\" (windowScale may be \"mean-absolute\")");
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /** The input steps that there must be. */
  int fewestSteps() {
    return shortestWindow.orElse(window);
  }

  /** Whether forecasts are distributions. */
  boolean probabilistic() {
    return loss instanceof Likelihood;
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    SeriesSet set = data.load(folders);
    if (loss instanceof NegativeBinomial) {
      CountTargets.require(set);
    }
    return new PreparedForecast(this, set);
  }

  /** Errors are in the unit of the data, whatever models read and learn. */
  @Override
  public Forecast measure() {
    return new Forecast(
        data,
        MissingValues.FORWARD,
        window,
        shortestWindow,
        horizon,
        1,
        OptionalInt.of(evaluationStride.orElse(stride)),
        split,
        new Unscaled(),
        Center.NONE,
        WindowScale.NONE,
        Features.NONE,
        season,
        baselines,
        metrics,
        probabilistic() ? new Gaussian() : new MeanSquaredError(),
        1);
  }

  @Override
  public Serving serving(Assets assets) {
    return new ForecastServing(this, FittedFiles.read(assets));
  }
}

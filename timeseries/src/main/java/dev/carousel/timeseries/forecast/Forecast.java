package dev.carousel.timeseries.forecast;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.loss.Loss;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Task;
import java.util.Collection;

/**
 * Direct multi-step forecasting: from a window of the last steps, all steps of the horizon at once.
 * In JSON, "forecast".
 *
 * <p>A window belongs to the part in which its whole horizon lies; one whose horizon crosses a cut
 * belongs to none. So no value of a later part is an input, a target or in the scale of an earlier
 * one. Errors are measured in the unit of the series, over all windows and steps of the horizon of
 * a part; MASE comes first and decides about early stopping.
 *
 * @param data the series; one, with one target, no statics and nothing known for the future
 * @param missing what becomes of missing values
 * @param window the input steps of a forecast
 * @param horizon the steps to forecast
 * @param stride the steps from one forecast's origin to the next, in every part
 * @param split how the series is cut into parts
 * @param scale how values are scaled, fitted on the training part alone
 * @param center what is subtracted from the target's values in each window
 * @param season the steps of a season, for the seasonal naive forecast and so for MASE; 1 for none
 * @param loss what training makes small, in scaled and centred units
 */
public record Forecast(
    SeriesSource data,
    MissingValues missing,
    int window,
    int horizon,
    int stride,
    Cut split,
    Scale scale,
    Center center,
    int season,
    Loss loss)
    implements Task {
  /**
   * Checks the values. The data may be null in a prototype.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public Forecast {
    requirePositive("window", window);
    requirePositive("horizon", horizon);
    requirePositive("stride", stride);
    requirePositive("season", season);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  private static void requireOne(String what, int count, Series series) {
    if (count != 1) {
      throw new InvalidDataException(
          "%s: a \"forecast\" is of one %s, got %d; name one"
              .formatted(series.name(), what, count));
    }
  }

  private static void requireNone(String key, Collection<String> names, Series series) {
    if (!names.isEmpty()) {
      throw new InvalidDataException(
          "%s: a \"forecast\" makes no use of \"%s\" (%s); leave them out"
              .formatted(series.name(), key, String.join(", ", names)));
    }
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    SeriesSet set = data.load(folders);
    Series series = set.series().get(0);
    requireOne("series", set.series().size(), series);
    requireOne("target", series.columns(Role.TARGET).size(), series);
    requireNone("statics", series.statics().keySet(), series);
    requireNone("known", series.columns(Role.KNOWN).stream().map(Column::name).toList(), series);
    return new PreparedForecast(
        this, series, set.files(), split.cut(series.name(), series.steps()));
  }
}

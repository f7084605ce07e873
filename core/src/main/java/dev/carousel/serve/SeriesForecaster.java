package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import java.util.List;
import java.util.OptionalInt;

/** A service that also forecasts the series of a table. */
public interface SeriesForecaster extends Service {
  /**
   * What is asked about every series.
   *
   * @param horizon how many steps ahead; empty for as many as the task states
   * @param quantiles the probabilities whose quantiles are told, each above 0 and below 1
   * @param paths how many drawn paths are told, 0 or more
   * @param everyRow whether to forecast after every row that completes a window, not only after the
   *     last
   */
  record Asked(OptionalInt horizon, List<Double> quantiles, int paths, boolean everyRow) {
    /** Copies the list. */
    public Asked {
      quantiles = List.copyOf(quantiles);
    }
  }

  /**
   * Follows a table such as the task describes, from its first line on.
   *
   * @param asked what is asked
   * @return gives a row for each series, target and step ahead
   * @throws InvalidDataException if this model cannot say that
   */
  TableFollower forecasts(Asked asked);
}

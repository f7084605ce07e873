package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;

/** Values that are counted. */
final class Counts {
  private Counts() {}

  /** Refuses targets that are no counts. */
  static void require(SeriesSet set) {
    if (set.series().get(0).columns(Role.TARGET).size() > 1) {
      throw new InvalidDataException(
          "%s: the negative binomial is for one target, got %d"
              .formatted(
                  set.series().get(0).name(), set.series().get(0).columns(Role.TARGET).size()));
    }
    for (Series series : set.series()) {
      Column target = series.columns(Role.TARGET).get(0);
      for (int t = 0; t < target.values().length; t++) {
        double value = target.values()[t];
        if (target.isKnown(t) && (value < 0 || value != Math.rint(value))) {
          throw new InvalidDataException(
              "%s: %s in column '%s' is no count; the negative binomial is for 0, 1, 2, …"
                  .formatted(series.place().apply(t), value, target.name()));
        }
      }
    }
  }
}

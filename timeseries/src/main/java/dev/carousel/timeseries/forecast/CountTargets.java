package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;

/** Targets that are counts. */
final class CountTargets {
  private CountTargets() {}

  /**
   * Checks what a negative binomial is to be fitted to.
   *
   * @throws InvalidDataException if there are several targets or one is no count
   */
  static void require(SeriesSet set) {
    Series first = set.series().get(0);
    int targets = first.columns(Role.TARGET).size();
    if (targets > 1) {
      throw new InvalidDataException(
          "%s: the negative binomial is for one target, got %d; make each a series of its own"
              .formatted(first.name(), targets));
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

package dev.carousel.timeseries.series;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A step of a series.
 *
 * @param series the series' name
 * @param epochMillis its time in milliseconds since 1970-01-01T00:00Z; empty without times
 * @param values by column, NaN where missing, otherwise finite; shared, not copied, and not to be
 *     changed
 * @param statics what does not change with time, by name; NaN where not known
 */
public record SeriesRow(
    String series, OptionalLong epochMillis, double[] values, Map<String, Double> statics) {
  /** Copies the map. */
  public SeriesRow {
    statics = Collections.unmodifiableMap(new LinkedHashMap<>(statics));
  }
}

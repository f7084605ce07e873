package dev.carousel.timeseries.series;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a table says of a step of one or, where columns are series, of several series.
 *
 * @param group what the table calls the series; empty if all rows are of one, or columns are series
 * @param epochMillis its time in milliseconds since 1970-01-01T00:00Z; empty without times
 * @param line the line of its row or, if it has none, of the row before
 * @param absent whether it has no row: another row tells that it was left out
 * @param targets in the order of the source, as are all; NaN where missing
 * @param features those known until now
 * @param known those known for the future too
 * @param statics by name; shared, not copied
 */
record TableStep(
    String group,
    OptionalLong epochMillis,
    long line,
    boolean absent,
    double[] targets,
    double[] features,
    double[] known,
    Map<String, Double> statics) {}

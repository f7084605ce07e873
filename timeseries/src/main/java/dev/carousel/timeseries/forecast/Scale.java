package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Series;

/**
 * How values are scaled before a model sees them. Every column is fitted by itself, on the training
 * part alone.
 */
public enum Scale {
  /** Not at all. */
  NONE,
  /** To mean 0 and standard deviation 1. */
  STANDARD,
  /** To the range from 0 to 1. */
  MINMAX,
  /**
   * The logarithm, then to mean 0 and standard deviation 1; for growth in percent. Takes values
   * above 0 only.
   */
  LOG_STANDARD;

  /**
   * Fits the scale to the observed values of a column's training part. A column that is constant
   * there is shifted but not stretched.
   *
   * @param series the series
   * @param column which of its columns
   * @param end the step after the last of the training part, at least 1
   * @return the fitted scale
   * @throws InvalidDataException if any value of the column, in whatever part, cannot be scaled so;
   *     it names the place
   */
  public Scaler fit(Series series, int column, int end) {
    Column values = series.columns().get(column);
    Range range = range(values, end);
    try {
      return switch (this) {
        case NONE -> new Scaler(false, 0, 1);
        case MINMAX ->
            new Scaler(false, range.low, range.isConstant() ? 1 : range.high - range.low);
        case STANDARD -> standard(false, values, end, range);
        case LOG_STANDARD -> {
          requirePositive(series, values);
          yield standard(true, values, end, range);
        }
      };
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: the values of column '%s' are too large to be scaled; give them in a larger unit"
              .formatted(series.name(), values.name()),
          e);
    }
  }

  private record Range(double low, double high) {
    boolean isConstant() {
      return low == high;
    }
  }

  private static Range range(Column column, int end) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < end; t++) {
      if (column.isKnown(t)) {
        low = Math.min(low, column.values()[t]);
        high = Math.max(high, column.values()[t]);
      }
    }
    return new Range(low, high);
  }

  private static Scaler standard(boolean logarithmic, Column column, int end, Range range) {
    Scaler shape = new Scaler(logarithmic, 0, 1);
    if (range.isConstant()) {
      // The mean of equal numbers may be off by a rounding, which a tiny deviation would blow up.
      return new Scaler(logarithmic, shape.apply(range.low), 1);
    }
    int count = 0;
    double sum = 0;
    for (int t = 0; t < end; t++) {
      if (column.isKnown(t)) {
        sum += shape.apply(column.values()[t]);
        count++;
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int t = 0; t < end; t++) {
      if (column.isKnown(t)) {
        double deviation = shape.apply(column.values()[t]) - mean;
        squares += deviation * deviation;
      }
    }
    double deviation = Math.sqrt(squares / count);
    // Squares of the smallest numbers vanish.
    return new Scaler(logarithmic, mean, deviation == 0 ? 1 : deviation);
  }

  private static void requirePositive(Series series, Column column) {
    for (int t = 0; t < column.values().length; t++) {
      if (column.values()[t] <= 0) {
        throw new InvalidDataException(
            "%s: %s in column '%s' has no logarithm; use \"scale\": \"standard\""
                .formatted(series.place().apply(t), column.values()[t], column.name()));
      }
    }
  }
}

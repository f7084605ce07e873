package dev.carousel.timeseries.scale;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How values are scaled before a model sees them: a record whose components are its JSON. Every
 * column is fitted by itself, on the training part alone.
 */
public interface Scale {
  /**
   * Fits the scale to values.
   *
   * @param values at least one, finite, none {@linkplain #refusal refused}, the oldest first; not
   *     to be changed
   * @return the fitted scale; where all values are equal one that shifts but does not stretch
   * @throws IllegalArgumentException if their sums or squares are beyond double precision
   */
  Scaler fit(double[] values);

  /**
   * Which series it is fitted to.
   *
   * @return each series by itself, or all together
   */
  Per per();

  /**
   * Whether a value cannot be scaled so.
   *
   * @param value finite
   * @return what is wrong and the way out, to be said after the value and its column; usually
   *     nothing
   */
  default Optional<String> refusal(double value) {
    return Optional.empty();
  }

  /**
   * Fits the scale to the known values of a column's training part.
   *
   * @param series at least one, all with the same columns
   * @param column which of their columns
   * @param ends for each series the step after the last of its training part
   * @return for each series the fitted scale
   * @throws InvalidDataException if a training part knows no value, or any value of the column, in
   *     whatever part, cannot be scaled so; it names the series or the place
   */
  default List<Scaler> fit(List<Series> series, int column, int[] ends) {
    series.forEach(each -> requireScalable(each, each.columns().get(column)));
    if (per() == Per.ALL) {
      double[] all =
          IntStream.range(0, ends.length)
              .mapToObj(i -> known(series.get(i), column, ends[i]))
              .flatMapToDouble(DoubleStream::of)
              .toArray();
      String name = series.size() == 1 ? series.get(0).name() : series.size() + " series";
      return Collections.nCopies(
          ends.length, fit(name, series.get(0).columns().get(column).name(), all));
    }
    List<Scaler> scalers = new ArrayList<>();
    for (int i = 0; i < ends.length; i++) {
      Series each = series.get(i);
      scalers.add(
          fit(each.name(), each.columns().get(column).name(), known(each, column, ends[i])));
    }
    return List.copyOf(scalers);
  }

  private Scaler fit(String series, String column, double[] values) {
    if (values.length == 0) {
      throw new InvalidDataException(
          ("%s: column '%s' has no value in the training part that a scale could be fitted to; "
                  + "leave the column out or choose other parts")
              .formatted(series, column));
    }
    try {
      return fit(values);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: the values of column '%s' are too large to be scaled; give them in a larger unit"
              .formatted(series, column),
          e);
    }
  }

  private static double[] known(Series series, int column, int end) {
    Column values = series.columns().get(column);
    return IntStream.range(0, end)
        .filter(values::isKnown)
        .mapToDouble(t -> values.values()[t])
        .toArray();
  }

  private void requireScalable(Series series, Column column) {
    for (int t = 0; t < column.values().length; t++) {
      double value = column.values()[t];
      Optional<String> refusal = Double.isNaN(value) ? Optional.empty() : refusal(value);
      if (refusal.isPresent()) {
        throw new InvalidDataException(
            "%s: %s in column '%s' %s"
                .formatted(series.place().apply(t), value, column.name(), refusal.get()));
      }
    }
  }
}

package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.train.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a forecast has fitted to the training parts of its series.
 *
 * @param scales of the columns of every series
 * @param statics the scales of statics by their names
 * @param starts the times of the first steps by series, in milliseconds since 1970-01-01T00:00Z,
 *     from which steps are counted; none of a series without times or with irregular ones
 */
record FittedForecast(SeriesScales scales, Map<String, Scaler> statics, Map<String, Long> starts) {
  /**
   * Fits scales.
   *
   * @param trainEnds for each series the step after the last of its training part
   * @throws InvalidDataException if something cannot be scaled
   */
  static FittedForecast fit(Forecast task, SeriesSet set, int[] trainEnds) {
    SeriesScales scales = SeriesScales.fit(task.scale(), set.series(), trainEnds);
    Map<String, Long> starts = new LinkedHashMap<>();
    for (Series each : set.series()) {
      each.times()
          .filter(times -> times.step().isPresent())
          .ifPresent(times -> starts.put(each.name(), times.epochMillis()[0]));
    }
    return new FittedForecast(scales, statics(set.series()), starts);
  }

  /** The columns of every series. */
  List<Heading> headings() {
    return scales.columns();
  }

  /** Each to mean 0 and deviation 1 over the series. */
  private static Map<String, Scaler> statics(List<Series> all) {
    Map<String, Scaler> scalers = new LinkedHashMap<>();
    for (String name : all.get(0).statics().keySet()) {
      double[] known =
          all.stream()
              .mapToDouble(each -> each.statics().get(name))
              .filter(value -> !Double.isNaN(value))
              .toArray();
      if (known.length == 0) {
        throw new InvalidDataException(
            "no series has a value of the static '%s'; leave it out".formatted(name));
      }
      scalers.put(name, new Standard(Per.ALL).fit(known));
    }
    return scalers;
  }

  /** Scaled statics in their order; 0 where unknown. */
  double[] scaled(Map<String, Double> values) {
    double[] scaled = new double[statics.size()];
    int next = 0;
    for (Map.Entry<String, Scaler> each : statics.entrySet()) {
      double value = values.get(each.getKey());
      scaled[next++] = Double.isNaN(value) ? 0 : each.getValue().apply(value);
    }
    return scaled;
  }

  /** What models get. */
  Signature.Ahead ahead(Forecast task) {
    return new Signature.Ahead(
        scales.count(Role.TARGET),
        StepInputs.past(task, headings()),
        StepInputs.known(task, headings(), statics.size()),
        task.horizon());
  }
}

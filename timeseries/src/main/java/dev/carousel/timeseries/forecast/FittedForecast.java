package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a forecast has fitted to the training parts of its series.
 *
 * @param headings the columns of every series
 * @param statics the scales of statics by their names
 * @param series what belongs to each series, at least one
 */
record FittedForecast(
    List<Heading> headings, Map<String, Scaler> statics, List<FittedSeries> series) {
  /**
   * What belongs to a series.
   *
   * @param name its name
   * @param start the time of its first step, from which steps are counted; empty without times or
   *     with irregular ones
   * @param scalers by column
   */
  record FittedSeries(String name, OptionalLong start, List<Scaler> scalers) {}

  /**
   * Fits scales.
   *
   * @param trainEnds for each series the step after the last of its training part
   * @throws InvalidDataException if something cannot be scaled
   */
  static FittedForecast fit(Forecast task, SeriesSet set, int[] trainEnds) {
    List<Series> all = set.series();
    List<Heading> headings =
        all.get(0).columns().stream().map(each -> new Heading(each.name(), each.role())).toList();
    List<List<Scaler>> byColumn = new ArrayList<>();
    for (int column = 0; column < headings.size(); column++) {
      byColumn.add(task.scale().fit(all, column, trainEnds));
    }
    List<FittedSeries> series = new ArrayList<>();
    for (int s = 0; s < all.size(); s++) {
      int number = s;
      OptionalLong start =
          all.get(s)
              .times()
              .filter(times -> times.step().isPresent())
              .map(times -> OptionalLong.of(times.epochMillis()[0]))
              .orElse(OptionalLong.empty());
      List<Scaler> scalers = byColumn.stream().map(column -> column.get(number)).toList();
      series.add(new FittedSeries(all.get(s).name(), start, scalers));
    }
    return new FittedForecast(headings, statics(all), series);
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

  /**
   * What belongs to a series of a name: what was fitted to it; to the only one; or to all alike.
   *
   * @throws InvalidDataException if scales differ and none is for this name
   */
  FittedSeries of(String name) {
    FittedSeries first = series.get(0);
    for (FittedSeries each : series) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    if (series.stream().allMatch(each -> each.scalers().equals(first.scalers()))) {
      return first;
    }
    List<String> names = series.stream().map(FittedSeries::name).toList();
    throw new InvalidDataException(
        "the model was not trained on a series '%s', and each of its series has a scale of its own%s"
            .formatted(name, Suggestion.ending(name, "known", names)));
  }

  /** What models get. */
  Signature.Ahead ahead(Forecast task) {
    return new Signature.Ahead(
        StepInputs.count(headings, Role.TARGET),
        StepInputs.past(task, headings),
        StepInputs.known(task, headings, statics.size()),
        task.horizon());
  }
}

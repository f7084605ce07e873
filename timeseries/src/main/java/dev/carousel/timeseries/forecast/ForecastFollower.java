package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.SeriesForecaster.Asked;
import dev.carousel.serve.TableFollower;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.SeriesRow;
import dev.carousel.timeseries.series.TableRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Forecasts the series of a table while it is read. */
final class ForecastFollower implements TableFollower {
  private final ForecastService service;
  private final Asked asked;
  private final int horizon;
  private final int modelHorizon;
  private final TableRows table;
  private final Map<String, SeriesFollower> series = new LinkedHashMap<>();
  private final Map<String, Integer> origins = new LinkedHashMap<>();

  /**
   * Before the first line.
   *
   * @param service forecasts windows
   * @param asked what is asked
   * @param horizon how many steps ahead are told
   * @param modelHorizon how many the model is asked for, at least as many
   * @throws InvalidDataException if the task's data is no table
   */
  ForecastFollower(ForecastService service, Asked asked, int horizon, int modelHorizon) {
    this.service = service;
    this.asked = asked;
    this.horizon = horizon;
    this.modelHorizon = modelHorizon;
    table = service.task().data().table();
    if (!service.task().features().calendar().isEmpty() && table.step().isEmpty()) {
      throw new InvalidDataException(
          "the calendar of the steps to come is not known where steps are irregular, so models with"
              + " such features cannot forecast beyond a table");
    }
  }

  @Override
  public List<Map<String, Object>> read(String line) {
    List<Map<String, Object>> answers = new ArrayList<>();
    for (SeriesRow row : table.read(line)) {
      String name = row.series();
      SeriesFollower follower = series.get(name);
      if (follower == null) {
        follower = new SeriesFollower(service.task(), service.fitted(), table, row);
        series.put(name, follower);
        origins.put(name, service.task().fewestSteps());
      }
      follower.read(row);
      if (!asked.everyRow()) {
        follower.forget(follower.steps());
      }
      while (asked.everyRow() && follower.covers(origins.get(name), modelHorizon)) {
        answers.addAll(answer(name, follower, origins.get(name)));
        origins.merge(name, 1, Integer::sum);
      }
    }
    return answers;
  }

  @Override
  public List<Map<String, Object>> end() {
    if (series.isEmpty()) {
      throw new InvalidDataException("there is no row to forecast from");
    }
    List<Map<String, Object>> answers = new ArrayList<>();
    for (Map.Entry<String, SeriesFollower> each : series.entrySet()) {
      SeriesFollower follower = each.getValue();
      boolean answered = origins.get(each.getKey()) > service.task().fewestSteps();
      if (!answered) {
        int origin = asked.everyRow() ? service.task().fewestSteps() : follower.steps();
        requireCovered(each.getKey(), follower, origin);
        answers.addAll(answer(each.getKey(), follower, origin));
      }
    }
    return answers;
  }

  private void requireCovered(String name, SeriesFollower follower, int origin) {
    String which = name.isEmpty() ? "" : "series '" + name + "': ";
    if (follower.steps() < service.task().fewestSteps()) {
      throw new InvalidDataException(
          "%sa forecast needs the %d rows before it, there %s %d"
              .formatted(
                  which,
                  service.task().fewestSteps(),
                  follower.steps() == 1 ? "is" : "are",
                  follower.steps()));
    }
    if (!follower.covers(origin, modelHorizon)) {
      List<String> known =
          service.fitted().headings().stream()
              .filter(heading -> heading.role() == Role.KNOWN)
              .map(Heading::name)
              .toList();
      throw new InvalidDataException(
          ("%sthe model also reads '%s' of the %d steps to come; add those rows with empty targets,"
                  + " there %s %d")
              .formatted(
                  which,
                  String.join("', '", known),
                  modelHorizon,
                  follower.stepsAhead() == 1 ? "is" : "are",
                  follower.stepsAhead()));
    }
  }

  /** A row for each step ahead and target. */
  private List<Map<String, Object>> answer(String name, SeriesFollower follower, int origin) {
    ForecastService.Told told =
        service.of(
            follower.window(origin, modelHorizon),
            modelHorizon,
            ModelForecasts.paths(follower.like(), origin));
    List<String> targets =
        service.fitted().headings().stream()
            .filter(heading -> heading.role() == Role.TARGET)
            .map(Heading::name)
            .toList();
    OptionalLong originTime = follower.epochMillis(origin - 1);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int h = 0; h < horizon; h++) {
      OptionalLong time = follower.epochMillis(origin + h);
      for (int k = 0; k < targets.size(); k++) {
        int at = h * targets.size() + k;
        Prediction prediction = told.predictions()[at];
        Map<String, Object> row = new LinkedHashMap<>();
        if (!name.isEmpty()) {
          row.put("series", name);
        }
        row.put(
            "origin", originTime.isEmpty() ? (Object) origin : table.time(originTime.getAsLong()));
        row.put("step", h + 1);
        if (time.isPresent()) {
          row.put("time", table.time(time.getAsLong()));
        }
        row.put("target", targets.get(k));
        row.put("mean", prediction.mean());
        for (double quantile : asked.quantiles()) {
          row.put("q" + quantile, prediction.quantile(quantile));
        }
        for (int path = 0; path < asked.paths(); path++) {
          row.put("path" + (path + 1), told.paths().orElseThrow()[at][path]);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}

package dev.carousel.timeseries.forecast;

import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Band;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Provenance;
import dev.carousel.timeseries.metric.ForecastErrors;
import dev.carousel.timeseries.series.Series;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What is shown of forecasts, of each of the first targets: the first, the middle and the last
 * window of the test part of the first series, and the mean absolute error by step ahead over
 * windows of all series.
 *
 * @param task says what a window is
 * @param series all series
 * @param windows those of the test part, series after series
 * @param baselines what errors are compared with
 * @param beside the simple method whose forecast stands beside the model's
 */
record ForecastExhibits(
    Forecast task,
    List<SeriesInputs> series,
    List<Window> windows,
    List<BaselineForecasts> baselines,
    BaselineForecasts beside) {
  private static final int MOST_TARGETS = 3;

  /** Of a window's past, and of its horizon. */
  private static final int MOST_STEPS = 500;

  /** Over which errors are averaged by step: enough for a figure, and soon forecast. */
  private static final int MOST_WINDOWS = 256;

  private static final List<Integer> INTERVALS = List.of(80, 50);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  /** Forecasts windows, and tells of each what it is predicted to be, [horizon · values]. */
  interface Method {
    void forecast(List<Window> windows, BiConsumer<Window, Prediction[]> told);
  }

  /** The exhibits of a model. */
  List<Exhibit> of(Method model) {
    Map<Integer, String> places = places();
    List<Window> shown = places.keySet().stream().map(index -> windows.get(index)).toList();
    List<Prediction[]> told = new ArrayList<>();
    model.forecast(shown, (window, predictions) -> told.add(predictions));
    List<Window> measured = measured();
    ForecastErrors[][] errors = errors(measured, model);
    List<BaselineForecasts> covering =
        baselines.stream().filter(each -> measured.stream().allMatch(each::covers)).toList();
    List<ForecastErrors[][]> others =
        covering.stream().map(each -> errors(measured, method(each))).toList();
    List<String> titles = List.copyOf(places.values());
    List<Exhibit> exhibits = new ArrayList<>();
    for (int k = 0; k < Math.min(MOST_TARGETS, values()); k++) {
      for (int i = 0; i < shown.size(); i++) {
        exhibits.add(window(shown.get(i), k, titles.get(i), told.get(i)));
      }
      List<Line> lines = new ArrayList<>();
      lines.add(errors("error", Provenance.MODEL, errors[k]));
      for (int b = 0; b < others.size(); b++) {
        lines.add(errors(covering.get(b).title(), Provenance.BASELINE, others.get(b)[k]));
      }
      exhibits.add(errors(k, lines, measured.size()));
    }
    return exhibits;
  }

  private int values() {
    return series.get(0).model().targets().length;
  }

  private Series first() {
    return series.get(0).series();
  }

  private String target(int k) {
    return series.get(0).target(k).name();
  }

  private int ahead() {
    return Math.min(MOST_STEPS, task.horizon());
  }

  /** The windows of the first series that are shown, and what to call each. */
  private Map<Integer, String> places() {
    int count = (int) windows.stream().filter(window -> window.series() == 0).count();
    Map<Integer, String> places = new TreeMap<>();
    places.put(count / 2, "middle");
    places.put(count - 1, "last");
    places.put(0, count == 1 ? "only" : "first");
    return places;
  }

  /** All windows, or as many evenly spread over them. */
  private List<Window> measured() {
    int all = windows.size();
    return all <= MOST_WINDOWS
        ? windows
        : IntStream.range(0, MOST_WINDOWS)
            .mapToObj(i -> windows.get((int) ((long) i * (all - 1) / (MOST_WINDOWS - 1))))
            .toList();
  }

  private static Method method(BaselineForecasts baseline) {
    return (windows, told) -> windows.forEach(window -> told.accept(window, baseline.of(window)));
  }

  /** [values][horizon]. */
  private ForecastErrors[][] errors(List<Window> measured, Method method) {
    ForecastErrors[][] errors = new ForecastErrors[values()][ahead()];
    for (ForecastErrors[] target : errors) {
      Arrays.setAll(target, h -> new ForecastErrors());
    }
    method.forecast(
        measured,
        (window, predictions) -> {
          for (int k = 0; k < errors.length; k++) {
            double[] actual = series.get(window.series()).target(k).values();
            for (int h = 0; h < errors[k].length; h++) {
              double value = actual[window.origin() + h];
              if (!Double.isNaN(value)) {
                errors[k][h].add(value, predictions[h * errors.length + k].mean());
              }
            }
          }
        });
    return errors;
  }

  private static Line errors(String name, Provenance provenance, ForecastErrors[] errors) {
    return new Line(
        name,
        provenance,
        IntStream.rangeClosed(1, errors.length).asDoubleStream().toArray(),
        Arrays.stream(errors).mapToDouble(error -> finite(error.mae())).toArray());
  }

  private Chart errors(int k, List<Line> lines, int measured) {
    String name = target(k);
    String over =
        measured == windows.size()
            ? "over all %d windows".formatted(measured)
            : "over %d of the %d windows, evenly spread,".formatted(measured, windows.size());
    return new Chart(
        name + ": error by step ahead",
        "Mean absolute error of forecasts of %s by how many steps ahead they are, %s of the test part%s."
            .formatted(name, over, series.size() > 1 ? " of all series" : ""),
        new Axis.Numbers("steps ahead"),
        new Axis.Numbers("mean absolute error of " + name),
        lines,
        List.of(),
        List.of());
  }

  private Chart window(Window window, int k, String place, Prediction[] predictions) {
    int origin = window.origin();
    int past = Math.min(MOST_STEPS, before(origin));
    double[] actual = series.get(0).target(k).values();
    double[] x = x(origin, ahead());
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            "actual",
            Provenance.DATA,
            x(origin - past, past + ahead()),
            Arrays.copyOfRange(actual, origin - past, origin + ahead())));
    lines.add(new Line("forecast", Provenance.MODEL, x, told(h -> mean(predictions, h, k))));
    if (beside.covers(window)) {
      Prediction[] other = beside.of(window);
      lines.add(new Line(beside.title(), Provenance.BASELINE, x, told(h -> mean(other, h, k))));
    }
    List<Band> bands = new ArrayList<>();
    if (task.probabilistic()) {
      for (int percent : INTERVALS) {
        bands.add(band(percent, x, predictions, k));
      }
    }
    return new Chart(
        "%s: %s window of the test part".formatted(target(k), place),
        caption(origin),
        first()
            .times()
            .map(times -> (Axis) new Axis.Times("time", times.zone()))
            .orElse(new Axis.Numbers("step")),
        new Axis.Numbers(target(k)),
        lines,
        bands,
        List.of());
  }

  private String caption(int origin) {
    StringBuilder caption = new StringBuilder();
    caption.append(
        "Series %s: forecast of %s from %s on, from the %s before."
            .formatted(first().name(), steps(task.horizon()), when(origin), steps(before(origin))));
    if (Math.max(before(origin), task.horizon()) > MOST_STEPS) {
      caption.append(" Shown are at most %d of either.".formatted(MOST_STEPS));
    }
    if (task.probabilistic()) {
      caption.append(
          " Bands: in which %d%% and %d%% of the values should lie."
              .formatted(INTERVALS.get(0), INTERVALS.get(1)));
    }
    return caption.toString();
  }

  /** How many steps of the past a window has. */
  private int before(int origin) {
    return Math.min(task.window(), origin);
  }

  private static String steps(int count) {
    return count + (count == 1 ? " step" : " steps");
  }

  private String when(int step) {
    if (first().times().isEmpty()) {
      return "step " + step;
    }
    ZonedDateTime time = first().times().get().at(step);
    return (time.toLocalTime().equals(LocalTime.MIDNIGHT) ? DAY : TIME).format(time);
  }

  /** Of steps that follow each other. */
  private double[] x(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToDouble(
            step ->
                first()
                    .times()
                    .map(times -> (double) times.epochMillis()[step])
                    .orElse((double) step))
        .toArray();
  }

  private double[] told(IntToDoubleFunction value) {
    return IntStream.range(0, ahead()).mapToDouble(value).toArray();
  }

  private double mean(Prediction[] predictions, int step, int k) {
    return finite(predictions[step * values() + k].mean());
  }

  private Band band(int percent, double[] x, Prediction[] predictions, int k) {
    double tail = 0.5 - percent / 200.0;
    double[] lower = told(h -> finite(predictions[h * values() + k].quantile(tail)));
    double[] upper = told(h -> finite(predictions[h * values() + k].quantile(1 - tail)));
    for (int h = 0; h < lower.length; h++) {
      if (Double.isNaN(lower[h] + upper[h])) {
        lower[h] = Double.NaN;
        upper[h] = Double.NaN;
      }
    }
    return new Band(percent + "% interval", x, lower, upper);
  }

  /** What is beyond double precision, as an exponential may be, cannot be drawn. */
  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}

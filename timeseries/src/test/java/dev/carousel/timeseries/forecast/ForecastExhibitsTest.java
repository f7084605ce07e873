package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Band;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Provenance;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.Step;
import dev.carousel.timeseries.series.Times;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastExhibitsTest {
  private static final double NAN = Double.NaN;

  private static List<Chart> charts(PreparedTask task, Predictor predictor, int batchSize) {
    return task.exhibits(predictor, batchSize).stream().map(Chart.class::cast).toList();
  }

  /** Gives the same number for every value. */
  private static Predictor always(double number, PreparedTask task) {
    return batch -> {
      float[] outputs = new float[batch.steps() * batch.rows() * task.signature().outputs()];
      Arrays.fill(outputs, (float) number);
      return outputs;
    };
  }

  private static double[] squares(int steps) {
    return IntStream.range(0, steps).mapToDouble(t -> t * t).toArray();
  }

  @Test
  void firstMiddleAndLastWindowAndTheErrorByStep() {
    PreparedTask task =
        ForecastSettings.of(InMemory.series(squares(20)))
            .window(3)
            .horizon(2)
            .split(4, 6)
            .season(2)
            .prepare();
    for (int batchSize : new int[] {1, 2, 9}) {
      List<Chart> charts = charts(task, always(7, task), batchSize);
      assertThat(charts)
          .extracting(Chart::title)
          .containsExactly(
              "y: first window of the test part",
              "y: middle window of the test part",
              "y: last window of the test part",
              "y: error by step ahead");
      Chart last = charts.get(2);
      assertThat(last.caption())
          .isEqualTo(
              "Series made-up: forecast of 2 steps from step 18 on, from the 3 steps before.");
      assertThat(last.x()).isEqualTo(new Axis.Numbers("step"));
      assertThat(last.y()).isEqualTo(new Axis.Numbers("y"));
      assertThat(last.bands()).isEmpty();
      assertThat(last.marks()).isEmpty();
      assertLine(
          last,
          0,
          "actual",
          Provenance.DATA,
          new double[] {15, 16, 17, 18, 19},
          225,
          256,
          289,
          324,
          361);
      assertLine(last, 1, "forecast", Provenance.MODEL, new double[] {18, 19}, 7, 7);
      // A season before is step 16 and 17.
      assertLine(last, 2, "seasonal-naive", Provenance.BASELINE, new double[] {18, 19}, 256, 289);
      assertThat(charts.get(0).lines().get(1).x()).containsExactly(14, 15);
      assertThat(charts.get(1).lines().get(1).x()).containsExactly(16, 17);
      Chart errors = charts.get(3);
      assertThat(errors.caption())
          .isEqualTo(
              "Mean absolute error of forecasts of y by how many steps ahead they are, over all 5"
                  + " windows of the test part.");
      assertThat(errors.x()).isEqualTo(new Axis.Numbers("steps ahead"));
      assertThat(errors.y()).isEqualTo(new Axis.Numbers("mean absolute error of y"));
      double[] steps = {1, 2};
      // Of steps 14 to 18, and 15 to 19.
      assertLine(errors, 0, "error", Provenance.MODEL, steps, 1290 / 5. - 7, 1455 / 5. - 7);
      // Each less the square of step 13 to 17, and the same again.
      assertLine(errors, 1, "naive", Provenance.BASELINE, steps, 31, 64);
      // t² - (t - 2)² = 4 t - 4.
      assertLine(errors, 2, "seasonal-naive", Provenance.BASELINE, steps, 60, 64);
      assertThat(errors.lines()).hasSize(3);
    }
  }

  private static void assertLine(
      Chart chart, int which, String name, Provenance provenance, double[] x, double... y) {
    Line line = chart.lines().get(which);
    assertThat(line.name()).isEqualTo(name);
    assertThat(line.provenance()).isEqualTo(provenance);
    assertThat(line.x()).containsExactly(x);
    assertThat(line.y()).containsExactly(y);
  }

  @Test
  void fewWindowsAreShownOnce() {
    PreparedTask two =
        ForecastSettings.of(InMemory.series(squares(20)))
            .window(3)
            .horizon(2)
            .split(4, 3)
            .prepare();
    assertThat(two.exhibits(always(0, two), 4))
        .extracting(Exhibit::title)
        .containsExactly(
            "y: first window of the test part",
            "y: last window of the test part",
            "y: error by step ahead");
    PreparedTask one =
        ForecastSettings.of(InMemory.series(squares(20)))
            .window(1)
            .horizon(1)
            .split(4, 1)
            .prepare();
    List<Chart> charts = charts(one, always(0, one), 4);
    assertThat(charts)
        .extracting(Exhibit::title)
        .containsExactly("y: only window of the test part", "y: error by step ahead");
    assertThat(charts.get(0).caption())
        .isEqualTo("Series made-up: forecast of 1 step from step 19 on, from the 1 step before.");
  }

  @Test
  void windowsThatBeginWithTheSeriesAreAsShortAsTheyAre() {
    PreparedTask task =
        ForecastSettings.of(InMemory.series(squares(9)))
            .window(8)
            .shortestWindow(2)
            .horizon(1)
            .split(2, 3)
            .prepare();
    Chart first = charts(task, always(0, task), 2).get(0);
    assertThat(first.caption())
        .isEqualTo("Series made-up: forecast of 1 step from step 6 on, from the 6 steps before.");
    assertThat(first.lines().get(0).x()).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  /** Days, between two of which clocks change, one value missing, on a logarithmic scale. */
  private static Series days() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    long first = Instant.parse("2023-03-19T23:00:00Z").toEpochMilli();
    Step day = Step.parse("P1D");
    long[] times = IntStream.range(0, 20).mapToLong(t -> day.after(first, zone, t)).toArray();
    double[] values = IntStream.range(0, 20).mapToDouble(t -> Math.exp(t % 4)).toArray();
    values[15] = NAN;
    values[18] = NAN;
    return new Series(
        "days",
        Optional.of(new Times(zone, times, Optional.of(day))),
        List.of(new Column("flow", Role.TARGET, values)),
        Map.of(),
        step -> "step " + step);
  }

  @Test
  void timesGapsAndIntervalsInTheUnitOfTheData() {
    PreparedTask task =
        ForecastSettings.of(days())
            .missing(MissingValues.MASK)
            .scale(new LogStandard(Per.ALL))
            .loss(new Gaussian())
            .baselines()
            .window(4)
            .horizon(3)
            .split(4, 6)
            .prepare();
    List<Chart> charts = charts(task, always(0, task), 2);
    Chart first = charts.get(0);
    assertThat(first.caption())
        .isEqualTo(
            "Series days: forecast of 3 steps from 2023-04-03 on, from the 4 steps before."
                + " Bands: in which 80% and 50% of the values should lie.");
    assertThat(first.x()).isEqualTo(new Axis.Times("time", ZoneId.of("Europe/Berlin")));
    Line actual = first.lines().get(0);
    assertThat(Instant.ofEpochMilli((long) actual.x()[4])).isEqualTo("2023-04-02T22:00:00Z");
    assertThat(actual.y())
        .containsExactly(Math.exp(2), Math.exp(3), 1, Math.exp(1), Math.exp(2), NAN, 1);
    // Seasonal-naive is not stated, nor is naive: the last value, e.
    assertThat(first.lines().get(2).name()).isEqualTo("naive");
    assertThat(first.lines().get(2).y()).containsExactly(Math.exp(1), Math.exp(1), Math.exp(1));
    // The raw numbers 0 are the mean of the logarithms in training, and a deviation of ln 2 of
    // theirs, as softplus(0).
    double[] logs = IntStream.range(0, 10).mapToDouble(t -> t % 4).toArray();
    double mean = Arrays.stream(logs).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(logs).map(z -> (z - mean) * (z - mean)).average().orElseThrow());
    // Raw numbers and parameters are single precision; exp() of differences of 1e-6 or so.
    assertThat(first.lines().get(1).y()[2]).isCloseTo(Math.exp(mean), within(1e-5));
    assertThat(first.bands())
        .extracting(Band::name)
        .containsExactly("80% interval", "50% interval");
    double[] normal = {1.2815515655446004, 0.6744897501960817};
    for (int b = 0; b < 2; b++) {
      double half = normal[b] * Math.log(2) * deviation;
      Band band = first.bands().get(b);
      assertThat(band.x()).containsExactly(first.lines().get(1).x());
      assertThat(band.lower()[0]).isCloseTo(Math.exp(mean - half), within(1e-3));
      assertThat(band.upper()[2]).isCloseTo(Math.exp(mean + half), within(1e-3));
    }
    Chart errors = charts.get(3);
    assertThat(errors.lines()).hasSize(1);
    // Origins 14 to 17, of which the first step is missing at 15, the second at 14 and 17.
    double guess = Math.exp(mean);
    assertThat(errors.lines().get(0).y()[0])
        .isCloseTo(
            (Math.abs(Math.exp(2) - guess) + Math.abs(1 - guess) + Math.abs(Math.exp(1) - guess))
                / 3,
            within(1e-4));
    assertThat(errors.lines().get(0).y()[1])
        .isCloseTo((Math.abs(1 - guess) + Math.abs(Math.exp(1) - guess)) / 2, within(1e-4));
  }

  @Test
  void whatIsBeyondDoublePrecisionIsAGap() {
    PreparedTask task =
        ForecastSettings.of(days())
            .missing(MissingValues.FORWARD)
            .scale(new LogStandard(Per.ALL))
            .loss(new Gaussian())
            .window(4)
            .horizon(3)
            .split(4, 6)
            .prepare();
    List<Chart> charts = charts(task, always(1e4, task), 3);
    assertThat(charts.get(0).lines().get(1).y()).containsOnly(NAN);
    assertThat(charts.get(0).bands().get(1).upper()).containsOnly(NAN);
    assertThat(charts.get(0).bands().get(1).lower()).containsOnly(NAN);
    assertThat(charts.get(3).lines().get(0).y()).containsOnly(NAN);
    assertThat(charts.get(3).lines().get(1).y()).doesNotContain(NAN);
  }

  @Test
  void ofManyTargetsSeriesAndStepsSomeAreShown() {
    int steps = 3000;
    double[][] values = new double[4][steps];
    for (int k = 0; k < values.length; k++) {
      for (int t = 0; t < steps; t++) {
        values[k][t] = Math.sin(t * (k + 1));
      }
    }
    List<Column> columns =
        IntStream.range(0, 4).mapToObj(k -> new Column("y" + k, Role.TARGET, values[k])).toList();
    Series one = InMemory.series("one", columns, Map.of());
    Series two = InMemory.series("two", columns, Map.of());
    PreparedTask task =
        ForecastSettings.of(one, two)
            .window(600)
            .horizon(700)
            .split(700, 1000)
            .baselines(BaselineKind.NAIVE, BaselineKind.DRIFT)
            .prepare();
    List<Chart> charts = charts(task, always(0, task), 50);
    assertThat(charts).hasSize(3 * 4);
    assertThat(charts.get(11).title()).isEqualTo("y2: error by step ahead");
    assertThat(charts.get(11).caption())
        .isEqualTo(
            "Mean absolute error of forecasts of y2 by how many steps ahead they are, over 256 of"
                + " the 602 windows, evenly spread, of the test part of all series.");
    assertThat(charts.get(11).lines()).hasSize(3).allMatch(line -> line.x().length == 500);
    assertThat(charts.get(8).caption())
        .isEqualTo(
            "Series one: forecast of 700 steps from step 2000 on, from the 600 steps before. Shown are at"
                + " most 500 of either.");
    assertThat(charts.get(8).lines().get(0).x()).hasSize(1000).startsWith(1500).endsWith(2499);
    assertThat(charts.get(8).lines().get(0).y()[0]).isEqualTo(values[2][1500]);
    assertThat(charts.get(8).lines().get(2).name()).isEqualTo("naive");
    assertThat(charts.get(8).lines().get(2).y()).containsOnly(values[2][1999]);
  }

  /** What is shown is what is measured: the mean of errors by step is the error. */
  @Test
  void errorsByStepAverageToTheMetric() {
    PreparedTask task =
        ForecastSettings.of(InMemory.series(squares(40)))
            .window(3)
            .horizon(4)
            .split(8, 12)
            .loss(new Gaussian())
            .paths(5)
            .prepare();
    Predictor model = new FirstOrder(0.9, 0.1, true);
    double[] errors = charts(task, model, 4).get(3).lines().get(0).y();
    assertThat(Arrays.stream(errors).average().orElseThrow())
        .isCloseTo(task.evaluate(Split.TEST, model, 4).get("mae"), within(1e-9));
  }
}

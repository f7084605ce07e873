package dev.carousel.timeseries.forecast;

import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.SeriesForecaster;
import dev.carousel.serve.SeriesForecaster.Asked;
import dev.carousel.serve.TableFollower;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.feature.CalendarField;
import dev.carousel.timeseries.feature.Features;
import dev.carousel.timeseries.feature.Fourier;
import dev.carousel.timeseries.model.AutoregressiveForecaster;
import dev.carousel.timeseries.model.DecodingForecaster;
import dev.carousel.timeseries.model.Forecaster;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.series.Gaps;
import dev.carousel.timeseries.series.Missing;
import dev.carousel.timeseries.series.SeriesLayout;
import dev.carousel.timeseries.series.TimeColumn;
import dev.carousel.train.Architecture;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forecasts of tables by models with initial weights. */
class ForecastFollowerTest {
  private static final EjmlKernels KERNELS = new EjmlKernels();
  private static final Asked LAST = new Asked(OptionalInt.empty(), List.of(), 0, false);
  private static final Asked EVERY = new Asked(OptionalInt.empty(), List.of(), 0, true);

  @TempDir private Path folder;

  /** h' = tanh(W x + U h + b). */
  private record Plain(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
    }
  }

  private static Architecture direct() {
    return new Forecaster(RecurrentStack.of(new Plain(5)), 0, new PyTorchInitializer());
  }

  private static Architecture stepwise() {
    return new AutoregressiveForecaster(
        RecurrentStack.of(new Plain(5)), 0, new PyTorchInitializer());
  }

  static Stream<Architecture> architectures() {
    return Stream.of(
        direct(),
        new DecodingForecaster(RecurrentStack.of(new Plain(5)), 0, new PyTorchInitializer()),
        stepwise());
  }

  private final List<String> target = new ArrayList<>(List.of("y"));
  private List<String> features = List.of();
  private List<String> known = List.of();
  private List<String> statics = List.of();
  private Missing missing = Missing.REFUSE;
  private TimeColumn time = TimeColumn.NONE;
  private SeriesLayout layout = new SeriesLayout.Rows(Optional.empty());

  private CsvSource source() {
    return new CsvSource(
        "s.csv",
        target,
        features,
        known,
        statics,
        ",",
        true,
        OptionalInt.empty(),
        missing,
        List.of(""),
        time,
        layout);
  }

  private void hourly() {
    time =
        new TimeColumn(
            Optional.of("t"), Optional.empty(), "Europe/Berlin", Optional.of("PT1H"), Gaps.REFUSE);
  }

  private PreparedTask prepared(Forecast task, List<String> table) throws IOException {
    Files.write(folder.resolve("s.csv"), table);
    return task.prepare(new DataFolders(List.of(folder)), 1);
  }

  /** As in another process: from what the task has kept and the weights alone. */
  private SeriesForecaster service(Forecast task, PreparedTask prepared, Architecture kind) {
    Model model = kind.build(prepared.signature(), KERNELS, new RandomStream(3));
    var serving = task.serving(prepared.assets());
    assertThat(serving.signature()).isEqualTo(prepared.signature());
    return (SeriesForecaster) serving.service(model, KERNELS);
  }

  private static List<Map<String, Object>> follow(TableFollower follower, List<String> lines) {
    List<Map<String, Object>> rows = new ArrayList<>();
    lines.forEach(line -> rows.addAll(follower.read(line)));
    rows.addAll(follower.end());
    return rows;
  }

  /** Hours over the end of summer time, two targets, a covariate, gaps. */
  private List<String> rich() {
    target.add("z");
    features = List.of("x");
    missing = Missing.ALLOW;
    hourly();
    List<String> lines = new ArrayList<>(List.of("t,y,x,z"));
    RandomStream random = new RandomStream(8);
    LocalDateTime at = LocalDateTime.parse("2016-10-29T20:00");
    for (int i = 0; i < 60; i++) {
      String y = i % 7 == 3 ? "" : 50 + 10 * random.nextGaussian() + "";
      lines.add(at + "," + y + "," + random.nextGaussian() + "," + i * 0.5);
      // The hour from two to three is there twice.
      at = i == 6 ? at : at.plusHours(1);
    }
    return lines;
  }

  private ForecastSettings settings() {
    return ForecastSettings.of(source())
        .window(6)
        .horizon(3)
        .split(12, 18)
        .scale(new Standard(Per.SERIES))
        .center(Center.LAST)
        .season(2);
  }

  /** What is printed is what was measured: the errors of these forecasts are the task's figures. */
  @ParameterizedTest
  @MethodSource("architectures")
  void forecastsOfATableAreThoseThatWereMeasured(Architecture kind) throws IOException {
    List<String> lines = rich();
    if (kind instanceof AutoregressiveForecaster) {
      features = List.of();
    }
    Features calendar =
        new Features(
            List.of(CalendarField.HOUR_OF_DAY, CalendarField.DAY_OF_WEEK),
            List.of(new Fourier(7, 2)));
    Forecast task =
        settings()
            .missing(
                kind instanceof AutoregressiveForecaster
                    ? MissingValues.FORWARD
                    : MissingValues.MASK)
            .features(calendar)
            .loss(new Gaussian())
            .paths(9)
            .task();
    PreparedTask prepared = prepared(task, lines);
    Model model = kind.build(prepared.signature(), KERNELS, new RandomStream(3));
    // Of one row at a time, as forecasts are, so that sums are rounded alike.
    Map<String, Double> figures =
        prepared.evaluate(Split.TEST, EpochTrainer.predictor(model, KERNELS), 1);

    List<Map<String, Object>> rows = follow(service(task, prepared, kind).forecasts(EVERY), lines);

    double error = 0;
    int count = 0;
    for (int origin = 42; origin + 3 <= 60; origin++) {
      for (int h = 0; h < 3; h++) {
        String[] cells = lines.get(1 + origin + h).split(",");
        for (int k = 0; k < 2; k++) {
          // The first origin is 6; each has three steps of two targets.
          Map<String, Object> row = rows.get((origin - 6) * 6 + h * 2 + k);
          assertThat(row).containsEntry("step", h + 1).containsEntry("target", k == 0 ? "y" : "z");
          String actual = cells[k == 0 ? 1 : 3];
          if (!actual.isEmpty()) {
            error += Math.abs(Double.parseDouble(actual) - (double) row.get("mean"));
            count++;
          }
        }
      }
    }
    // The same numbers in one order of summation or another.
    assertThat(error / count).isCloseTo(figures.get("mae"), within(1e-12 * figures.get("mae")));
    assertThat(rows.get(0))
        .containsEntry("origin", "2016-10-30T01:00+02:00")
        .containsEntry("time", "2016-10-30T02:00+02:00");
    assertThat(rows.get(6)).containsEntry("time", "2016-10-30T02:00+01:00");
  }

  /** Whatever was read before, and whether the table goes on. */
  @ParameterizedTest
  @MethodSource("architectures")
  void theLastForecastOfAFileIsThatOfTheStream(Architecture kind) throws IOException {
    List<String> lines = rich();
    features = List.of();
    Forecast task = settings().missing(MissingValues.FORWARD).loss(new Gaussian()).paths(5).task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, kind);
    Asked quantiles = new Asked(OptionalInt.empty(), List.of(0.1, 0.9), 0, true);
    TableFollower stream = service.forecasts(quantiles);
    for (int n = 0; n < lines.size(); n++) {
      List<Map<String, Object>> told = stream.read(lines.get(n));
      if (n < 6) {
        assertThat(told).isEmpty();
      } else if (n % 5 == 0) {
        Asked last = new Asked(OptionalInt.empty(), List.of(0.1, 0.9), 0, false);
        assertThat(follow(service.forecasts(last), lines.subList(0, n + 1))).isEqualTo(told);
        assertThat(told.get(0).keySet())
            .containsExactly("origin", "step", "time", "target", "mean", "q0.1", "q0.9");
      }
    }
  }

  @Test
  void wholePeriodsAreCountedFromWhereTheRunsDataBegan() throws IOException {
    hourly();
    List<String> lines = new ArrayList<>(List.of("t,y"));
    for (int i = 0; i < 60; i++) {
      lines.add("2017-01-%02dT%02d:00,%d".formatted(1 + i / 24, i % 24, i * i % 17));
    }
    Forecast task = settings().features(new Features(List.of(), List.of(new Fourier(5, 1)))).task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, direct());
    List<Map<String, Object>> whole = follow(service.forecasts(LAST), lines);
    List<String> end = new ArrayList<>(lines.subList(0, 1));
    end.addAll(lines.subList(lines.size() - 6, lines.size()));
    assertThat(follow(service.forecasts(LAST), end)).isEqualTo(whole);

    TableFollower late = service.forecasts(LAST);
    late.read("t,y");
    assertThatThrownBy(() -> late.read("2017-01-03T12:30,5"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the time is not a whole number of steps of PT1H away from 2017-01-01T00:00+01:00,"
                + " where the data of the run began; its \"fourier\" features count steps from"
                + " there");
  }

  @Test
  void whatIsKnownAheadIsReadFromRowsWithoutATarget() throws IOException {
    known = List.of("k");
    statics = List.of("s");
    List<String> lines = new ArrayList<>(List.of("y,k,s"));
    for (int i = 0; i < 50; i++) {
      lines.add(i % 5 + "," + i % 3 + ",4");
    }
    Forecast task = settings().task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, direct());
    List<String> table = new ArrayList<>(lines);
    table.addAll(List.of(",1,4", ",2,4"));
    assertThatThrownBy(() -> follow(service.forecasts(LAST), table))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the model also reads 'k' of the 3 steps to come; add those rows with empty targets,"
                + " there are 2");
    table.add(",0,4");
    List<Map<String, Object>> told = follow(service.forecasts(LAST), table);
    assertThat(told).hasSize(3);
    assertThat(told.get(0)).containsEntry("origin", 50);
    // A stream says the same as soon as it can.
    TableFollower stream = service.forecasts(EVERY);
    table.subList(0, table.size() - 1).forEach(stream::read);
    assertThat(stream.read(",0,4")).isEqualTo(told);
    // Other futures, other forecasts.
    table.set(table.size() - 1, ",9,4");
    assertThat(follow(service.forecasts(LAST), table)).isNotEqualTo(told);
    // A row without a target that is no step to come is a missing value.
    TableFollower gap = service.forecasts(LAST);
    table.forEach(gap::read);
    assertThatThrownBy(() -> gap.read("1,1,4"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the value of column 'y' is missing; set \"missing\" of the task to \"forward\"");
  }

  @Test
  void seriesAreKnownByTheirNames() throws IOException {
    layout = new SeriesLayout.Rows(Optional.of("id"));
    List<String> lines = new ArrayList<>(List.of("id,y"));
    for (int i = 0; i < 50; i++) {
      lines.add("north," + (100 + i % 4));
      lines.add("south," + (9000 + 50 * (i % 5)));
    }
    Forecast task = settings().task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, direct());
    List<Map<String, Object>> rows = follow(service.forecasts(LAST), lines);
    assertThat(rows)
        .extracting(row -> row.get("series"))
        .containsExactly("north", "north", "north", "south", "south", "south");
    assertThat((double) rows.get(0).get("mean")).isBetween(90.0, 110.0);
    assertThat((double) rows.get(5).get("mean")).isBetween(8500.0, 9500.0);
    TableFollower other = service.forecasts(LAST);
    other.read("id,y");
    assertThatThrownBy(() -> other.read("sout,5"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the model was not trained on a series 'sout', and each of its series has a scale of"
                + " its own; did you mean 'south'? known: north, south");

    Forecast alike = settings().scale(new Standard(Per.ALL)).task();
    TableFollower any = service(alike, prepared(alike, lines), direct()).forecasts(LAST);
    List<String> unseen = new ArrayList<>(List.of("id,y"));
    for (int i = 0; i < 6; i++) {
      unseen.add("west," + i);
    }
    assertThat(follow(any, unseen)).hasSize(3);
  }

  @Test
  void horizonsMayDifferFromTheTasks() throws IOException {
    List<String> lines = new ArrayList<>(List.of("y"));
    for (int i = 0; i < 50; i++) {
      lines.add(1 + i % 5 + "");
    }
    Forecast task = settings().scale(new LogStandard(Per.ALL)).task();
    PreparedTask prepared = prepared(task, lines);
    Asked two = new Asked(OptionalInt.of(2), List.of(), 0, false);
    Asked nine = new Asked(OptionalInt.of(9), List.of(), 0, false);
    SeriesForecaster service = service(task, prepared, direct());
    List<Map<String, Object>> three = follow(service.forecasts(LAST), lines);
    assertThat(follow(service.forecasts(two), lines)).isEqualTo(three.subList(0, 2));
    assertThatThrownBy(() -> service.forecasts(nine))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the models of this run tell 3 steps, not 9; train some with that horizon, or an"
                + " \"autoregressive-forecaster\", which goes on as far as it is asked");
    SeriesForecaster goesOn = service(task, prepared, stepwise());
    assertThat(follow(goesOn.forecasts(nine), lines)).hasSize(9);
    assertThat(follow(goesOn.forecasts(nine), lines).subList(0, 3))
        .isEqualTo(follow(goesOn.forecasts(LAST), lines));
  }

  @Test
  void pathsAreTold() throws IOException {
    List<String> lines = new ArrayList<>(List.of("y"));
    for (int i = 0; i < 50; i++) {
      lines.add(i % 5 + "");
    }
    Forecast task = settings().loss(new Gaussian()).paths(7).task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, stepwise());
    Asked all = new Asked(OptionalInt.empty(), List.of(0.5), 7, false);
    List<Map<String, Object>> rows = follow(service.forecasts(all), lines);
    for (Map<String, Object> row : rows) {
      double[] drawn = new double[7];
      for (int i = 0; i < 7; i++) {
        drawn[i] = (double) row.get("path" + (i + 1));
      }
      Arrays.sort(drawn);
      assertThat((double) row.get("mean")).isEqualTo(Arrays.stream(drawn).average().getAsDouble());
      assertThat((double) row.get("q0.5")).isEqualTo(drawn[3]);
    }
    assertThatThrownBy(() -> service.forecasts(new Asked(OptionalInt.empty(), List.of(), 8, false)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the task draws 7 paths, not 8");
    assertThatThrownBy(() -> service(task, prepared, direct()).forecasts(all))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the models of this run draw no paths; train an \"autoregressive-forecaster\" with a"
                + " likelihood as the loss");
  }

  @Test
  void whatCannotBeSaidIsRefused() throws IOException {
    List<String> lines = new ArrayList<>(List.of("y"));
    for (int i = 0; i < 50; i++) {
      lines.add(i % 5 + "");
    }
    Forecast task = settings().task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, direct());
    assertThatThrownBy(
            () -> service.forecasts(new Asked(OptionalInt.empty(), List.of(0.5), 0, false)))
        .hasMessage(
            "the models of this run tell single values, which have no quantiles; train some with a"
                + " likelihood as the loss, such as \"gaussian\"");
    assertThatThrownBy(() -> follow(service.forecasts(LAST), lines.subList(0, 1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no row to forecast from");
    assertThatThrownBy(() -> follow(service.forecasts(EVERY), lines.subList(0, 6)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("a forecast needs the 6 rows before it, there are 5");
    TableFollower huge = service.forecasts(LAST);
    huge.read("y");
    assertThatThrownBy(() -> huge.read("1e300"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "1.0E300 in column 'y' is too large for single precision when scaled; give it in a"
                + " larger unit");
  }

  @Test
  void shortBeginningsAreForecastWhereTheTaskAllowsThem() throws IOException {
    List<String> lines = new ArrayList<>(List.of("y"));
    for (int i = 0; i < 50; i++) {
      lines.add(i * i % 7 + "");
    }
    Forecast task = settings().shortestWindow(2).task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, direct());
    List<Map<String, Object>> rows = follow(service.forecasts(EVERY), lines.subList(0, 6));
    assertThat(rows).hasSize(12);
    assertThat(rows.get(0)).containsEntry("origin", 2);
    assertThat(follow(service.forecasts(LAST), lines.subList(0, 4))).isEqualTo(rows.subList(3, 6));
    assertThatThrownBy(() -> follow(service.forecasts(LAST), lines.subList(0, 2)))
        .hasMessage("a forecast needs the 2 rows before it, there is 1");
  }

  @Test
  void requestsAreLinesOfATable() throws IOException {
    List<String> lines = new ArrayList<>(List.of("y"));
    for (int i = 0; i < 50; i++) {
      lines.add(i % 5 + "");
    }
    Forecast task = settings().task();
    PreparedTask prepared = prepared(task, lines);
    SeriesForecaster service = service(task, prepared, direct());
    assertThat(service.answer(List.of(Map.of("lines", lines))))
        .containsExactly(Map.of("forecasts", follow(service.forecasts(LAST), lines)));
    assertThatThrownBy(() -> service.answer(List.of(Map.of("lines", List.of("y", "abc")))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("line 2 under 'lines': 'abc' in column 'y' is not a number");
  }
}

package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.distribution.NegativeBinomial;
import dev.carousel.timeseries.feature.CalendarField;
import dev.carousel.timeseries.feature.Features;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.Step;
import dev.carousel.timeseries.series.Times;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a model gets of several series, targets and covariates, and how its errors are counted. */
class ForecastInputsTest {
  private static final double NO = Double.NaN;

  private static Column target(String name, double... values) {
    return new Column(name, Role.TARGET, values);
  }

  private static Series series(String name, double... values) {
    return InMemory.series(name, List.of(target("y", values)), Map.of());
  }

  private static float[] targets(Batch batch) {
    return ((Targets.Values) batch.targets()).values();
  }

  @Test
  void everyStepHasItsColumnsSideBySide() {
    Series made =
        InMemory.series(
            "made-up",
            List.of(
                new Column("k", Role.KNOWN, new double[] {48, 49, 50, 51, 52, 53, 54, 55}),
                target("y", 3, 2, 1, 2, 4, 7, 11, 16),
                new Column("x", Role.PAST, new double[] {18, 19, 20, 21, 22, 23, 24, 25}),
                target("z", 8, 9, 90, 91, 93, 96, 90, 91)),
            Map.of());
    PreparedTask task = ForecastSettings.of(made).window(2).horizon(2).split(2, 2).prepare();

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Ahead(2, 1, 1, 2), 2, true));
    Batch batch = task.batches(Split.TEST, 8).get(0);
    assertThat(InMemory.past(batch)).containsExactly(4, 93, 22, 52, 7, 96, 23, 53);
    assertThat(InMemory.known(batch)).containsExactly(54, 55);
    assertThat(targets(batch)).containsExactly(11, 90, 16, 91);
  }

  /** Windows near the beginning hold fewer steps, and what stands after them is not read. */
  @Test
  void windowsMayBeShorterAtTheBeginning() {
    PreparedTask task =
        ForecastSettings.of(series("s", 3, 1, 2, 7, 5, 9))
            .window(3)
            .shortestWindow(1)
            .center(Center.MEAN)
            .prepare();
    Batch train = task.trainingBatches(9, new RandomStream(1)).iterator().next();
    int[] lengths = InMemory.conditioned(train).source().lengths();
    assertThat(lengths).containsExactlyInAnyOrder(1, 2, 3);
    float[] past = InMemory.past(train);
    for (int row = 0; row < 3; row++) {
      float[] expected =
          switch (lengths[row]) {
            case 1 -> new float[] {0, 0, 0, -2};
            case 2 -> new float[] {1, -1, 0, 0};
            default -> new float[] {1, -1, 0, 5};
          };
      assertThat(new float[] {past[row], past[3 + row], past[6 + row], targets(train)[row]})
          .containsExactly(expected);
    }
  }

  @Test
  void seriesFollowEachOtherAndKeepTheirScales() {
    PreparedTask task =
        ForecastSettings.of(
                series("small", 1, 3, 1, 3, 4, 5), series("large", 100, 300, 100, 300, 0, 1))
            .scale(new Standard(Per.SERIES))
            .prepare();
    // Training parts of four steps with mean 2 or 200 and deviation 1 or 100.
    assertThat(task.batches(Split.TRAIN, 9)).singleElement().extracting(Batch::rows).isEqualTo(6);
    Batch test = task.batches(Split.TEST, 9).get(0);
    assertThat(InMemory.past(test)).containsExactly(2, -2);
    assertThat(targets(test)).containsExactly(3, -1.99f);
    Map<String, Double> figures = InMemory.figuresOfZeros(task, Split.TEST, 1);
    // Zeros are the means: errors of 3 and 199, whose MASE divides by 2 and 200.
    assertThat(figures.get("mae")).isEqualTo(101);
    assertThat(figures.get("mase")).isCloseTo((1.5 + 0.995) / 2, within(1e-12));
    assertThat(figures.get("scaledMae")).isCloseTo((3 + 1.99) / 2, within(1e-12));
    assertThat(figures.get("scaledMaeSd")).isCloseTo((3 - 1.99) / 2, within(1e-12));
    assertThat(figures.get("nd")).isCloseTo(202.0 / 6, within(1e-12));
  }

  @Test
  void whatIsMeasuredCanBeChosen() {
    ForecastSettings settings =
        ForecastSettings.of(
            series("small", 1, 3, 1, 3, 4, 5), series("large", 100, 300, 100, 300, 0, 1));
    PreparedTask task = settings.metrics("rmsse", "mape", "corr").prepare();
    Map<String, Double> figures = InMemory.figuresOfZeros(task, Split.TEST, 1);
    assertThat(task.metrics())
        .containsExactly(
            new Metric("rmsse", true), new Metric("mape", true), new Metric("corr", false));
    assertThat(figures.keySet()).containsExactly("rmsse", "mape", "corr");
    // Errors of 5 and 1, by square differences of 4 and 40,000.
    assertThat(figures.get("rmsse")).isCloseTo((2.5 + 0.005) / 2, within(1e-12));
    assertThat(figures.get("mape")).isEqualTo(100);
    assertThatThrownBy(() -> settings.metrics("rmse", "mape", "rmse").prepare())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metrics holds one name twice");
    assertThatThrownBy(() -> settings.metrics("crps").prepare())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no metric 'crps' of forecasts that are single values; there are: mase, mae, rmse,"
                + " smape, nd, scaledMse, scaledMae, scaledMaeSd, mape, rmsse, rse, corr");
    task = settings.loss(new Gaussian()).metrics("meanPinball", "crps").prepare();
    assertThat(InMemory.figuresOfZeros(task, Split.TEST, 1).values()).allMatch(f -> f > 0);
  }

  @Test
  void aSeriesThatRepeatsItselfCountsInAllButMase() {
    PreparedTask task =
        ForecastSettings.of(series("flat", 5, 5, 5, 5, 5, 5), series("up", 1, 2, 3, 4, 5, 6))
            .baselines(BaselineKind.values())
            .prepare();
    Map<String, Double> figures = InMemory.figuresOfZeros(task, Split.TEST, 4);
    assertThat(figures.get("mase")).isEqualTo(6);
    assertThat(figures.get("mae")).isEqualTo(5.5);
    for (Baseline baseline : task.baselines()) {
      assertThat(baseline.metrics().get(Split.TEST).values()).allMatch(Double::isFinite);
    }
  }

  @Test
  void staticsAndFeaturesAreKnownOfEveryStep() {
    Times times =
        new Times(
            ZoneId.of("UTC"),
            IntStream.range(0, 6)
                .mapToLong(
                    t -> Instant.parse("2023-01-02T00:00:00Z").toEpochMilli() + 86400000L * t)
                .toArray(),
            Optional.of(Step.parse("P1D")));
    PreparedTask task =
        ForecastSettings.of(of("a", times, 10), of("b", times, 30), of("c", times, NO))
            .features(new Features(List.of(CalendarField.DAY_OF_WEEK), List.of()))
            .prepare();

    assertThat(((Signature.Ahead) task.signature().input()).known()).isEqualTo(3);
    Batch test = task.batches(Split.TEST, 3).get(0);
    // Monday, the 2nd, is the first of the week; the last step is the Saturday. Statics of 10 and
    // 30
    // have mean 20 and deviation 10; one that is not known is the mean.
    float sine = (float) StrictMath.sin(2 * Math.PI * 5 / 7.0);
    float cosine = (float) StrictMath.cos(2 * Math.PI * 5 / 7.0);
    assertThat(InMemory.known(test))
        .containsExactly(sine, cosine, -1, sine, cosine, 1, sine, cosine, 0);
    float before = (float) StrictMath.sin(2 * Math.PI * 4 / 7.0);
    assertThat(InMemory.past(test)).hasSize(12).startsWith(3, before).endsWith(0);
  }

  private static Series of(String name, Times times, double age) {
    return new Series(
        name,
        Optional.of(times),
        List.of(target("y", 1, 2, 4, 7, 3, 2)),
        Map.of("age", age),
        step -> name);
  }

  @Test
  void aStaticThatNoSeriesHasIsRefused() {
    Series one = InMemory.series("one", List.of(target("y", 1, 2, 4, 7)), Map.of("age", NO));
    assertThatThrownBy(() -> ForecastSettings.of(one).prepare())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("no series has a value of the static 'age'; leave it out");
  }

  @Test
  void masksSayWhatWasMeasuredAndWhen() {
    Series made =
        InMemory.series(
            new double[] {NO, 2, NO, NO, 5, 7, 6, 8, 9}, new double[] {1, NO, 3, 4, 5, 6, 7, 8, 9});
    PreparedTask task =
        ForecastSettings.of(made).missing(MissingValues.MASK).window(2).split(2, 1).prepare();

    assertThat(task.signature().input()).isEqualTo(new Signature.Ahead(1, 5, 0, 1));
    Batch batch = task.batches(Split.TRAIN, 9).get(0);
    // By window: y, x, whether y was measured, how long ago, the same of x.
    float[] past = InMemory.past(batch);
    assertThat(row(past, 0, batch.rows())).containsExactly(0, 1, 0, 1, 1, 0);
    assertThat(row(past, batch.rows(), batch.rows())).containsExactly(2, 1, 1, 0, 0, 0.5f);
    assertThat(row(past, batch.rows() + 1, batch.rows())).containsExactly(2, 3, 0, 0.5f, 1, 0);
    assertThat(row(past, batch.rows() + 2, batch.rows())).containsExactly(2, 4, 0, 1, 1, 0);
    assertThat(((Targets.Values) batch.targets()).weights()).containsExactly(0, 0, 1, 1);
    // Nothing is known before the second step.
    assertThat(task.baselines().get(0).metrics()).containsKeys(Split.values());
  }

  private static float[] row(float[] past, int row, int rows) {
    int width = past.length / 2 / rows;
    return Arrays.copyOfRange(past, row * width, (row + 1) * width);
  }

  @Test
  void aBaselineIsLeftOutWhereNothingIsKnown() {
    Series late = InMemory.series(new double[] {NO, NO, 4, 7, 5, 7, 6, 8, 9});
    PreparedTask task = ForecastSettings.of(late).missing(MissingValues.MASK).split(2, 1).prepare();
    assertThat(task.baselines().get(0).metrics()).containsOnlyKeys(Split.VALID, Split.TEST);
  }

  @Test
  void windowsAreDividedByTheirMeanMagnitude() {
    ForecastSettings settings =
        ForecastSettings.of(series("s", 3, 5, 2, 6, 0, 0, 4, 12))
            .window(2)
            .windowScale(WindowScale.MEAN_ABSOLUTE);
    PreparedTask task = settings.prepare();
    Batch batch = task.batches(Split.TRAIN, 9).get(0);
    // Windows (3, 5), (5, 2), (2, 6), (6, 0); a window of zeros stays as it is.
    assertThat(InMemory.past(batch))
        .containsExactly(
            new float[] {0.75f, 10 / 7f, 0.5f, 2, 1.25f, 4 / 7f, 1.5f, 0}, within(1e-6f));
    Targets.Values targets = (Targets.Values) batch.targets();
    assertThat(targets.scales()).containsExactly(4, 3.5f, 4, 3);
    assertThat(targets.values()).containsExactly(new float[] {0.5f, 12 / 7f, 0, 0}, within(1e-6f));
    Batch zeros = task.batches(Split.VALID, 9).get(0);
    assertThat(InMemory.past(zeros)).containsExactly(0, 0);
    assertThat(targets(zeros)).containsExactly(4);
    // Centred by the last value, the last input is 0 and half of the inputs count.
    Batch centred = settings.center(Center.LAST).prepare().batches(Split.TEST, 9).get(0);
    assertThat(InMemory.past(centred)).containsExactly(-2, 0);
    assertThat(targets(centred)).containsExactly(4);
  }

  @Test
  void evaluationHasItsOwnStride() {
    double[] values = IntStream.range(0, 40).mapToDouble(t -> t * t).toArray();
    ForecastSettings settings =
        ForecastSettings.of(series("s", values)).window(3).horizon(2).stride(3).split(6, 10);
    assertThat(origins(settings.prepare(), Split.TEST)).containsExactly(30, 33, 36);
    PreparedTask task = settings.evaluationStride(2).prepare();
    assertThat(origins(task, Split.TEST)).containsExactly(30, 32, 34, 36, 38);
    assertThat(origins(task, Split.VALID)).containsExactly(24, 26, 28);
    assertThat(origins(task, Split.TRAIN)).containsExactly(3, 6, 9, 12, 15, 18, 21);
  }

  /** The series has squares. */
  private static int[] origins(PreparedTask task, Split split) {
    Batch batch = task.batches(split, 99).get(0);
    return IntStream.range(0, batch.rows())
        .map(row -> (int) Math.round(Math.sqrt(targets(batch)[row])))
        .toArray();
  }

  @Test
  void everySeriesNeedsWindowsInEveryPart() {
    double[] enough = {1, 2, 4, 3, 5, 4, 6, 7};
    assertThatThrownBy(
            () ->
                ForecastSettings.of(series("a", enough), series("b", 1, 2, 3, 2))
                    .window(3)
                    .prepare())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "b: a window of 3 and a horizon of 1 need 4 steps to train on, 2 of 4 are left; make"
                + " the window or the other parts shorter");
  }

  @Test
  void partsWithoutAnyKnownTargetAreRefused() {
    Series made =
        InMemory.series(
            "made-up",
            List.of(target("y", 1, 2, 4, 7, NO, 2), target("z", 1, 2, 4, 7, NO, 2)),
            Map.of());
    assertThatThrownBy(() -> ForecastSettings.of(made).missing(MissingValues.MASK).prepare())
        .hasMessage(
            "made-up: every value of columns 'y', 'z' to be forecast in the validation part is"
                + " missing; choose other parts");
    assertThatThrownBy(
            () ->
                ForecastSettings.of(series("counts", 1, 2, 4, 7, 3, 0))
                    .loss(new NegativeBinomial())
                    .prepare())
        .hasMessage(
            "counts: every value to be forecast in the test part is 0, which leaves the weighted"
                + " quantile loss undefined; choose other parts");
  }

  @Test
  void baselinesHaveTheirNames() {
    double[] values = IntStream.range(0, 60).mapToDouble(t -> t + 10 * (t % 4)).toArray();
    ForecastSettings settings =
        ForecastSettings.of(series("s", values)).window(8).horizon(4).season(4).split(8, 8);
    PreparedTask task = settings.baselines(BaselineKind.values()).prepare();
    assertThat(task.baselines())
        .extracting(Baseline::name)
        .containsExactly("naive", "seasonal-naive", "drift", "ets", "theta", "linear");
    Map<String, Double> seasonal = task.baselines().get(1).metrics().get(Split.TEST);
    // A season later the series is 4 higher, which is what MASE divides by.
    assertThat(seasonal.get("mase")).isEqualTo(1);
    assertThat(seasonal.get("mae")).isEqualTo(4);
    // A season and a trend without noise.
    assertThat(task.baselines().get(3).metrics().get(Split.TEST).get("mae"))
        .isCloseTo(0, within(1e-3));
    assertThat(settings.baselines().prepare().baselines()).isEmpty();
    assertThatThrownBy(() -> settings.baselines(BaselineKind.NAIVE, BaselineKind.NAIVE).prepare())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("baselines holds one method twice");
  }

  /** A season of 25 steps is as none to exponential smoothing. */
  @Test
  void seasonsOfExponentialSmoothingAreShort() {
    assertThat(errorOfEts(24, 24)).isLessThan(0.1 * errorOfEts(24, 1));
    assertThat(errorOfEts(25, 25)).isEqualTo(errorOfEts(25, 1));
  }

  private static double errorOfEts(int period, int season) {
    double[] values =
        IntStream.range(0, 120).mapToDouble(t -> (t % period) * (t % period)).toArray();
    values[0] = 1; // A series that repeats itself exactly has no MASE.
    return ForecastSettings.of(series("s", values))
        .window(8)
        .horizon(4)
        .split(9, 9)
        .season(season)
        .baselines(BaselineKind.ETS)
        .prepare()
        .baselines()
        .get(0)
        .metrics()
        .get(Split.TEST)
        .get("mae");
  }

  @Test
  void aBaselineThatCannotBeFittedIsNamed() {
    Series sparse = InMemory.series(new double[] {1, 2, NO, 3, 5, NO, 4, 6, NO, 1, 2, 3});
    PreparedTask task =
        ForecastSettings.of(sparse)
            .missing(MissingValues.FORWARD)
            .window(2)
            .horizon(3)
            .split(3, 3)
            .baselines(BaselineKind.LINEAR)
            .prepare();
    assertThatThrownBy(task::baselines)
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "made-up: the baseline 'linear' cannot be fitted to column 'y': no window of 2 steps in"
                + " the 6 to train on is followed by 3 known values; leave it out of \"baselines\"");
  }

  @Test
  void aNegativeBinomialIsForCountsOfOneTarget() {
    ForecastSettings scaled =
        ForecastSettings.of(series("s", 1, 2, 4, 7, 3, 2)).loss(new NegativeBinomial());
    String scaledMessage =
        "the negative binomial is a distribution of counts, which cannot be scaled or centred; set"
            + " scale and center to \"none\" (windowScale may be \"mean-absolute\")";
    assertThatThrownBy(() -> scaled.scale(new Standard(Per.ALL)).task())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(scaledMessage);
    ForecastSettings centred =
        ForecastSettings.of(series("s", 1, 2, 4, 7, 3, 2)).loss(new NegativeBinomial());
    assertThatThrownBy(() -> centred.center(Center.LAST).task()).hasMessage(scaledMessage);
    assertThatThrownBy(
            () ->
                ForecastSettings.of(series("s", 1, 2, 4.5, 7, 3, 2))
                    .loss(new NegativeBinomial())
                    .prepare())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "s, step 2: 4.5 in column 'y' is no count; the negative binomial is for 0, 1, 2, …");
    assertThatThrownBy(
            () ->
                ForecastSettings.of(series("s", 1, 2, -4, 7, 3, 2))
                    .loss(new NegativeBinomial())
                    .prepare())
        .hasMessage(
            "s, step 2: -4.0 in column 'y' is no count; the negative binomial is for 0, 1, 2, …");
    Series two =
        InMemory.series(
            "s", List.of(target("y", 1, 2, 4, 7, 3, 2), target("z", 1, 2, 4, 7, 3, 2)), Map.of());
    assertThatThrownBy(() -> ForecastSettings.of(two).loss(new NegativeBinomial()).prepare())
        .hasMessage(
            "s: the negative binomial is for one target, got 2; make each a series of its own");
    // A count that is missing is none that is wrong.
    ForecastSettings.of(series("s", 1, 2, NO, 7, 3, 2))
        .missing(MissingValues.FORWARD)
        .loss(new NegativeBinomial())
        .prepare();
  }

  @Test
  void calendarFeaturesNeedTimes() {
    assertThatThrownBy(
            () ->
                ForecastSettings.of(series("s", 1, 2, 4, 7, 3, 2))
                    .features(new Features(List.of(CalendarField.DAY_OF_WEEK), List.of()))
                    .prepare())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "s: features of the calendar need times; name their column in \"time\" of the data");
  }
}

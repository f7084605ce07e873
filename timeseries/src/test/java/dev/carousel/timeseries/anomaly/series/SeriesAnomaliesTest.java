package dev.carousel.timeseries.anomaly.series;

import static dev.carousel.timeseries.anomaly.series.SeriesAnomaliesSettings.mark;
import static dev.carousel.timeseries.anomaly.series.SeriesAnomaliesSettings.series;
import static dev.carousel.timeseries.anomaly.series.SeriesAnomaliesSettings.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Chart;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Line;
import dev.carousel.exhibit.Mark;
import dev.carousel.exhibit.Provenance;
import dev.carousel.loss.Huber;
import dev.carousel.loss.MeanAbsoluteError;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.Small;
import dev.carousel.timeseries.anomaly.Quantile;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.distribution.StudentT;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.signal.SimulatedSignal;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SeriesAnomaliesTest {
  private static final double NAN = Double.NaN;

  /** 5 steps of training, 4 of validation, 6 of test. */
  private static final Series MARKED =
      series(
          "s",
          target(1, 0, 50, 0, 2, 1, 1, 3, 1, 2, 0, 5, 5, 0, 3),
          mark(0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0));

  private static final double[] NONE = new double[15];

  /** Gives zeros. */
  private static Predictor zeros(int outputs) {
    return batch -> new float[batch.steps() * batch.rows() * outputs];
  }

  private static float[] inputs(Batch batch) {
    return ((Inputs.Features) batch.inputs()).values();
  }

  private static List<Batch> training(PreparedSeriesAnomalies task, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    task.trainingBatches(batchSize, new RandomStream(1)).forEach(batches::add);
    return batches;
  }

  @Test
  void everyStepIsToldFromTheOneBefore() {
    PreparedSeriesAnomalies task = SeriesAnomaliesSettings.of(MARKED).prepare();

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(1), 1, true, true));
    List<Batch> batches = training(task, 1);
    assertThat(batches).extracting(Batch::steps).containsExactly(3, 1);
    assertThat(batches).extracting(Batch::continues).containsExactly(false, true);
    assertThat(inputs(batches.get(0))).containsExactly(1, 0, 50);
    Targets.Values targets = (Targets.Values) batches.get(0).targets();
    assertThat(targets.values()).containsExactly(0, 50, 0);
    // What is anomalous is read, but not learnt.
    assertThat(targets.weights()).containsExactly(1, 0, 1);
    assertThat(inputs(batches.get(1))).containsExactly(0);
    Batch both = training(task, 2).get(0);
    assertThat(both.rows()).isEqualTo(2);
    assertThat(inputs(both)).containsExactly(1, 50, 0, 0);
  }

  @Test
  void otherColumnsAreReadAndThoseThatAreKnownAStepAhead() {
    Series series =
        series(
            "s",
            new Column("k", Role.KNOWN, new double[] {100, 101, NAN, 103, 104, 105}),
            new Column("p", Role.PAST, new double[] {NAN, 11, 12, NAN, 14, 15}),
            target(0, 1, NAN, 3, 4, 5),
            new Column("z", Role.TARGET, new double[] {NAN, 21, 22, NAN, 24, 25}));
    PreparedSeriesAnomalies task =
        SeriesAnomaliesSettings.of(series)
            .unmarked()
            .masks()
            .steps(9)
            .split(1, 1)
            .threshold(new Quantile(1))
            .prepare();

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Features(6), 2, true, true));
    Batch batch = training(task, 1).get(0);
    // y, z, whether y and z were measured, p, and k of the step to tell.
    assertThat(inputs(batch))
        .containsExactly(
            0, 0, 1, 0, 0, 101, //
            1, 21, 1, 1, 11, 101, //
            1, 22, 0, 1, 12, 103);
    Targets.Values targets = (Targets.Values) batch.targets();
    assertThat(targets.weights()).containsExactly(1, 1, 0, 1, 1, 0);
    // A part begins with the step before it.
    assertThat(inputs(task.batches(Split.TEST, 1).get(0))).containsExactly(4, 24, 1, 1, 14, 105);
  }

  @Test
  void figuresAreAsTheFormulasSay() {
    PreparedSeriesAnomalies task = SeriesAnomaliesSettings.of(MARKED).prepare();

    // Validation 1, 1, 9 (marked) and 1; test 4, 0, 25, 25 (both marked), 0 and 9.
    Map<String, Double> test = task.evaluate(Split.TEST, zeros(1), 1);
    assertThat(test)
        .containsExactly(
            Map.entry("error", 3.25),
            Map.entry("rocAuc", 1.0),
            Map.entry("prAuc", 1.0),
            Map.entry("precision", 2 / 3.0),
            Map.entry("recall", 1.0),
            Map.entry("f1", 0.8),
            Map.entry("eventPrecision", 0.5),
            Map.entry("eventRecall", 1.0),
            Map.entry("eventF1", 2 / 3.0),
            Map.entry("threshold", 5.0));
    assertThat(task.metrics()).extracting("name").containsExactlyElementsOf(test.keySet());
    assertThat(task.evaluate(Split.VALID, zeros(1), 7))
        .containsEntry("error", 1.0)
        .containsEntry("f1", 1.0);
    // The first step of all is not told.
    assertThat(task.evaluate(Split.TRAIN, zeros(1), 1)).containsEntry("error", 4 / 3.0);
    assertThat(task.conclusions(zeros(1), 1))
        .isEqualTo(new Assets(Map.of("threshold.txt", "5.0\n")));
    assertThat(
            SeriesAnomaliesSettings.of(MARKED)
                .loss(new MeanAbsoluteError())
                .prepare()
                .evaluate(Split.TEST, zeros(1), 1))
        .containsEntry("error", 1.25)
        .containsEntry("threshold", 2.0);
  }

  @Test
  void likelihoodsScoreByTheirDensity() {
    for (boolean gaussian : new boolean[] {true, false}) {
      PreparedSeriesAnomalies task =
          SeriesAnomaliesSettings.of(MARKED)
              .loss(gaussian ? new Gaussian() : new StudentT())
              .prepare();
      int outputs = gaussian ? 2 : 3;
      assertThat(task.signature().outputs()).isEqualTo(outputs);
      double sigma = Math.log(2) + 1e-6;
      double sum = 0;
      for (double y : new double[] {2, 0, 0, 3}) {
        double z = y / sigma;
        double nu = 2 + Math.log(2);
        sum +=
            gaussian
                ? 0.5 * Math.log(2 * Math.PI) + Math.log(sigma) + z * z / 2
                : Math.log(sigma)
                    + org.apache.commons.numbers.gamma.LogGamma.value(nu / 2)
                    - org.apache.commons.numbers.gamma.LogGamma.value((nu + 1) / 2)
                    + 0.5 * Math.log(Math.PI * nu)
                    + (nu + 1) / 2 * Math.log1p(z * z / nu);
      }
      // Two formulas of some ten operations in double.
      assertThat(task.evaluate(Split.TEST, zeros(outputs), 1).get("error"))
          .isCloseTo(sum / 4, within(1e-12));
    }
  }

  @Test
  void theBaselineTellsTheLastKnownValue() {
    Map<Split, Map<String, Double>> naive =
        SeriesAnomaliesSettings.of(MARKED).prepare().baselines().get(0).metrics();

    // Test: from 1 to 2, 0, 5, 5, 0 and 3.
    assertThat(naive.get(Split.TEST)).containsEntry("error", (1 + 4 + 25 + 9) / 4.0);
    // Training, normal ones: from 1 to 0, 50 to 0, 0 to 2.
    double variance = (1 + 2500 + 4) / 3.0;
    double expected = 0;
    for (double change : new double[] {1, 2, 5, 3}) {
      expected += 0.5 * Math.log(2 * Math.PI * variance) + change * change / (2 * variance);
    }
    assertThat(
            SeriesAnomaliesSettings.of(MARKED)
                .loss(new StudentT())
                .prepare()
                .baselines()
                .get(0)
                .metrics()
                .get(Split.TEST)
                .get("error"))
        .isCloseTo(expected / 4, within(1e-12));
    Map<Split, Map<String, Double>> constant =
        SeriesAnomaliesSettings.of(series("s", target(new double[15]), mark(new double[15])))
            .loss(new Gaussian())
            .threshold(new Quantile(1))
            .prepare()
            .baselines()
            .get(0)
            .metrics();
    assertThat(constant.get(Split.TEST).get("error"))
        .isCloseTo(0.5 * Math.log(2 * Math.PI) + Math.log(1e-6), within(1e-12));
  }

  @Test
  void withoutMarksThereAreErrorAndThreshold() {
    PreparedSeriesAnomalies task =
        SeriesAnomaliesSettings.of(MARKED).unmarked().threshold(new Quantile(1)).prepare();

    // The marks are a column as any other.
    assertThat(task.signature().input().size()).isEqualTo(2);
    assertThat(task.evaluate(Split.TEST, zeros(1), 1))
        .containsExactly(Map.entry("error", 63 / 6.0), Map.entry("threshold", 9.0));
    assertThat(task.metrics()).extracting("name").containsExactly("error", "threshold");
    assertThat(task.baselines().get(0).metrics().get(Split.VALID)).hasSize(2);
  }

  @Test
  void whatMakesAModelWarmAndWhatIsMissingIsNotJudged() {
    Series series =
        series(
            "s",
            target(0, 0, 0, 0, 7, 1, 1, NAN, 1, 2, NAN, NAN, 3, 0, 3),
            mark(0, 0, 0, 0, 0, 0, 0, NAN, 0, 0, NAN, 1, 0, 0, 0));
    PreparedSeriesAnomalies task =
        SeriesAnomaliesSettings.of(series).warmup(3).threshold(new Quantile(1)).prepare();

    List<double[]> scores = task.scores(Split.TEST, zeros(1));
    assertThat(scores.get(0)).containsExactly(NAN, NAN, 4, NAN, NAN, 9, 0, 9);
    assertThat(task.scores(Split.VALID, zeros(1)).get(0)).containsExactly(NAN, NAN, 1, 1, NAN, 1);
    assertThat(task.scores(Split.TRAIN, zeros(1)).get(0)).containsExactly(NAN, NAN, 0, 49);
    Map<String, Double> test = task.evaluate(Split.TEST, zeros(1), 1);
    assertThat(test).containsEntry("error", 5.5).containsEntry("threshold", 1.0);
    // The event at a step without a value cannot be found.
    assertThat(test).containsEntry("eventRecall", 0.0).containsEntry("eventPrecision", 0.0);
    assertThat(test.get("recall")).isNaN();
    assertThat(test.get("rocAuc")).isNaN();
  }

  @Test
  void smoothedScoresKeepSomeOfTheOnesBefore() {
    Series series = series("s", target(0, 0, 0, 0, 0, 0, 0, 0, 0, 8, NAN, 0, 0, 0, 0), mark(NONE));
    PreparedSeriesAnomalies task =
        SeriesAnomaliesSettings.of(series).smooth(0.75).threshold(new Quantile(1)).prepare();

    assertThat(task.scores(Split.TEST, zeros(1)).get(0))
        .containsExactly(64, NAN, 48, 36, 27, 20.25);
    assertThat(task.scores(Split.VALID, zeros(1)).get(0)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void scalesKnowTheNormalStepsOfTheTrainingPartAlone() {
    PreparedSeriesAnomalies task =
        SeriesAnomaliesSettings.of(MARKED).scale(new Standard(Per.SERIES)).prepare();

    // 1, 0, 0 and 2: mean 3/4, variance 11/16.
    float expected = (float) ((2 - 0.75) / Math.sqrt(11 / 16.0));
    assertThat(task.stretches().get(Split.TEST).get(0).targets()[0]).isEqualTo(expected);
  }

  @Test
  void severalSeriesAreLearntAndJudgedTogether() {
    Series other =
        series(
            "t",
            target(0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 7, 1, 1, 1, 1),
            mark(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0));
    PreparedSeriesAnomalies task = SeriesAnomaliesSettings.of(MARKED, other).prepare();

    assertThat(training(task, 2).get(0).rows()).isEqualTo(2);
    Map<String, Double> test = task.evaluate(Split.TEST, zeros(1), 1);
    // The threshold is between 4 and 9; in the other series the test part is 2, 7, 1, 1, 1 and 1.
    assertThat(test)
        .containsEntry("threshold", 6.5)
        .containsEntry("error", (4 + 9 + 4 + 1 + 1 + 1 + 1) / 9.0)
        .containsEntry("precision", 0.75)
        .containsEntry("eventRecall", 1.0)
        .containsEntry("eventPrecision", 2 / 3.0);
  }

  @Test
  void variantsMayDifferInWhatModelsReadAndStillBeCompared() {
    SeriesAnomalies plain = SeriesAnomaliesSettings.of(MARKED).task();
    SeriesAnomalies masked =
        new SeriesAnomalies(
            plain.data(),
            plain.anomaly(),
            true,
            7,
            plain.warmup(),
            plain.split(),
            plain.scale(),
            plain.loss(),
            plain.smooth(),
            plain.threshold());

    assertThat(masked.measure()).isEqualTo(plain.measure()).isNotEqualTo(masked);
    assertThat(SeriesAnomaliesSettings.of(MARKED).warmup(2).task().measure())
        .isNotEqualTo(plain.measure());
  }

  @Test
  void plantedAnomaliesAreFound() {
    PreparedSeriesAnomalies task =
        SeriesAnomaliesSettings.of(new SimulatedSignal(4000, 3000, 20, 0.05, 0.01, 120, 1, 2))
            .marks("anomaly")
            .steps(40)
            .warmup(40)
            .split(0.25, 0.25)
            .scale(new Standard(Per.SERIES))
            .smooth(0.7)
            .threshold(new Quantile(0.999))
            .prepare();
    Predictor predictor = EpochTrainer.predictor(Small.trained(task, 30), new EjmlKernels());
    Map<String, Double> test = task.evaluate(Split.TEST, predictor, 1);
    Map<String, Double> naive = task.baselines().get(0).metrics().get(Split.TEST);

    assertThat(test.get("error")).isLessThan(naive.get("error") / 2);
    assertThat(test.get("rocAuc")).isGreaterThan(0.8);
    assertThat(test.get("prAuc")).isGreaterThan(naive.get("prAuc"));
    assertThat(test.get("eventF1")).isGreaterThan(0.7);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).steps(0).task(),
        "steps must be at least 1, got 0");
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).warmup(0).task(),
        "warmup must be at least 1, got 0");
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).marks(" ").task(),
        "anomaly must name a column, got ' '");
    for (double smooth : new double[] {-0.1, 1, NAN}) {
      assertRefused(
          () -> SeriesAnomaliesSettings.of(MARKED).smooth(smooth).task(),
          "smooth must be at least 0 and below 1, got " + smooth);
    }
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).loss(new Huber(1)).task(),
        "loss must be \"mse\", \"mae\", \"gaussian\" or \"student-t\", by which steps can be scored");
    assertRefused(() -> new StretchStreams(List.of(), 0, 1), "batchSize must be at least 1, got 0");
  }

  @Test
  void dataThatCannotBeUsedAreRefused() {
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).marks("marks").prepare(),
        "s: there is no column 'marks' (\"anomaly\"), only y, mark; name it in \"features\" of the"
            + " data, too");
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).marks("y").prepare(),
        "column 'y' marks anomalies, so it cannot be a target; name it in \"features\" of the data");
    double[] marks = new double[15];
    marks[3] = 0.5;
    assertRefused(
        () ->
            SeriesAnomaliesSettings.of(series("s", target(new double[15]), mark(marks))).prepare(),
        "s, step 3: 0.5 in column 'mark', which marks anomalies; 0 (normal) or 1 is needed");
    marks[3] = NAN;
    assertRefused(
        () ->
            SeriesAnomaliesSettings.of(series("s", target(new double[15]), mark(marks))).prepare(),
        "s, step 3: a missing value in column 'mark', which marks anomalies; 0 (normal) or 1 is"
            + " needed");
    Series statics =
        new Series("s", Optional.empty(), MARKED.columns(), Map.of("size", 1.0), MARKED.place());
    assertRefused(
        () -> SeriesAnomaliesSettings.of(statics).prepare(),
        "\"series-anomalies\" reads no statics; leave out 'size'");
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).warmup(12).prepare(),
        "the validation part has no normal step to be judged, by which training is stopped and the"
            + " threshold chosen; make it longer or \"warmup\" shorter");
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).split(4, 10).prepare(),
        "the training part has no normal step after another to learn from; make it longer");
    Series empty =
        series(
            "s",
            target(1, 0, 50, 0, 2, 1, 1, 3, 1, NAN, NAN, NAN, NAN, NAN, NAN),
            mark(0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0));
    assertRefused(
        () -> SeriesAnomaliesSettings.of(empty).prepare(),
        "the test part has no step to be judged; make it longer or \"warmup\" shorter");
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).unmarked().prepare(),
        "the validation part has no anomaly to choose a threshold of \"best-f1\" by; use"
            + " \"quantile\"");
    assertRefused(
        () -> SeriesAnomaliesSettings.of(MARKED).scale(new LogStandard(Per.SERIES)).prepare(),
        "s, step 1: 0.0 in column 'y' has no logarithm; use \"scale\": \"standard\"");
    double[] huge = MARKED.columns().get(0).values().clone();
    huge[12] = 1e300;
    assertRefused(
        () ->
            SeriesAnomaliesSettings.of(series("s", target(huge), MARKED.columns().get(1)))
                .prepare(),
        "s, step 12: 1.0E300 in column 'y' is too large for single precision when scaled; give it"
            + " in a larger unit");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isInstanceOf(InvalidDataException.class),
            thrown -> assertThat(thrown).isInstanceOf(IllegalArgumentException.class))
        .hasMessage(message);
  }

  @Test
  void anomaliesAreMarkedOnTheSignal() {
    PreparedSeriesAnomalies task = SeriesAnomaliesSettings.of(MARKED).prepare();
    List<Exhibit> exhibits = task.exhibits(zeros(1), 1);

    assertThat(exhibits).extracting(Exhibit::title).containsExactly("y: anomalies", "Scores");
    Chart signal = (Chart) exhibits.get(0);
    assertThat(signal.lines()).extracting(Line::name).containsExactly("actual", "told");
    assertThat(signal.lines().get(0).x()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(signal.lines().get(0).y()).containsExactly(2, 0, 5, 5, 0, 3);
    assertThat(signal.lines().get(1).y()).containsOnly(0);
    assertThat(signal.caption())
        .isEqualTo("Steps 0 to 5 of the 6 of the test part's first series, counted from 0.");
    assertThat(signal.marks())
        .containsExactly(
            new Mark("anomaly", Provenance.DATA, 1.5, 3.5),
            new Mark("flagged", Provenance.MODEL, 1.5, 3.5),
            new Mark("flagged", Provenance.MODEL, 4.5, 5.5));
    Chart scores = (Chart) exhibits.get(1);
    assertThat(scores.lines().get(0).y()).containsExactly(4, 0, 25, 25, 0, 9);
    assertThat(scores.lines().get(1).y()).containsOnly(5);
  }

  /** Of a long signal that stretch in which most happens. */
  @Test
  void aStretchOfALongSignalIsShown() {
    double[] values = new double[6000];
    double[] marks = new double[6000];
    for (int t : new int[] {500, 1500, 2700, 4200, 4300}) {
      values[t] = 1;
      marks[t] = 1;
    }
    PreparedSeriesAnomalies task =
        SeriesAnomaliesSettings.of(series("s", target(values), mark(marks)))
            .split(1000, 4000)
            .prepare();
    Chart signal = (Chart) task.exhibits(zeros(1), 1).get(0);
    // The test part begins with step 2000: the two last ones are its steps 2200 and 2300.
    assertThat(signal.lines().get(0).x()).hasSize(1000).startsWith(1500);
    assertThat(signal.marks()).hasSize(4);
  }
}

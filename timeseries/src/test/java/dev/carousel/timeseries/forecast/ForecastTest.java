package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.split.Chronological;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static PreparedTask prepare(
      SeriesSource data, int window, int horizon, Cut split, int season) {
    return settings(data, window, horizon, split).season(season).prepare();
  }

  private static ForecastSettings settings(SeriesSource data, int window, int horizon, Cut split) {
    return ForecastSettings.of(data)
        .missing(MissingValues.FORWARD)
        .window(window)
        .horizon(horizon)
        .split(split);
  }

  private static InMemory made(Series series) {
    return new InMemory(List.of(series));
  }

  private static SeriesSource squares(int steps) {
    double[] values = new double[steps];
    for (int t = 0; t < steps; t++) {
      values[t] = t * t;
    }
    return made(InMemory.series(values));
  }

  @Test
  void batchesAreTimeMajor() {
    PreparedTask prepared =
        ForecastSettings.of(
                InMemory.series(
                    new double[] {1, 2, 4, 7, 11, 16, 22},
                    new double[] {10, 20, 30, 40, 50, 60, 70}))
            .window(2)
            .split(2, 1)
            .center(Center.LAST)
            .prepare();
    assertThat(prepared.signature())
        .isEqualTo(new Signature(new Signature.Ahead(1, 1, 0, 1), 1, true));
    List<Batch> batches = new ArrayList<>();
    prepared.evaluate(
        Split.VALID,
        batch -> {
          batches.add(batch);
          return new float[batch.rows()];
        },
        8);
    Batch batch = batches.get(0);
    assertThat(batches).hasSize(1);
    assertThat(batch.steps()).isEqualTo(1);
    assertThat(batch.lengths()).containsExactly(1, 1);
    assertThat(InMemory.conditioned(batch).source().steps()).isEqualTo(2);
    assertThat(InMemory.conditioned(batch).source().lengths()).containsExactly(2, 2);
    // Windows (4, 7) and (7, 11), the target less their last value.
    assertThat(InMemory.past(batch)).containsExactly(-3, 30, -4, 40, 0, 40, 0, 50);
    assertThat(InMemory.known(batch)).isEmpty();
    Targets.Values targets = (Targets.Values) batch.targets();
    assertThat(targets.values()).containsExactly(4, 5);
    assertThat(targets.weights()).isNull();
  }

  @Test
  void centersOnTheMean() {
    double[] scaled = {9, 1, 2, 6, 9};
    assertThat(Center.MEAN.of(scaled, 1, 4)).isEqualTo(3);
    assertThat(Center.LAST.of(scaled, 1, 4)).isEqualTo(6);
    assertThat(Center.NONE.of(scaled, 1, 4)).isZero();
  }

  @Test
  void trainingShufflesEveryWindowOnce() {
    PreparedTask task = prepare(squares(40), 3, 2, new Chronological(5, 5), 1);
    List<Float> firsts = firsts(task, 7);
    List<Float> expected = new ArrayList<>();
    for (int origin = 3; origin + 2 <= 30; origin++) {
      expected.add((float) (origin * origin));
    }
    assertThat(firsts).containsExactlyInAnyOrderElementsOf(expected).isNotEqualTo(expected);
    assertThat(firsts(task, 7)).isEqualTo(firsts);
    assertThat(firsts(task, 8)).isNotEqualTo(firsts);
    Iterable<Batch> batches = task.trainingBatches(10, new RandomStream(1));
    assertThat(batches).extracting(Batch::rows).containsExactly(10, 10, 6);
    assertThat(batches).extracting(Batch::rows).containsExactly(10, 10, 6);
    assertThatThrownBy(() -> task.trainingBatches(0, new RandomStream(1)))
        .hasMessage("batchSize must be at least 1, got 0");
  }

  private static List<Float> firsts(PreparedTask task, long seed) {
    List<Float> firsts = new ArrayList<>();
    for (Batch batch : task.trainingBatches(10, new RandomStream(seed))) {
      float[] targets = ((Targets.Values) batch.targets()).values();
      for (int row = 0; row < batch.rows(); row++) {
        firsts.add(targets[row]);
      }
    }
    return firsts;
  }

  @Test
  void filledTargetsNeitherTrainNorScore() {
    double no = Double.NaN;
    Series series = InMemory.series(new double[] {1, 3, 2, 5, no, 4, 6, no, 8, 9});
    PreparedTask task = prepare(made(series), 2, 2, new Chronological(2, 2), 1);
    List<float[]> weights = new ArrayList<>();
    for (Split split : List.of(Split.TRAIN, Split.VALID)) {
      task.evaluate(
          split,
          batch -> {
            weights.add(((Targets.Values) batch.targets()).weights());
            return new float[2 * batch.rows()];
          },
          9);
    }
    assertThat(weights.get(0)).containsExactly(1, 1, 0, 1, 0, 1);
    assertThat(weights.get(1)).containsExactly(1, 0);
    // The one observed value is 6, the forecast 0; observed pairs of the training part differ by 2,
    // 1 and 3, its values 1, 3, 2, 5 and 4 have variance 2.
    Map<String, Double> figures = task.evaluate(Split.VALID, batch -> new float[2], 1);
    assertThat(figures).hasSize(8);
    assertFigures(figures, 3, 6, 6, 200);
    assertThat(figures.get("nd")).isEqualTo(1);
    assertThat(figures.get("scaledMse")).isCloseTo(18, within(1e-9));
    assertThat(figures.get("scaledMae")).isCloseTo(6 / Math.sqrt(2), within(1e-9));
  }

  @Test
  void missingValuesAreRefusedOrFilledFromThePast() {
    double no = Double.NaN;
    Series series =
        InMemory.series(
            new double[] {1, 3, no, 5, 4, 6, 7, 8}, new double[] {2, 2, 2, 2, 2, 2, 2, 2});
    ForecastSettings refusing = ForecastSettings.of(series).window(2);
    assertThatThrownBy(() -> refusing.prepare())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "made-up, step 2: the value of column 'y' is missing; set \"missing\" of the task to"
                + " \"forward\"");
    PreparedTask filling = prepare(made(series), 2, 1, new Chronological(1, 1), 1);
    List<Float> inputs = new ArrayList<>();
    filling.evaluate(
        Split.TRAIN,
        batch -> {
          inputs.add(InMemory.past(batch)[2]);
          return new float[1];
        },
        1);
    // Steps 1 to 4: the third is filled.
    assertThat(inputs).containsExactly(3f, 3f, 5f, 4f);

    Series late = InMemory.series(new double[] {1, 3, 5, 4, 6}, new double[] {no, 2, 1, 2, 1});
    assertThatThrownBy(() -> prepare(made(late), 1, 1, new Chronological(1, 1), 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "made-up, step 0: the value of column 'x1' is missing with none before it to fill it"
                + " with; start the series later");
  }

  @Test
  void refusesWrongNumbersOfPredictions() {
    PreparedTask task = prepare(squares(40), 3, 2, new Chronological(5, 5), 1);
    assertThatThrownBy(() -> task.evaluate(Split.TEST, batch -> new float[3], 2))
        .hasMessage("predictions: expected [4, 1], got 3 numbers");
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> prepare(squares(9), 0, 1, new Chronological(1, 1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window must be at least 1, got 0");
    assertThatThrownBy(() -> prepare(squares(9), 1, 0, new Chronological(1, 1), 1))
        .hasMessage("horizon must be at least 1, got 0");
    assertThatThrownBy(() -> prepare(squares(9), 1, 1, new Chronological(1, 1), -1))
        .hasMessage("season must be at least 1, got -1");
  }

  @Test
  void refusesPartsThatAreTooShort() {
    assertThatThrownBy(() -> prepare(squares(40), 24, 12, new Chronological(12, 12), 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "made-up: a window of 24 and a horizon of 12 need 36 steps to train on, 16 of 40 are"
                + " left; make the window or the other parts shorter");
    assertThatThrownBy(() -> prepare(squares(90), 24, 12, new Chronological(11, 12), 1))
        .hasMessage(
            "made-up: a horizon of 12 steps does not fit into the validation part of 11; make the"
                + " part longer or the horizon shorter");
    assertThatThrownBy(() -> prepare(squares(90), 24, 12, new Chronological(12, 0.01), 1))
        .hasMessage(
            "made-up: a horizon of 12 steps does not fit into the test part of 1; make the part"
                + " longer or the horizon shorter");
    int most = Integer.MAX_VALUE;
    assertThatThrownBy(() -> prepare(squares(9), most, most, new Chronological(1, 1), 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("need 4294967294 steps");
  }

  @Test
  void refusesSeriesThatLeaveMaseUndefined() {
    SeriesSource constant = made(InMemory.series(new double[] {3, 3, 3, 3, 3, 3, 4, 5}));
    assertThatThrownBy(() -> prepare(constant, 2, 1, new Chronological(1, 1), 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "made-up: column 'y' repeats itself exactly every step in the training part, which"
                + " leaves MASE undefined; set another season or choose another series");
    assertThatThrownBy(() -> prepare(squares(20), 2, 1, new Chronological(1, 1), 18))
        .hasMessage(
            "made-up: the 18 steps to train on hold no two values of column 'y' a season of 18"
                + " apart; make the season shorter");
  }

  @Test
  void refusesPartsWithoutAnythingObserved() {
    Series series = InMemory.series(new double[] {1, 2, 4, 7, 3, 2, Double.NaN, 5});
    assertThatThrownBy(() -> prepare(made(series), 2, 1, new Chronological(1, 1), 1))
        .hasMessage(
            "made-up: every value of column 'y' to be forecast in the validation part is missing;"
                + " choose other parts");
  }

  @Test
  void refusesWhatSinglePrecisionCannotHold() {
    SeriesSource data = made(InMemory.series(new double[] {1, 2, 1, 2, 3, 1e39}));
    assertThatThrownBy(() -> prepare(data, 2, 1, new Chronological(1, 1), 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "made-up, step 5: 1.0E39 in column 'y' is too large for single precision when scaled;"
                + " give it in a larger unit");
  }

  @Test
  void aSeasonLongerThanTheWindowLeavesOutTheTrainingPart() {
    PreparedTask task = prepare(squares(40), 3, 2, new Chronological(5, 5), 4);
    assertThat(task.baselines())
        .extracting(Baseline::name)
        .containsExactly("naive", "seasonal-naive");
    assertThat(task.baselines().get(0).metrics()).containsOnlyKeys(Split.values());
    assertThat(task.baselines().get(1).metrics()).containsOnlyKeys(Split.VALID, Split.TEST);
  }

  /** The figures were derived apart from this code, in Python. */
  @Test
  void airlineBaselines() {
    Path examples = dataFolder("examples");
    CsvSource source = CsvSource.of("airline-passengers.csv", List.of("passengers"), List.of());
    PreparedTask task =
        ForecastSettings.of(source)
            .window(24)
            .horizon(12)
            .split(24, 24)
            .scale(new LogStandard(Per.SERIES))
            .center(Center.MEAN)
            .season(12)
            .prepare(new DataFolders(List.of(examples)));
    assertThat(task.files()).containsExactly(examples.resolve("airline-passengers.csv"));
    assertThat(task.metrics())
        .extracting(Metric::name)
        .containsExactly(
            "mase", "mae", "rmse", "smape", "nd", "scaledMse", "scaledMae", "scaledMaeSd");
    assertThat(task.metrics()).allMatch(Metric::lowerIsBetter);
    Map<Split, Map<String, Double>> naive = task.baselines().get(0).metrics();
    assertFigures(naive.get(Split.TRAIN), 1.252658170, 36.580601093, 47.116426544, 15.475027625);
    assertFigures(naive.get(Split.VALID), 2.129260874, 62.179487179, 79.801355942, 16.307180207);
    assertFigures(naive.get(Split.TEST), 2.665527298, 77.839743590, 99.226204924, 17.310545699);
    Map<Split, Map<String, Double>> seasonal = task.baselines().get(1).metrics();
    assertFigures(seasonal.get(Split.TRAIN), 1.064831956, 31.095628415, 34.273330772, 13.953533103);
    assertFigures(seasonal.get(Split.VALID), 0.954655210, 27.878205128, 32.850964939, 7.725480623);
    assertFigures(seasonal.get(Split.TEST), 1.762237762, 51.461538462, 53.366295904, 12.230910581);
  }

  private static void assertFigures(
      Map<String, Double> figures, double mase, double mae, double rmse, double smape) {
    // Both sides are in double; the expected figures are printed to nine places.
    assertThat(figures.get("mase")).isCloseTo(mase, within(1e-9));
    assertThat(figures.get("mae")).isCloseTo(mae, within(1e-9));
    assertThat(figures.get("rmse")).isCloseTo(rmse, within(1e-9));
    assertThat(figures.get("smape")).isCloseTo(smape, within(1e-9));
  }

  /** The same numbers as in the data set that many papers use. */
  @Test
  void airlineIsTheKnownSeries() {
    Path shared = dataFolder("shared").resolve("univariate");
    Path examples = dataFolder("examples");
    double[] known =
        CsvSource.of("airline-passengers.csv", List.of("Passengers"), List.of())
            .load(new DataFolders(List.of(shared)))
            .series()
            .get(0)
            .columns()
            .get(0)
            .values();
    double[] ours =
        CsvSource.of("airline-passengers.csv", List.of("passengers"), List.of())
            .load(new DataFolders(List.of(examples)))
            .series()
            .get(0)
            .columns()
            .get(0)
            .values();
    assertThat(ours).hasSize(144).containsExactly(known);
  }

  @Test
  void hourlyTransformerData() {
    Path shared = dataFolder("shared").resolve("ett");
    CsvSource source =
        CsvSource.of(
            "ETTh1.csv", List.of("OT"), List.of("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL"));
    PreparedTask task =
        ForecastSettings.of(source)
            .window(96)
            .horizon(24)
            .split(2880, 2880)
            .scale(new Standard(Per.SERIES))
            .season(24)
            .prepare(new DataFolders(List.of(shared)));
    assertThat(task.signature().input().size()).isEqualTo(7);
    Map<Split, Map<String, Double>> naive = task.baselines().get(1).metrics();
    assertFigures(naive.get(Split.TRAIN), 0.994182733, 2.379561410, 3.260814334, 19.662107008);
    assertFigures(naive.get(Split.VALID), 0.639574605, 1.530812192, 1.967949093, 46.529091089);
    assertFigures(naive.get(Split.TEST), 0.730970508, 1.749566910, 2.309296547, 26.928142730);
  }

  /**
   * The folder "data" in a folder of this name, here or above; the test is skipped where there is
   * none.
   */
  private static Path dataFolder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve(name).resolve("data");
      if (Files.isDirectory(data)) {
        return data;
      }
    }
    return Assumptions.abort("there is no " + name + "/data");
  }
}

package dev.carousel.timeseries.anomaly.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.AnomalyDetector;
import dev.carousel.serve.TableFollower;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.timeseries.Small;
import dev.carousel.timeseries.anomaly.Quantile;
import dev.carousel.timeseries.distribution.StudentT;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.series.Gaps;
import dev.carousel.timeseries.series.Missing;
import dev.carousel.timeseries.series.SeriesLayout;
import dev.carousel.timeseries.series.TimeColumn;
import dev.carousel.timeseries.split.Chronological;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables, judged by a model with its first weights: what is tested is the way there. Rows have an
 * hour, a device, a value, a load that may be missing, and marks of anomalies.
 */
class SeriesDetectorTest {
  private static final String HEADER = "hour,device,value,load,mark";
  private static final String UNMARKED = "hour,device,value,load";
  private static final int STEPS = 40;
  private static final Scale STANDARD = new Standard(Per.SERIES);

  @TempDir private Path folder;

  private PreparedSeriesAnomalies prepared;
  private Model model;

  /** Two devices an hour each, of which the second one lacks a row. */
  private static List<String> rows(boolean marked) {
    RandomStream random = new RandomStream(7);
    List<String> rows = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      for (String device : List.of("a", "b")) {
        String value = Double.toString(2 + Math.sin(t) + random.nextDouble());
        String load = t % 7 == 3 ? "" : Double.toString(random.nextDouble());
        String mark = marked ? "," + (t % 9 == 8 ? 1 : 0) : "";
        if (t != 33 || device.equals("a")) {
          rows.add(
              "2024-01-%02dT%02d:00,%s,%s,%s%s"
                  .formatted(1 + t / 24, t % 24, device, value, load, mark));
        }
      }
    }
    return rows;
  }

  private static String table(String header, List<String> rows) {
    return rows.stream().collect(Collectors.joining("\n", header + "\n", "\n"));
  }

  private static CsvSource source(SeriesLayout layout, boolean timed) {
    return new CsvSource(
        "rows.csv",
        List.of("value"),
        List.of("load", "mark"),
        List.of(),
        List.of(),
        ",",
        true,
        OptionalInt.empty(),
        Missing.ALLOW,
        List.of(""),
        timed
            ? new TimeColumn(
                Optional.of("hour"), Optional.empty(), "UTC", Optional.of("PT1H"), Gaps.MISSING)
            : TimeColumn.NONE,
        layout);
  }

  private static SeriesAnomalies task(CsvSource source, Scale scale, Loss loss) {
    return new SeriesAnomalies(
        source,
        Optional.of("mark"),
        true,
        5,
        2,
        new Chronological(10, 12),
        scale,
        loss,
        0.5,
        new Quantile(0.9));
  }

  private static CsvSource devices() {
    return source(new SeriesLayout.Rows(Optional.of("device")), true);
  }

  private AnomalyDetector detector(SeriesAnomalies task) throws IOException {
    Files.writeString(folder.resolve("rows.csv"), table(HEADER, rows(true)));
    prepared = (PreparedSeriesAnomalies) task.prepare(new DataFolders(List.of(folder)), 1);
    EjmlKernels kernels = new EjmlKernels();
    model =
        new SequenceArchitecture(Small.stack(4), OptionalInt.empty(), 0, new PyTorchInitializer())
            .build(prepared.signature(), kernels, new RandomStream(1));
    Assets conclusions = prepared.conclusions(EpochTrainer.predictor(model, kernels), 1);
    Files.delete(folder.resolve("rows.csv"));
    assertThat(task.serving(prepared.assets()).signature()).isEqualTo(prepared.signature());
    return (AnomalyDetector) task.serving(prepared.assets()).service(model, conclusions, kernels);
  }

  private static List<Map<String, Object>> all(
      AnomalyDetector detector, String header, List<String> rows) {
    TableFollower follower = detector.detections();
    List<Map<String, Object>> answers = new ArrayList<>(follower.read(header));
    rows.forEach(row -> answers.addAll(follower.read(row)));
    answers.addAll(follower.end());
    return answers;
  }

  private static List<String> of(String device, List<String> rows) {
    return rows.stream().filter(row -> row.contains("," + device + ",")).toList();
  }

  private static List<Map<String, Object>> answersOf(
      String device, List<Map<String, Object>> answers) {
    return answers.stream().filter(answer -> answer.get("series").equals(device)).toList();
  }

  @Test
  void everyStepIsAnswered() throws IOException {
    List<Map<String, Object>> answers =
        all(detector(task(devices(), STANDARD, new StudentT())), UNMARKED, rows(false));

    assertThat(answers).hasSize(2 * STEPS);
    assertThat(answers.get(1))
        .containsEntry("step", 1)
        .containsEntry("series", "b")
        .containsEntry("time", "2024-01-01T00:00Z")
        .containsEntry("anomaly", null)
        .containsEntry("score", null);
    assertThat(answers.get(1).keySet())
        .containsExactly("step", "series", "time", "anomaly", "score", "threshold");
    double threshold = (Double) answers.get(1).get("threshold");
    int flagged = 0;
    for (Map<String, Object> answer : answers) {
      boolean warm = (Integer) answer.get("step") > 2;
      boolean absent = answer.get("step").equals(34) && answer.get("series").equals("b");
      if (warm && !absent) {
        double score = (Double) answer.get("score");
        assertThat(answer).containsEntry("anomaly", score > threshold);
        flagged += score > threshold ? 1 : 0;
      } else {
        assertThat(answer).containsEntry("anomaly", null).containsEntry("score", null);
      }
    }
    assertThat(flagged).isBetween(1, STEPS);
  }

  /**
   * The model reads a part in stretches there and step by step here, which differs by the rounding
   * of sums of at most 8 floats near 1; a score multiplies that by at most some tens.
   */
  @Test
  void scoresOfAPartAreThoseOfItsEvaluation() throws IOException {
    for (Loss loss : List.of(new MeanSquaredError(), new StudentT())) {
      AnomalyDetector detector = detector(task(devices(), STANDARD, loss));
      List<double[]> evaluated =
          prepared.scores(Split.TEST, EpochTrainer.predictor(model, new EjmlKernels()));
      int series = 0;
      for (String device : List.of("a", "b")) {
        List<String> rows = of(device, rows(false));
        int from = STEPS - 12 - 2;
        List<Map<String, Object>> answers =
            all(detector, UNMARKED, rows.subList(from, rows.size()));
        double[] expected = evaluated.get(series++);
        assertThat(answers).hasSize(expected.length + 1);
        for (int t = 0; t < expected.length; t++) {
          Object score = answers.get(t + 1).get("score");
          if (Double.isNaN(expected[t])) {
            assertThat(score).isNull();
          } else {
            assertThat((Double) score).isCloseTo(expected[t], within(1e-5));
          }
        }
      }
    }
  }

  @Test
  void seriesDoNotDisturbEachOtherAndRowsMayComeOneByOne() throws IOException {
    AnomalyDetector detector = detector(task(devices(), STANDARD, new MeanSquaredError()));
    List<Map<String, Object>> together = all(detector, UNMARKED, rows(false));

    for (String device : List.of("a", "b")) {
      assertThat(all(detector, UNMARKED, of(device, rows(false))))
          .isEqualTo(answersOf(device, together));
    }
    List<TableFollower> followers = List.of(detector.detections(), detector.detections());
    followers.forEach(follower -> follower.read(UNMARKED));
    List<List<Map<String, Object>>> inTurn = List.of(new ArrayList<>(), new ArrayList<>());
    for (String row : rows(false)) {
      for (int i = 0; i < 2; i++) {
        inTurn.get(i).addAll(followers.get(i).read(row));
      }
    }
    assertThat(inTurn.get(0)).isEqualTo(together);
    assertThat(inTurn.get(1)).isEqualTo(together);
  }

  /** Whatever comes at or after a row, no score before it changes. */
  @Test
  void noScoreKnowsWhatComesLater() throws IOException {
    AnomalyDetector detector = detector(task(devices(), STANDARD, new MeanSquaredError()));
    List<String> rows = of("a", rows(false));
    List<Map<String, Object>> answers = all(detector, UNMARKED, rows);
    for (int t = 1; t < STEPS; t += 6) {
      List<String> changed = new ArrayList<>(rows);
      for (int later = t; later < STEPS; later++) {
        changed.set(later, rows.get(later).replaceAll(",a,.*", ",a,900,800"));
      }
      List<Map<String, Object>> others = all(detector, UNMARKED, changed);
      assertThat(others.subList(0, t)).isEqualTo(answers.subList(0, t));
      if (t >= 2) {
        assertThat(others.get(t)).isNotEqualTo(answers.get(t));
      }
    }
  }

  @Test
  void marksAreNotRead() throws IOException {
    AnomalyDetector detector = detector(task(devices(), STANDARD, new MeanSquaredError()));
    List<String> marked =
        rows(true).stream().map(row -> row.substring(0, row.length() - 1) + "?").toList();

    assertThat(all(detector, HEADER, marked)).isEqualTo(all(detector, UNMARKED, rows(false)));
  }

  @Test
  void oneSeriesWithoutTimesHasStepsAlone() throws IOException {
    CsvSource plain = source(new SeriesLayout.Rows(Optional.empty()), false);
    List<Map<String, Object>> answers =
        all(detector(task(plain, STANDARD, new MeanSquaredError())), UNMARKED, rows(false));

    assertThat(answers).hasSize(2 * STEPS - 1);
    assertThat(answers.get(5).keySet()).containsExactly("step", "anomaly", "score", "threshold");
  }

  @Test
  void linesAreAnsweredInARequest() throws IOException {
    AnomalyDetector detector = detector(task(devices(), STANDARD, new MeanSquaredError()));
    List<String> lines = new ArrayList<>(List.of(UNMARKED));
    lines.addAll(rows(false));

    assertThat(detector.answer(List.of(Map.of("lines", lines))))
        .isEqualTo(List.of(Map.of("detections", all(detector, UNMARKED, rows(false)))));
    assertThatThrownBy(
            () ->
                detector.answer(List.of(Map.of("lines", List.of(UNMARKED, "2024-01-01,a,one,2")))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("line 2 under 'lines': 'one' in column 'value' is not a number");
    assertThatThrownBy(() -> detector.answer(List.of(Map.of("values", 1))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("unknown key 'values'; known: lines");
  }

  @Test
  void whatCannotBeJudgedIsRefused() throws IOException {
    AnomalyDetector detector = detector(task(devices(), STANDARD, new MeanSquaredError()));
    assertRefused(
        detector,
        "hour,device,value",
        null,
        "no column 'load' (\"features\") in the header;" + " available: hour, device, value");
    assertRefused(detector, UNMARKED, null, "there is no row; one row a step is needed");
    assertRefused(
        detector,
        UNMARKED,
        "2024-01-01,new,1,2",
        "the model was not trained on a series 'new', and each of its series has a scale of its own;"
            + " known: a, b");
    assertRefused(
        detector,
        UNMARKED,
        "2024-01-01,a,1e300,2",
        "1.0E300 in column 'value' is too large for single precision when scaled; give it in a"
            + " larger unit");
    AnomalyDetector logarithms =
        detector(task(devices(), new LogStandard(Per.ALL), new MeanSquaredError()));
    assertRefused(
        logarithms,
        UNMARKED,
        "2024-01-01,new,0,2",
        "0.0 in column 'value' has no logarithm; use \"scale\": \"standard\"");
    assertThat(all(logarithms, UNMARKED, List.of("2024-01-01,new,1,2"))).hasSize(1);
  }

  private static void assertRefused(
      AnomalyDetector detector, String header, String row, String message) {
    assertThatThrownBy(() -> all(detector, header, row == null ? List.of() : List.of(row)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void aModelWithoutStatesCannotFollowASeries() throws IOException {
    SeriesAnomalies task = task(devices(), STANDARD, new MeanSquaredError());
    detector(task);
    Model forgetful =
        new Model() {
          @Override
          public List<Parameter> parameters() {
            return List.of();
          }

          @Override
          public Variable outputs(Tape tape, Batch batch) {
            return tape.constant(tape.kernels().tensor(new float[1], 1, 1));
          }
        };
    Map<String, String> threshold = new HashMap<>(Map.of("threshold.txt", "1\n"));
    AnomalyDetector detector =
        (AnomalyDetector)
            task.serving(prepared.assets())
                .service(forgetful, new Assets(threshold), new EjmlKernels());
    assertThatThrownBy(
            () ->
                all(
                    detector,
                    UNMARKED,
                    List.of("2024-01-01 00:00,a,1,2", "2024-01-01 01:00,a,1,2")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("this model carries no states from step to step, so it cannot follow a series");
    assertThatThrownBy(() -> task.serving(prepared.assets()).service(model, new EjmlKernels()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the run has kept no 'threshold.txt', only []");
    threshold.put("threshold.txt", "high");
    assertThatThrownBy(
            () ->
                task.serving(prepared.assets())
                    .service(model, new Assets(threshold), new EjmlKernels()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the threshold 'high' is not a number");
  }
}

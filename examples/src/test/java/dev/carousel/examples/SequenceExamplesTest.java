package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The experiments with labelled sequences and with anomalies, shortened: on the first lines of
 * their data, or few patients, with few units, for two epochs, through the command line. What they
 * reach in full stands in docs/results.md.
 */
class SequenceExamplesTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath();

  @TempDir private Path folder;

  /**
   * An experiment and a question to its model.
   *
   * @param answer how the answer begins
   * @param set what makes it short
   */
  private record Shortened(
      String example, boolean needsData, String question, String answer, String... set) {
    @Override
    public String toString() {
      return example;
    }
  }

  static Stream<Shortened> experiments() {
    return Stream.of(
        new Shortened(
            "ecg200-classification",
            true,
            "{\"values\": [0.5, null, 1.5, 2]}",
            "{\"label\":",
            "task.data.train.to=40",
            "task.data.test.to=20",
            "model.recurrent.cell.cell.units=8"),
        new Shortened(
            "ecg5000-classification",
            true,
            "{\"values\": [0.5, null, 1.5, 2]}",
            "{\"label\":",
            "task.data.train.from=250",
            "task.data.train.to=330",
            "task.data.test.to=530",
            "model.recurrent.cell.cell.units=8"),
        new Shortened(
            "ecg5000-anomalies",
            true,
            "{\"values\": [0.5, null, 1.5, 2]}",
            "{\"anomaly\":",
            "task.data.train.from=270",
            "task.data.train.to=320",
            "task.data.test.to=530",
            "model.recurrent.cell.units=8"),
        new Shortened(
            "vital-signs",
            false,
            "{\"values\": [[80, 96, 37, null, 16], [null, 95, null, 120, null]], \"times\": [0,"
                + " 0.7]}",
            "{\"label\":",
            "task.data.train=40",
            "task.data.valid=10",
            "task.data.test=10",
            "model.recurrent.cell.units=8"),
        new Shortened(
            "signal-anomalies",
            false,
            "{\"lines\": [\"value\", \"0.5\", \"0.7\"]}",
            "{\"detections\":[{\"step\":1,\"anomaly\":null,",
            "task.data.steps=900",
            "task.data.clean=600",
            "task.warmup=10",
            "model.recurrent.cell.units=8"));
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void runsAndAnswers(Shortened experiment) throws IOException {
    assumeTrue(
        !experiment.needsData() || Shell.sharedData().isPresent(),
        "no folder shared/data beside the checkout");
    String run = folder.resolve("run").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                "run",
                EXAMPLES.resolve(experiment.example() + ".json").toString(),
                "--data",
                Shell.sharedData().orElse(folder).toString(),
                "--out",
                run,
                "--seeds",
                "1",
                "--set",
                "training.epochs=2"));
    for (String set : experiment.set()) {
      command.addAll(List.of("--set", set));
    }
    Shell shell = new Shell();

    assertThat(shell.carousel(command.toArray(String[]::new))).as(shell.complained()).isZero();

    assertThat(folder.resolve("run/report.html")).exists();
    String answer = answer(run, experiment.question());
    assertThat(answer)
        .startsWith(experiment.answer())
        .isEqualTo(answer(run, experiment.question()));
  }

  private String answer(String run, String question) throws IOException {
    Path requests = Files.writeString(folder.resolve("requests.jsonl"), question + "\n");
    Shell shell = new Shell();
    assertThat(shell.carousel("predict", run, "--input", requests.toString()))
        .as(shell.complained())
        .isZero();
    return shell.printed();
  }

  /** A line of 8 values, a wave of some height, with a label after it. */
  private static String wave(double height, String label) {
    return IntStream.range(0, 8)
        .mapToObj(t -> Double.toString(height * Math.sin(t * Math.PI / 4)))
        .collect(Collectors.joining(",", "", "," + label + "\n"));
  }

  @Test
  void aTrainedDetectorIsAskedWithoutItsData() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int n = 0; n < 60; n++) {
      double height = 1 + n % 7 / 10.0;
      lines.append(n % 5 == 0 ? wave(-height, "bad") : wave(height, "ok"));
    }
    Path data = Files.writeString(folder.resolve("waves.csv"), lines);
    Path experiment =
        Files.writeString(
            folder.resolve("waves.json"),
            """
            {
              "task": {
                "type": "sequence-anomalies",
                "data": {
                  "type": "labelled-rows",
                  "train": {"path": "waves.csv", "to": 40},
                  "test": {"path": "waves.csv", "from": 41},
                  "label": "last",
                  "separator": ","
                },
                "normal": "ok",
                "frame": 2
              },
              "model": {"type": "autoencoder", "recurrent": {"cell": {"type": "gru", "units": 8}},
                        "code": 2},
              "training": {"epochs": 60, "batchSize": 8,
                           "optimizer": {"type": "adam", "learningRate": 0.02}}
            }
            """);
    Path run = folder.resolve("out");
    Shell shell = new Shell();
    assertThat(shell.carousel("run", experiment.toString(), "--out", run.toString()))
        .as(shell.complained())
        .isZero();
    Files.delete(data);

    String normal = answer(run.toString(), "{\"values\": [" + numbers(1.2) + "]}");
    String anomalous = answer(run.toString(), "{\"values\": [" + numbers(-1.2) + "]}");
    assertThat(normal).startsWith("{\"anomaly\":false,\"score\":");
    assertThat(anomalous).startsWith("{\"anomaly\":true,\"score\":");
    String rows = detectedInFileAndStream(run.toString(), wave(1.2, "ok") + wave(-1.2, ""));
    assertThat(rows)
        .startsWith("line,label,anomaly,score,threshold\n1,ok,false,0.")
        .contains("\n2,,true,");
    Path threshold = run.resolve("checkpoints/gru-seed1/threshold.txt");
    assertThat(anomalous).endsWith("\"threshold\":" + Files.readString(threshold).strip() + "}\n");

    Files.delete(threshold);
    Shell other = new Shell();
    assertThat(other.carousel("predict", run.toString())).isEqualTo(2);
    assertThat(other.complained()).contains("the run has kept no 'threshold.txt', only []");
  }

  private static String numbers(double height) {
    String line = wave(height, "");
    return line.substring(0, line.length() - 2);
  }

  /** What is printed of a table, which is the same for a file and for a stream. */
  private String detectedInFileAndStream(String run, String table, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("detect", run));
    command.addAll(List.of(options));
    Shell stream = new Shell();
    InputStream in = new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8));
    assertThat(stream.carousel(in, command.toArray(String[]::new)))
        .as(stream.complained())
        .isZero();
    Path file = Files.writeString(folder.resolve("table.csv"), table);
    command.addAll(List.of("--input", file.toString()));
    Shell shell = new Shell();
    assertThat(shell.carousel(command.toArray(String[]::new))).as(shell.complained()).isZero();
    assertThat(stream.printed()).isEqualTo(shell.printed());
    return shell.printed();
  }

  /** A wave that stops for a while, with times. */
  private static String waveWithAStop(boolean marked) {
    StringBuilder table = new StringBuilder(marked ? "time,value,stopped\n" : "time,value\n");
    for (int t = 0; t < 400; t++) {
      boolean stopped = t >= 350 && t < 360;
      double value = Math.sin((stopped ? 350 : t) * Math.PI / 6);
      table.append("2024-01-%02dT%02d:00,%.4f".formatted(1 + t / 24, t % 24, value));
      table.append(marked ? "," + (stopped ? 1 : 0) : "").append('\n');
    }
    return table.toString();
  }

  @Test
  void aSeriesIsFollowedWithoutTheData() throws IOException {
    Path data = Files.writeString(folder.resolve("wave.csv"), waveWithAStop(true));
    Path experiment =
        Files.writeString(
            folder.resolve("wave.json"),
            """
            {
              "task": {
                "type": "series-anomalies",
                "data": {
                  "type": "csv",
                  "path": "wave.csv",
                  "target": "value",
                  "features": "stopped",
                  "time": {"column": "time", "step": "PT1H"}
                },
                "anomaly": "stopped",
                "steps": 24,
                "warmup": 12,
                "threshold": {"type": "quantile", "of": 1}
              },
              "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "gru", "units": 8}}},
              "training": {"epochs": 40, "batchSize": 4,
                           "optimizer": {"type": "adam", "learningRate": 0.02}}
            }
            """);
    String run = folder.resolve("out").toString();
    Shell shell = new Shell();
    assertThat(shell.carousel("run", experiment.toString(), "--out", run))
        .as(shell.complained())
        .isZero();
    Files.delete(data);

    List<String> rows = detectedInFileAndStream(run, waveWithAStop(false)).lines().toList();
    assertThat(rows).hasSize(401);
    assertThat(rows.get(0)).isEqualTo("step,time,anomaly,score,threshold");
    assertThat(rows.get(1)).startsWith("1,2024-01-01T00:00Z,,,");
    assertThat(rows.subList(1, 13)).allMatch(row -> row.contains("Z,,,"));
    assertThat(rows.subList(13, 400)).noneMatch(row -> row.contains("Z,,,"));
    assertThat(rows.subList(52, 352).stream().filter(row -> row.contains(",true,")).count())
        .isLessThan(10);
    assertThat(rows.subList(352, 361)).anyMatch(row -> row.contains(",true,"));
    assertThat(detectedInFileAndStream(run, waveWithAStop(false), "--format", "json"))
        .startsWith(
            "{\"step\":1,\"time\":\"2024-01-01T00:00Z\",\"anomaly\":null,\"score\":null,\"threshold\":");
  }
}

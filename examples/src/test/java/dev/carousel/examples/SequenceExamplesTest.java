package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
 * The experiments with labelled sequences, shortened: on the first lines of their data, or few
 * patients, with few units, for two epochs, through the command line. What they reach in full
 * stands in docs/results.md.
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
}

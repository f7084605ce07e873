package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The experiments that forecast, shortened: on the first rows of their data, with few units, for
 * two epochs, through the command line.
 */
class ForecastExamplesTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath();

  @TempDir private Path folder;

  private final Shell shell = new Shell();

  /**
   * An experiment.
   *
   * @param rows of its file
   * @param part the steps of its validation and test parts
   * @param sets further values
   */
  private record Shortened(String example, int rows, int part, String... sets) {
    @Override
    public String toString() {
      return example;
    }

    Path file() {
      return EXAMPLES.resolve(example + ".json");
    }
  }

  static Stream<Shortened> experiments() {
    return Stream.of(
        new Shortened("etth1-univariate", 500, 60),
        new Shortened("etth1-multivariate", 400, 60, "task.horizon=12"),
        new Shortened("exchange-rate", 300, 60),
        new Shortened("daily-temperature", 400, 50, "task.season=30"),
        new Shortened("sunspots", 400, 50));
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void runsShortened(Shortened experiment) throws IOException {
    assumeTrue(Shell.sharedData().isPresent(), "no folder shared/data beside the checkout");
    String data = Shell.sharedData().orElseThrow().toString();
    String file = experiment.file().toString();
    List<String> command = new ArrayList<>(List.of("run", file, "--data", data, "--seeds", "1"));
    command.addAll(List.of("--out", folder.resolve("run").toString()));
    List<String> sets =
        new ArrayList<>(
            List.of(
                "task.data.rows=" + experiment.rows(),
                "task.split={\"valid\":%d,\"test\":%d}"
                    .formatted(experiment.part(), experiment.part()),
                "training.epochs=2",
                "model.recurrent.cell.units=8"));
    sets.addAll(List.of(experiment.sets()));
    for (String set : sets) {
      command.addAll(List.of("--set", set));
    }

    int status = shell.carousel(command.toArray(String[]::new));

    assertThat(status).as(shell.complained()).isZero();
    assertThat(folder.resolve("run/report.html")).exists();
    assertThat(folder.resolve("run/traces/lstm-seed1.json")).exists();
    JsonNode exhibits = Json.read(folder.resolve("run/exhibits/lstm-seed1.json"));
    assertThat(exhibits.at("/exhibits")).hasSizeGreaterThanOrEqualTo(3);
    JsonNode results = Json.read(folder.resolve("run/results.json"));
    String deciding = results.at("/metrics/0/name").stringValue();
    assertThat(results.at("/variants")).hasSize(4);
    for (JsonNode variant : results.at("/variants")) {
      assertThat(variant.at("/summary/test/" + deciding + "/mean").doubleValue()).isPositive();
    }
    assertThat(results.at("/baselines").valueStream().map(b -> b.at("/name").stringValue()))
        .containsExactly("naive", "seasonal-naive", "drift", "ets", "theta", "linear");
    for (JsonNode baseline : results.at("/baselines")) {
      assertThat(baseline.at("/metrics/test/" + deciding).doubleValue()).isPositive();
    }
    forecastsAlikeFromAFileAndAStream(experiment);
  }

  /** What is forecast after the last row of a file is what is forecast after that row comes. */
  private void forecastsAlikeFromAFileAndAStream(Shortened experiment) throws IOException {
    String path = Json.read(experiment.file()).at("/task/data/path").stringValue();
    Path rows = folder.resolve("rows.csv");
    try (Stream<String> lines = Files.lines(Shell.sharedData().orElseThrow().resolve(path))) {
      Files.write(rows, lines.limit(experiment.rows()).toList());
    }
    String run = folder.resolve("run").toString();
    shell.clear();
    int status = shell.carousel("forecast", run, "--input", rows.toString(), "--horizon", "5");
    assertThat(status).as(shell.complained()).isZero();
    String ofFile = shell.printed();
    shell.clear();
    try (InputStream in = Files.newInputStream(rows)) {
      status = shell.carousel(in, "forecast", run, "--horizon", "5");
    }
    assertThat(status).as(shell.complained()).isZero();
    int header = ofFile.indexOf('\n') + 1;
    assertThat(ofFile.lines().count()).isGreaterThanOrEqualTo(6);
    assertThat(shell.printed())
        .startsWith(ofFile.substring(0, header))
        .endsWith(ofFile.substring(header))
        .hasSizeGreaterThan(10 * ofFile.length());
  }

  /** Layers are looked into as far as they read a sequence once; why not is said in one line. */
  @Test
  void modelsThatForecastAreTraced() {
    String run = folder.resolve("run").toString();
    int status =
        shell.carousel(
            "run",
            EXAMPLES.resolve("quickstart.json").toString(),
            "--out",
            run,
            "--seeds",
            "1",
            "--set",
            "training.epochs=2",
            "--set",
            "model.recurrent.cell.units=8",
            "--set",
            "compare.variants=[{\"name\":\"direct\"},"
                + "{\"name\":\"decoding\",\"set\":{\"model.type\":\"decoding-forecaster\"}},"
                + "{\"name\":\"stepwise\",\"set\":{\"model.type\":\"autoregressive-forecaster\"}}]");
    assertThat(status).as(shell.complained()).isZero();
    shell.clear();

    assertThat(shell.carousel("trace", run, "--variant", "direct")).isZero();
    assertThat(shell.printed())
        .contains("direct (lstm), seed 1, on valid:0: 24 steps, loss ", "recurrent.0.forward, 8");
    shell.clear();
    assertThat(shell.carousel("trace", run, "--variant", "decoding")).isZero();
    assertThat(shell.printed()).contains("encoder.0.forward, 8", "decoder.0.forward, 8");
    shell.clear();
    assertThat(shell.carousel("trace", run, "--variant", "stepwise")).isEqualTo(2);
    assertThat(shell.complained())
        .endsWith(
            "variant 'stepwise': its model has no recurrent layers to look into;"
                + " recurrent.0.forward runs 2 times, step by step\n");
  }
}

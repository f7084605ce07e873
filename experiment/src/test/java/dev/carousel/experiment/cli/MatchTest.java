package dev.carousel.experiment.cli;

import static dev.carousel.experiment.toy.ToyModule.carousel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is held equal between variants, and what is said of what is not. */
class MatchTest {
  private static final String EXPERIMENT =
      """
      {
        "name": "toy",
        "task": {"type": "toy", "split": {"test": 4}},
        "model": {
          "type": "sequence-model",
          "recurrent": {"cell": {"type": "lstm", "units": 20}}
        },
        "training": {"epochs": 1},
        "compare": {
          "seeds": 1,
          "match": "parameters",
          "variants": [
            {"name": "one-layer"},
            {"name": "two-layers", "set": {"model.recurrent.layers": 2}},
            {"name": "slow", "set": {"training.optimizer.learningRate": 1e-5,
                                     "model.recurrent.cell.type": "gru"}}
          ]
        }
      }
      """;

  @TempDir private Path folder;
  private Path file;
  private Path out;

  @BeforeEach
  void writeExperiment() throws IOException {
    file = Files.writeString(folder.resolve("toy.json"), EXPERIMENT);
    out = folder.resolve("out");
  }

  /** Parameters of n units: W, U and b of each layer, and the readout. */
  private static int parameters(int n, int layers) {
    return n + n * n + n + (layers - 1) * (2 * n * n + n) + n + 1;
  }

  @Test
  void unitsAreSolvedForAndDifferencesListed() {
    var run = carousel("run", file.toString(), "--out", out.toString());
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode results = Json.read(out.resolve("results.json"));

    assertThat(results.at("/variants/0/units").intValue()).isEqualTo(20);
    assertThat(results.at("/variants/0/parameters").intValue()).isEqualTo(parameters(20, 1));
    int units = results.at("/variants/1/units").intValue();
    int wanted = parameters(20, 1);
    assertThat(results.at("/variants/1/parameters").intValue()).isEqualTo(parameters(units, 2));
    int error = Math.abs(parameters(units, 2) - wanted);
    assertThat(error)
        .isLessThanOrEqualTo(Math.abs(parameters(units - 1, 2) - wanted))
        .isLessThanOrEqualTo(Math.abs(parameters(units + 1, 2) - wanted));
    assertThat(results.at("/confounds/0").toString())
        .isEqualTo(
            "{\"what\":\"model.recurrent.layers\",\"values\":{\"one-layer\":1,\"two-layers\":2,"
                + "\"slow\":1},\"ofTheMeasure\":false}");
    assertThat(results.at("/confounds").findValuesAsString("what"))
        .containsExactly(
            "model.recurrent.layers",
            "training.optimizer.learningRate",
            "units",
            "parameters",
            "flops");
    assertThat(run.out()).contains("one-layer", "two-layers");
  }

  @Test
  void operationsAreMatchedToo() {
    carousel("run", file.toString(), "--out", out.toString(), "--set", "compare.match=flops");
    JsonNode results = Json.read(out.resolve("results.json"));
    double wanted = results.at("/variants/0/flops").doubleValue();
    // W x and U h, to which biases are no extra work, and tanh each step; the readout once for
    // three steps.
    assertThat(wanted).isCloseTo(2 * (20 + 400) + 20 + 2 * 20 / 3.0, within(1e-9));
    assertThat(results.at("/variants/1/flops").doubleValue())
        .isCloseTo(wanted, within(0.1 * wanted));
    assertThat(results.at("/variants/1/units").intValue()).isLessThan(20);
  }

  @Test
  void variantsOnOtherDataAreNotCompared() {
    carousel(
        "run",
        file.toString(),
        "--out",
        out.toString(),
        "--set",
        "compare.match=units",
        "--set",
        "compare.seeds=3",
        "--set",
        "compare.variants.1.set={\"task.window\": 4}");
    JsonNode results = Json.read(out.resolve("results.json"));
    assertThat(results.at("/comparisons/0/note").stringValue())
        .isEqualTo("not compared: measured on different data (task.window)");
    assertThat(results.at("/comparisons/0/p").isNull()).isTrue();
    assertThat(results.at("/comparisons/0/difference/mean").isNull()).isTrue();
    assertThat(results.at("/comparisons/1/p").isNumber()).isTrue();
    assertThat(results.at("/confounds/0").toString())
        .startsWith("{\"what\":\"task.window\",")
        .endsWith("\"ofTheMeasure\":true}");
  }

  @Test
  void variantsThatReadTheSameDataInAnotherWayAreCompared() {
    carousel(
        "run",
        file.toString(),
        "--out",
        out.toString(),
        "--set",
        "compare.match=units",
        "--set",
        "compare.seeds=3",
        "--set",
        "compare.variants.1.set={\"task.shuffle\": false}");
    JsonNode results = Json.read(out.resolve("results.json"));
    assertThat(results.at("/confounds/0").toString())
        .isEqualTo(
            "{\"what\":\"task.shuffle\",\"values\":{\"one-layer\":true,\"two-layers\":false,"
                + "\"slow\":true},\"ofTheMeasure\":false}");
    assertThat(results.at("/baselines").findValuesAsString("name")).containsExactly("half");
    // The toy does not look at it, so both have the same figures.
    assertThat(results.at("/comparisons/0/n").intValue()).isEqualTo(3);
    assertThat(results.at("/comparisons/0/difference/mean").doubleValue()).isZero();
  }

  @Test
  void failedTrialsAreLeftOutOfEveryPair() {
    carousel(
        "run",
        file.toString(),
        "--out",
        out.toString(),
        "--set",
        "compare.match=units",
        "--set",
        "compare.seeds=4",
        "--set",
        "compare.variants.2.set={\"task.fault\": \"nan-targets\"}");
    JsonNode results = Json.read(out.resolve("results.json"));
    assertThat(results.at("/variants/2/summary/test").isEmpty()).isTrue();
    assertThat(results.at("/comparisons/1/n").intValue()).isZero();
  }

  @Test
  void oneThingUnderTwoNamesIsRefused() {
    var run =
        carousel(
            "run",
            file.toString(),
            "--out",
            out.toString(),
            "--set",
            "compare.variants.1.set={\"model.recurrent.layers\": 1}");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .endsWith(
            "variants 'one-layer' and 'two-layers' differ in nothing but their names, so under"
                + " equal seeds they would be the same trials; leave one of them out\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void againstOneVariantThereAreFewerComparisons() {
    carousel(
        "run", file.toString(), "--out", out.toString(), "--set", "compare.against=two-layers");
    JsonNode results = Json.read(out.resolve("results.json"));
    assertThat(results.at("/comparisons").findValuesAsString("against"))
        .hasSize(4)
        .containsOnly("two-layers");
    assertThat(results.at("/comparisons/0/note").stringValue())
        .isEqualTo("no p-value: 1 seed is measured in both; at least 3 are needed");
  }
}

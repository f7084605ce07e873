package dev.carousel.experiment.cli;

import static dev.carousel.experiment.toy.ToyModule.carousel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyModule.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class TraceTest {
  private static final String EXPERIMENT =
      """
      {
        "name": "toy",
        "seed": 7,
        "task": {"type": "toy", "window": 5, "file": "toy.json", "split": {"test": 4}},
        "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm"}}},
        "training": {"epochs": 2},
        "compare": {
          "seeds": 2,
          "variants": [
            {"name": "lstm"},
            {"name": "wide", "set": {"model.recurrent": {
                "cell": {"type": "gru", "units": 6}, "layers": 2, "bidirectional": true}}}
          ]
        }
      }
      """;

  @TempDir private static Path shared;
  @TempDir private Path own;
  private static Path finished;

  @BeforeAll
  static void runOnce() throws IOException {
    Path file = Files.writeString(shared.resolve("toy.json"), EXPERIMENT);
    finished = shared.resolve("out");
    assertThat(carousel("run", file.toString(), "--out", finished.toString()).status()).isZero();
  }

  private Path copied() throws IOException {
    Path copy = own.resolve("out");
    try (var files = Files.walk(finished)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(finished.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.doubleValue()));
    return numbers;
  }

  @Test
  void tracesTheFirstTrialOfEveryVariant() throws IOException {
    Path run = copied();
    Outcome outcome = carousel("trace", run.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEqualTo("kernels: ejml\n");
    assertThat(outcome.out())
        .startsWith("lstm (lstm), seed 7, on valid:0: 5 steps, loss ")
        .contains(
            "recurrent.0.forward, 4 units\nvalue  kind ",
            "∂h_T/∂h_{T-lag}",
            "∂L/∂h_{T-lag}",
            "memory horizon: ",
            "written to " + run.resolve("traces/lstm-seed7.json") + "\n",
            "recurrent.1.backward, 6 units");
    JsonNode trace = Json.read(run.resolve("traces/wide-seed7.json"));
    assertThat(trace.propertyNames())
        .containsExactly(
            "variant", "cell", "seed", "input", "steps", "labels", "loss", "layers", "leftOut");
    assertThat(trace.at("/cell").stringValue()).isEqualTo("gru");
    assertThat(trace.at("/labels").isNull()).isTrue();
    assertThat(trace.at("/layers")).hasSize(4);
    JsonNode layer = trace.at("/layers/3");
    assertThat(layer.propertyNames())
        .containsExactly(
            "name",
            "direction",
            "units",
            "values",
            "gradients",
            "jacobian",
            "horizon",
            "timescales");
    assertThat(layer.at("/direction").stringValue()).isEqualTo("backward");
    assertThat(layer.at("/units").intValue()).isEqualTo(6);
    JsonNode value = layer.at("/values/0");
    assertThat(value.propertyNames())
        .containsExactly("name", "kind", "data", "mean", "sd", "low", "high");
    assertThat(value.at("/kind").stringValue()).isEqualTo("state");
    assertThat(value.at("/data")).hasSize(5);
    assertThat(value.at("/data/0")).hasSize(6);
    assertThat(layer.at("/gradients/h")).hasSize(6);
    assertThat(numbers(layer.at("/jacobian/h/lag"))).containsExactly(0., 1., 2., 3., 4., 5.);
    assertThat(numbers(layer.at("/jacobian/h/norm"))).hasSize(6).startsWith(1.0);
    assertThat(layer.at("/jacobian/h").propertyNames()).containsExactly("lag", "norm", "horizon");
    assertThat(layer.at("/horizon").propertyNames()).containsExactly("steps", "note");
  }

  @Test
  void numbersHaveFourDigits() throws IOException {
    Path run = copied();
    carousel("trace", run.toString(), "--variant", "lstm");
    String json = Files.readString(run.resolve("traces/lstm-seed7.json"));
    assertThat(json.replaceAll("\"[^\"]*\"", "")).doesNotContainPattern("[1-9]\\.?\\d*[0-9]{5}");
  }

  @Test
  void singularValuesAreKeptOnRequest() throws IOException {
    Path run = copied();
    Path out = own.resolve("t.json");
    Outcome outcome =
        carousel(
            "trace",
            run.toString(),
            "--variant",
            "lstm",
            "--seed",
            "8",
            "--input",
            "test:3",
            "--singular-values",
            "--out",
            out.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(run.resolve("traces/lstm-seed8.json")).doesNotExist();
    JsonNode trace = Json.read(out);
    assertThat(trace.at("/seed").intValue()).isEqualTo(8);
    assertThat(trace.at("/input").stringValue()).isEqualTo("test:3");
    JsonNode jacobian = trace.at("/layers/0/jacobian/h");
    assertThat(jacobian.at("/singularValues")).hasSize(6);
    for (int lag = 0; lag < 6; lag++) {
      List<Double> values = numbers(jacobian.at("/singularValues/" + lag));
      assertThat(values).hasSize(4).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(values.get(0)).isEqualTo(jacobian.at("/norm/" + lag).doubleValue());
    }
  }

  @Test
  void sequencesOfTheUsersOwnHaveNoLoss() throws IOException {
    Path run = copied();
    Path csv = Files.writeString(own.resolve("x.csv"), "value\n0.5\n-1\n2e-1\n");
    Outcome outcome =
        carousel("trace", run.toString(), "--variant", "lstm", "--input", csv.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("lstm (lstm), seed 7, on " + csv + ": 3 steps\n")
        .doesNotContain("∂L");
    JsonNode trace = Json.read(run.resolve("traces/lstm-seed7.json"));
    assertThat(trace.at("/loss").isNull()).isTrue();
    assertThat(trace.at("/layers/0/gradients").isNull()).isTrue();
    assertThat(trace.at("/layers/0/values/0/data")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OUT --input vald:0      | --input vald:0: no split 'vald'; did you mean 'valid'? splits: train, valid, test
          OUT --input valid       | --input valid: no such file; give a CSV file or a place in the data, such as valid:0
          OUT --input test:4      | kernels: ejml\\n--input test:4: the part has 4 sequences, test:0 to test:3
          OUT --variant lstmm     | no variant 'lstmm' in OUT; did you mean 'lstm'? variants: lstm, wide
          OUT --variant lstm --seed 9 | variant 'lstm' has no trial of seed 9 that is done; there are [7, 8]
          OUT --out x.json        | --out is for one trace, and there are 2; choose one with --variant
          OUT --kernels simd      | no kernels 'simd'; available: ejml
          OUT --data nowhere      | kernels: ejml\\nno folder 'nowhere', given by --data
          OUT/checkpoints         | 'OUT/checkpoints' is not the folder of a run: it has no experiment.json
          """)
  void wrongUseIsTold(String arguments, String message) {
    String out = finished.toString();
    Outcome outcome = carousel(("trace " + arguments.strip().replace("OUT", out)).split(" +"));
    assertThat(outcome.err())
        .isEqualTo(message.strip().replace("OUT", out).replace("\\n", "\n") + "\n");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void weightsOfAnotherModelAreRefused() throws IOException {
    Path run = copied();
    Path weights = run.resolve("checkpoints/lstm-seed7.safetensors");
    Files.copy(
        run.resolve("checkpoints/wide-seed7.safetensors"),
        weights,
        StandardCopyOption.REPLACE_EXISTING);
    refused(
        run,
        weights
            + " is of another model: 'recurrent.0.forward.W' is [6, 1] there and [4, 1] in the model"
            + " of the experiment");
    Files.delete(weights);
    refused(run, "no file '" + weights + "', which should hold the weights");
    Files.writeString(weights, "not weights");
    Outcome outcome = carousel("trace", run.toString(), "--variant", "lstm");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains(weights.toString());
  }

  private static void refused(Path run, String message) {
    Outcome outcome = carousel("trace", run.toString(), "--variant", "lstm");
    assertThat(outcome.err()).isEqualTo("kernels: ejml\n" + message + "\n");
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void otherDataAreRefused() throws IOException {
    Path run = copied();
    Path folder = Files.createDirectories(own.resolve("data"));
    Path other = Files.writeString(folder.resolve("toy.json"), "something else");
    Outcome outcome = carousel("trace", run.toString(), "--data", folder.toString());
    assertThat(outcome.err())
        .isEqualTo(
            "kernels: ejml\n%s is not among the data that '%s' was run with; give their folder with --data DIR%n"
                .formatted(other, run));
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void variantsWithoutDoneTrialAreLeftOut() throws IOException {
    Path run = copied();
    ObjectNode results = (ObjectNode) Json.read(run.resolve("results.json"));
    for (JsonNode trial : (ArrayNode) results.at("/variants/0/trials")) {
      ((ObjectNode) trial).put("status", "failed");
    }
    Files.writeString(run.resolve("results.json"), Json.pretty(results));
    Outcome outcome = carousel("trace", run.toString());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err())
        .isEqualTo("left out: variant 'lstm' has no trial that is done\nkernels: ejml\n");
    assertThat(outcome.out()).startsWith("wide (gru), seed 7");
    assertThat(carousel("trace", run.toString(), "--variant", "lstm").status()).isEqualTo(2);
  }

  /** The model is the one that the search chose, which may have another number of layers. */
  @Test
  void modelsThatASearchChoseAreTraced() throws IOException {
    Path file =
        Files.writeString(
            own.resolve("searched.json"),
            """
            {
              "task": {"type": "toy", "split": {"test": 4}},
              "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm"}}},
              "training": {"epochs": 1},
              "compare": {
                "seeds": 1,
                "match": "parameters",
                "search": {
                  "trials": 3,
                  "space": {"model.recurrent.layers": {"type": "int", "low": 2, "high": 3}}
                },
                "variants": [{"name": "lstm"}]
              }
            }
            """);
    Path run = own.resolve("searched");
    assertThat(carousel("run", file.toString(), "--out", run.toString()).status()).isZero();
    int layers =
        Json.read(run.resolve("results.json"))
            .at("/variants/0/search/chosen/set/model.recurrent.layers")
            .intValue();
    Outcome outcome = carousel("trace", run.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Json.read(run.resolve("traces/lstm-seed1.json")).at("/layers")).hasSize(layers);
  }
}

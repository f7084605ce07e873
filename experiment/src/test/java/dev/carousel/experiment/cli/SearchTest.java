package dev.carousel.experiment.cli;

import static dev.carousel.experiment.toy.ToyModule.carousel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class SearchTest {
  private static final String EXPERIMENT =
      """
      {
        "name": "toy",
        "seed": 7,
        "task": {"type": "toy", "split": {"test": 4}},
        "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm"}}},
        "training": {"epochs": 8},
        "compare": {
          "seeds": 3,
          "search": {
            "trials": 6,
            "space": {
              "training.optimizer.learningRate": {"type": "logUniform", "low": 1e-4, "high": 0.5},
              "model.recurrent.layers": {"type": "int", "low": 1, "high": 2}
            }
          },
          "variants": [
            {"name": "lstm"},
            {"name": "gru", "set": {"model.recurrent.cell.type": "gru"}}
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

  private JsonNode run(String... more) {
    List<String> command =
        new ArrayList<>(List.of("run", file.toString(), "--out", out.toString()));
    command.addAll(List.of(more));
    var run = carousel(command.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    // Every trial is told of once: the last is number 18 of 18, say.
    assertThat(run.err().lines().filter(line -> line.startsWith("[")).reduce("", (a, b) -> b))
        .matches("|\\[(\\d+)/\\1] .*");
    return Json.read(out.resolve("results.json"));
  }

  @Test
  void theBestOnValidationIsReportedUnderFreshSeeds() throws IOException {
    JsonNode results = run();

    JsonNode variant = results.at("/variants/1");
    JsonNode trials = variant.at("/search/trials");
    assertThat(trials).hasSize(6);
    List<Long> seeds = new ArrayList<>();
    int best = 0;
    for (int i = 0; i < 6; i++) {
      JsonNode trial = trials.get(i);
      seeds.add(trial.get("seed").longValue());
      assertThat(trial.get("metrics").propertyNames()).containsExactly("valid");
      assertThat(trial.get("status").stringValue()).isEqualTo("done");
      // Every variant tries the same values.
      assertThat(trial.get("set"))
          .isEqualTo(results.at("/variants/0/search/trials").get(i).get("set"));
      if (mse(trial) < mse(trials.get(best))) {
        best = i;
      }
    }
    assertThat(seeds).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(variant.at("/search/chosen/number").intValue()).isEqualTo(best + 1);
    assertThat(variant.at("/search/chosen/set")).isEqualTo(trials.get(best).get("set"));
    int layers = variant.at("/search/chosen/set/model.recurrent.layers").intValue();
    // W and U of each layer, b, and a readout of 4 weights and a bias.
    assertThat(variant.get("parameters").intValue())
        .isEqualTo(4 + 16 + 4 + (layers - 1) * (16 + 16 + 4) + 5);
    List<Long> reported = new ArrayList<>();
    variant.get("trials").forEach(trial -> reported.add(trial.get("seed").longValue()));
    assertThat(reported).containsExactly(7L, 8L, 9L);
    assertThat(variant.at("/summary/test/mse/n").intValue()).isEqualTo(3);
    assertThat(results.at("/importance/paths").propertyNames())
        .containsExactly("training.optimizer.learningRate", "model.recurrent.layers");
    List<String> lines = Files.readAllLines(out.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(2 * (6 + 3) * 8);
    assertThat(lines.stream().filter(line -> line.contains("\"search\":4"))).hasSize(2 * 8);
  }

  private static double mse(JsonNode trial) {
    return trial.at("/metrics/valid/mse").doubleValue();
  }

  @Test
  void halvingStopsTheWorseHalfAndContinuesTheOthers() {
    JsonNode whole = run("--threads", "1");
    out = folder.resolve("halved");
    JsonNode halved =
        run("--threads", "2", "--set", "compare.search.halving={\"factor\": 2, \"epochs\": 2}");

    for (int v = 0; v < 2; v++) {
      JsonNode trials = halved.at("/variants/" + v + "/search/trials");
      List<Integer> epochs = new ArrayList<>();
      int done = 0;
      for (int i = 0; i < 6; i++) {
        JsonNode trial = trials.get(i);
        epochs.add(trial.get("epochs").intValue());
        if (trial.get("status").stringValue().equals("done")) {
          done++;
          // A trial that was put off twice gives what it gives in one go.
          JsonNode same = whole.at("/variants/" + v + "/search/trials/" + i);
          assertThat(trial.get("metrics")).isEqualTo(same.get("metrics"));
          assertThat(trial.get("bestEpoch")).isEqualTo(same.get("bestEpoch"));
        } else {
          assertThat(trial.get("status").stringValue()).isEqualTo("stopped");
        }
      }
      // 6 trials of 2 epochs, 3 of them 4 epochs, 1 of them all 8.
      assertThat(epochs).containsExactlyInAnyOrder(2, 2, 2, 4, 4, 8);
      assertThat(done).isEqualTo(1);
    }
    assertThat(out.resolve("checkpoints"))
        .isDirectoryNotContaining(path -> path.toString().contains("partial"));
  }

  /** As a process leaves it that is killed before it has written down what it has decided. */
  @Test
  void whoIsStoppedAndWhoIsChosenFollowsFromTheLinesOfTheTrials() throws IOException {
    String halving = "compare.search.halving={\"factor\": 2, \"epochs\": 2}";
    run("--set", halving);
    String whole = Files.readString(out.resolve("results.json"));
    ObjectNode results = (ObjectNode) Json.read(out.resolve("results.json"));
    StringBuilder lines = new StringBuilder();
    for (JsonNode variant : results.get("variants")) {
      JsonNode trials = variant.at("/search/trials");
      for (JsonNode trial : trials) {
        if (trial.get("status").stringValue().equals("stopped")) {
          ((ObjectNode) trial).put("status", "paused");
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set("variant", variant.get("name"));
        line.set("search", trial);
        lines.append(Json.line(line)).append('\n');
      }
      ((ArrayNode) trials).removeAll();
      ((ObjectNode) variant.get("search")).putNull("chosen");
    }
    Files.writeString(out.resolve("results.json"), Json.pretty(results));
    Files.writeString(out.resolve("results.jsonl"), lines);

    run("--resume", "--set", halving);

    assertThat(out.resolve("results.json")).hasContent(whole);
  }

  @Test
  void aVariantWhoseSearchFailedIsNotReported() {
    List<String> command =
        List.of(
            "run",
            file.toString(),
            "--out",
            out.toString(),
            "--set",
            "compare.variants.1.set={\"task.fault\": \"nan-targets\"}");
    var run = carousel(command.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(1);
    JsonNode variant = Json.read(out.resolve("results.json")).at("/variants/1");
    assertThat(variant.at("/search/chosen").isNull()).isTrue();
    assertThat(variant.at("/trials/0/reason").stringValue())
        .isEqualTo("every trial of the variant's search failed");
    assertThat(variant.at("/summary/test").isEmpty()).isTrue();
  }

  @Test
  void dryRunCountsTheSearch() {
    var run = carousel("run", file.toString(), "--out", out.toString(), "--dry-run");
    assertThat(run.out())
        .startsWith("toy: 2 variants x 3 seeds = 6 trials, after 12 search trials\n");
  }
}

package dev.carousel.experiment.cli;

import static dev.carousel.experiment.toy.ToyModule.carousel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RunTest {
  private static final String EXPERIMENT =
      """
      {
        "name": "toy",
        "seed": 7,
        "task": {"type": "toy", "split": {"test": 4}},
        "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm"}}},
        "training": {"epochs": 3},
        "compare": {
          "seeds": 2,
          "variants": [
            {"name": "lstm"},
            {"name": "gru", "set": {"model.recurrent.cell.type": "gru"}},
            {"name": "wide", "set": {"model.recurrent.cell.units": 6}}
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

  private List<String> names(Path where) throws IOException {
    try (Stream<Path> files = Files.walk(where)) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> where.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** What must not depend on threads or interruptions: all but the times. */
  private static JsonNode timeless(Path file) {
    JsonNode results = Json.read(file);
    results.findParents("seconds").forEach(parent -> ((ObjectNode) parent).remove("seconds"));
    return results;
  }

  private static List<String> timelessMetrics(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      ObjectNode json = (ObjectNode) Json.parse(line, "metrics");
      lines.add(Json.line(json.without("seconds")));
    }
    lines.sort(null);
    return lines;
  }

  @Test
  void writesTheFolder() throws IOException {
    var run = carousel("run", file.toString(), "--out", out.toString(), "--threads", "1");

    assertThat(run.err())
        .startsWith("kernels: ejml\n[1/6] lstm seed 7: test mse ")
        .contains("[6/6] wide seed 8: ");
    assertThat(run.status()).isZero();
    assertThat(names(out))
        .containsExactly(
            "checkpoints/gru-seed7.safetensors",
            "checkpoints/gru-seed8.safetensors",
            "checkpoints/lstm-seed7.safetensors",
            "checkpoints/lstm-seed8.safetensors",
            "checkpoints/wide-seed7.safetensors",
            "checkpoints/wide-seed8.safetensors",
            "environment.json",
            "exhibits/gru-seed7.json",
            "exhibits/lstm-seed7.json",
            "exhibits/wide-seed7.json",
            "experiment.json",
            "metrics.jsonl",
            "report.html",
            "results.csv",
            "results.json",
            "tensorboard/gru-seed7/events.out.tfevents.carousel",
            "tensorboard/gru-seed8/events.out.tfevents.carousel",
            "tensorboard/lstm-seed7/events.out.tfevents.carousel",
            "tensorboard/lstm-seed8/events.out.tfevents.carousel",
            "tensorboard/wide-seed7/events.out.tfevents.carousel",
            "tensorboard/wide-seed8/events.out.tfevents.carousel",
            "traces/gru-seed7.json",
            "traces/lstm-seed7.json",
            "traces/wide-seed7.json");
    JsonNode results = Json.read(out.resolve("results.json"));
    assertThat(results.at("/variants/0/trials")).hasSize(2);
    assertThat(results.at("/variants/0/trials/1/seed").intValue()).isEqualTo(8);
    assertThat(results.at("/variants/1/cell").stringValue()).isEqualTo("gru");
    // W 4x1, U 4x4, b 4, and a readout of 4 weights and a bias.
    assertThat(results.at("/variants/0/parameters").intValue()).isEqualTo(4 + 16 + 4 + 5);
    assertThat(results.at("/variants/2/summary/test/mse/n").intValue()).isEqualTo(2);
    assertThat(results.at("/baselines/0/name").stringValue()).isEqualTo("half");
    assertThat(Files.readAllLines(out.resolve("metrics.jsonl"))).hasSize(3 * 6);
    assertThat(Files.readAllLines(out.resolve("results.csv"))).hasSize(1 + 6);
    JsonNode environment = Json.read(out.resolve("environment.json"));
    assertThat(environment.propertyNames())
        .containsExactly("carousel", "java", "os", "cpu", "kernels", "commit", "data");
    assertThat(run.out())
        .startsWith("variant ")
        .contains("\nlstm ", "\ngru ", "\nwide ", "\nhalf ", "\nresults in " + out + "\n");
  }

  @Test
  void resultsDoNotDependOnThreads() throws IOException {
    Path other = folder.resolve("other");
    carousel("run", file.toString(), "--out", out.toString(), "--threads", "1");
    carousel("run", file.toString(), "--out", other.toString(), "--threads", "5");

    for (String name : names(out)) {
      if (name.startsWith("checkpoints")
          || name.startsWith("exhibits")
          || name.equals("experiment.json")) {
        assertThat(other.resolve(name)).hasSameBinaryContentAs(out.resolve(name));
      }
    }
    assertThat(timeless(other.resolve("results.json")))
        .isEqualTo(timeless(out.resolve("results.json")));
    assertThat(timelessMetrics(other.resolve("metrics.jsonl")))
        .isEqualTo(timelessMetrics(out.resolve("metrics.jsonl")));
  }

  @Test
  void theFilledCopyRunsTheSame() throws IOException {
    Path again = folder.resolve("again");
    carousel("run", file.toString(), "--out", out.toString());
    carousel("run", out.resolve("experiment.json").toString(), "--out", again.toString());

    assertThat(again.resolve("experiment.json"))
        .hasSameTextualContentAs(out.resolve("experiment.json"));
    assertThat(timeless(again.resolve("results.json")))
        .isEqualTo(timeless(out.resolve("results.json")));
  }

  @Test
  void resumeRunsWhatIsLeft() throws IOException {
    Path whole = folder.resolve("whole");
    carousel("run", file.toString(), "--out", whole.toString());
    carousel("run", file.toString(), "--out", out.toString());
    // As if the run had been killed: one trial not ended, a line and a file half written.
    ObjectNode results = (ObjectNode) Json.read(out.resolve("results.json"));
    ((ArrayNode) results.at("/variants/1/trials")).remove(0);
    Files.writeString(out.resolve("results.json"), Json.pretty(results));
    Files.writeString(
        out.resolve("metrics.jsonl"),
        Files.readString(out.resolve("metrics.jsonl")) + "{\"variant\": \"gr");
    Files.writeString(out.resolve("results.json.tmp"), "{");
    Files.delete(out.resolve("checkpoints/gru-seed7.safetensors"));

    var run = carousel("run", file.toString(), "--out", out.toString(), "--resume");

    assertThat(run.status()).isZero();
    assertThat(run.err().lines().filter(line -> line.startsWith("[")))
        .singleElement()
        .asString()
        .startsWith("[6/6] gru seed 7: ");
    assertThat(names(out)).isEqualTo(names(whole));
    assertThat(timeless(out.resolve("results.json")))
        .isEqualTo(timeless(whole.resolve("results.json")));
    assertThat(timelessMetrics(out.resolve("metrics.jsonl")))
        .isEqualTo(timelessMetrics(whole.resolve("metrics.jsonl")));
    assertThat(out.resolve("checkpoints/gru-seed7.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("checkpoints/gru-seed7.safetensors"));
  }

  @Test
  void whatStandsInLinesIsKnown() throws IOException {
    carousel("run", file.toString(), "--out", out.toString());
    String whole = Files.readString(out.resolve("results.json"));
    // As if the run had been killed after a trial whose line was all there was time for.
    ObjectNode results = (ObjectNode) Json.read(out.resolve("results.json"));
    JsonNode trial = ((ArrayNode) results.at("/variants/1/trials")).remove(0);
    Files.writeString(out.resolve("results.json"), Json.pretty(results));
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("variant", "gru");
    line.set("trial", trial);
    Files.writeString(out.resolve("results.jsonl"), Json.line(line) + "\n{\"variant\": \"gr");

    var report = carousel("report", out.toString());
    assertThat(report.status()).as(report.err()).isZero();
    var run = carousel("run", file.toString(), "--out", out.toString(), "--resume");

    assertThat(run.status()).isZero();
    assertThat(run.err()).doesNotContain("[");
    // The seconds, too: nothing was run.
    assertThat(out.resolve("results.json")).hasContent(whole);
    assertThat(out.resolve("results.jsonl")).doesNotExist();
  }

  /** A program that made none began the run. */
  @Test
  void resumeSaysWhoHasNoExhibits() throws IOException {
    carousel("run", file.toString(), "--out", out.toString());
    ObjectNode results = (ObjectNode) Json.read(out.resolve("results.json"));
    ((ArrayNode) results.at("/variants/1/trials")).remove(0);
    Files.writeString(out.resolve("results.json"), Json.pretty(results));
    byte[] gru = Files.readAllBytes(out.resolve("exhibits/gru-seed7.json"));
    for (String variant : List.of("lstm", "gru", "wide")) {
      Files.delete(out.resolve("exhibits/" + variant + "-seed7.json"));
    }
    Files.writeString(out.resolve("exhibits/lstm-seed7.json.tmp"), "{");

    var run = carousel("run", file.toString(), "--out", out.toString(), "--resume");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .endsWith(
            "lstm seed 7 has no exhibits: it was done before there were any\n"
                + "wide seed 7 has no exhibits: it was done before there were any\n");
    assertThat(out.resolve("exhibits/gru-seed7.json")).hasBinaryContent(gru);
    assertThat(out.resolve("exhibits/lstm-seed7.json.tmp")).doesNotExist();
    // Without any, there may be none to have.
    Files.delete(out.resolve("exhibits/gru-seed7.json"));
    var again = carousel("run", file.toString(), "--out", out.toString(), "--resume");
    assertThat(again.err()).doesNotContain("exhibits");
  }

  private String refusedResults(Consumer<ObjectNode> change) throws IOException {
    ObjectNode results = (ObjectNode) Json.read(out.resolve("results.json"));
    change.accept(results);
    Files.writeString(out.resolve("results.json"), Json.pretty(results));
    var run = carousel("run", file.toString(), "--out", out.toString(), "--resume");
    assertThat(run.status()).isEqualTo(2);
    return run.err().replace("kernels: ejml\n", "");
  }

  @Test
  void resumeRefusesResultsThatAreNotOfThisExperiment() throws IOException {
    carousel("run", file.toString(), "--out", out.toString());
    String whole = Files.readString(out.resolve("results.json"));

    // The same trial twice would make a variant look surer than it is.
    assertThat(
            refusedResults(
                results -> {
                  var trials = (ArrayNode) results.at("/variants/0/trials");
                  trials.add(trials.get(0).deepCopy());
                }))
        .isEqualTo(
            out.resolve("results.json")
                + " does not hold the results of a run: variant 'lstm' has two trials of seed 7\n");
    Files.writeString(out.resolve("results.json"), whole);
    assertThat(
            refusedResults(
                results -> ((ObjectNode) results.at("/variants/0/trials/0")).put("seed", 6)))
        .isEqualTo(
            "results.json has seed 6 of variant 'lstm', which the experiment does not; give another"
                + " --out\n");
    Files.writeString(out.resolve("results.json"), whole);
    assertThat(refusedResults(results -> ((ObjectNode) results.at("/variants/0")).put("name", "x")))
        .isEqualTo(
            "results.json has variant 'x', which the experiment does not; give another --out\n");
  }

  @Test
  void resumeRefusesAnotherExperiment() {
    carousel("run", file.toString(), "--out", out.toString());

    var run =
        carousel(
            "run",
            file.toString(),
            "--out",
            out.toString(),
            "--resume",
            "--set",
            "training.epochs=4",
            "--set",
            "task.noise=0.75");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "kernels: ejml\n'"
                + out
                + "' holds a run of another experiment: task.noise is 0.5 there and 0.75 here;"
                + " training.epochs is 3 there and 4 here; give another --out\n");
  }

  @Test
  void resumeRefusesChangedData() throws IOException {
    Files.writeString(folder.resolve("data.csv"), "1\n");
    List<String> command =
        List.of("run", file.toString(), "--out", out.toString(), "--set", "task.file=data.csv");
    carousel(command.toArray(String[]::new));
    JsonNode data = Json.read(out.resolve("environment.json")).at("/data/0");
    assertThat(data.get("sha256").stringValue())
        .isEqualTo("4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865");
    Files.writeString(folder.resolve("data.csv"), "2\n");

    List<String> again = new ArrayList<>(command);
    again.add("--resume");
    var run = carousel(again.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .endsWith(
            "%s has changed since '%s' was run; give another --out\n"
                .formatted(folder.resolve("data.csv"), out));
  }

  @Test
  void resumeBeginsWhatWasKilledAtItsBeginning() throws IOException {
    Files.createDirectories(out.resolve("checkpoints"));
    Files.writeString(out.resolve("environment.json"), "{}");
    Files.writeString(out.resolve("experiment.json.tmp"), "{");

    var run = carousel("run", file.toString(), "--out", out.toString(), "--resume");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(out.resolve("experiment.json.tmp")).doesNotExist();
    assertThat(Json.read(out.resolve("environment.json")).has("kernels")).isTrue();
  }

  @Test
  void resumeSaysWhatIsNotAsItWas() throws IOException {
    carousel("run", file.toString(), "--out", out.toString());
    ObjectNode environment = (ObjectNode) Json.read(out.resolve("environment.json"));
    String java = environment.at("/java/version").stringValue();
    ((ObjectNode) environment.get("java")).put("version", "11");
    Files.writeString(out.resolve("environment.json"), Json.pretty(environment));

    var run = carousel("run", file.toString(), "--out", out.toString(), "--resume");

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains(
            "the run was begun with another java version, \"11\" instead of \"%s\": bits may differ\n"
                .formatted(java));
  }

  @Test
  void folderInUseIsRefused() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "mine");

    var run = carousel("run", file.toString(), "--out", out.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .endsWith(
            "folder '%s' is not empty; continue its run with --resume or give another --out\n"
                .formatted(out));
    var resumed = carousel("run", file.toString(), "--out", out.toString(), "--resume");
    assertThat(resumed.status()).isEqualTo(2);
    assertThat(resumed.err())
        .endsWith(
            "folder '%s' holds no run to continue: it has no experiment.json\n".formatted(out));
    assertThat(names(out)).containsExactly("mine.txt");
  }

  @Test
  void failedTrialIsRecordedAndTheOthersGoOn() throws IOException {
    var run =
        carousel(
            "run",
            file.toString(),
            "--out",
            out.toString(),
            "--set",
            "compare.variants.1.set={\"task.fault\": \"nan-targets\"}");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).endsWith("2 trials failed; results.json has their reasons\n");
    JsonNode results = Json.read(out.resolve("results.json"));
    assertThat(results.at("/variants/1/trials/0/status").stringValue()).isEqualTo("failed");
    assertThat(results.at("/variants/1/trials/0/reason").stringValue())
        .startsWith("training diverged: the loss is NaN at step 1");
    assertThat(results.at("/variants/1/summary/test").isEmpty()).isTrue();
    assertThat(results.at("/variants/0/summary/test/mse/n").intValue()).isEqualTo(2);
    assertThat(results.at("/baselines/1/name").stringValue()).isEqualTo("half (gru)");

    // A failed trial is tried again, and everything else left as it is.
    var again =
        carousel(
            "run", out.resolve("experiment.json").toString(), "--out", out.toString(), "--resume");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err().lines().filter(line -> line.startsWith("["))).hasSize(2);
  }

  @Test
  void undefinedMetricIsNull() {
    carousel("run", file.toString(), "--out", out.toString(), "--set", "task.fault=nan-metric");

    JsonNode results = Json.read(out.resolve("results.json"));
    assertThat(results.at("/variants/0/trials/0/metrics/test/odd <name>").isNull()).isTrue();
    assertThat(results.at("/variants/0/summary/test/odd <name>").toString())
        .isEqualTo("{\"mean\":null,\"sd\":null,\"ci95\":null,\"n\":2}");
  }

  @Test
  void dryRunWritesNothing() {
    var run = carousel("run", file.toString(), "--out", out.toString(), "--dry-run", "--seeds=5");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            toy: 3 variants x 5 seeds = 15 trials

            variant  cell  units  parameters  FLOPs a step
            ----------------------------------------------
            lstm     lstm      4          29         46.67
            gru      gru       4          29         46.67
            wide     lstm      6          55         94.00

            gru sets model.recurrent.cell={"type":"gru","units":4,"reset":"after"}
            wide sets model.recurrent.cell.units=6

            would be written to %s
            """
                .formatted(out));
    assertThat(out).doesNotExist();
  }

  @Test
  void dataAreFoundBesideTheExperimentThenInDataThenInTheVariable() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path variable = Files.createDirectory(folder.resolve("variable"));
    Map<String, String> environment = Map.of("CAROUSEL_DATA", "nowhere:" + variable);
    String[] command = {
      "run",
      file.toString(),
      "--out",
      out.toString(),
      "--seeds=1",
      "--data",
      data.toString(),
      "--set",
      "task.file=d.csv"
    };
    for (Path place : List.of(variable, data, folder)) {
      Path wanted = Files.writeString(place.resolve("d.csv"), "1");
      var run = carousel(environment, command);
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(Json.read(out.resolve("environment.json")).at("/data/0/path").stringValue())
          .isEqualTo(wanted.toString());
      out = folder.resolve("out-" + place.getFileName());
      command[3] = out.toString();
    }
  }

  @Test
  void reportIsRebuiltFromResultsAlone() throws IOException {
    carousel("run", file.toString(), "--out", out.toString());
    String csv = Files.readString(out.resolve("results.csv"));
    String html = Files.readString(out.resolve("report.html"));
    Files.delete(out.resolve("results.csv"));
    Files.delete(out.resolve("report.html"));

    var one = carousel("report", out.toString());
    assertThat(one.status()).isZero();
    assertThat(Files.readString(out.resolve("results.csv"))).isEqualTo(csv);
    assertThat(Files.readString(out.resolve("report.html"))).isEqualTo(html);

    Path other = folder.resolve("other");
    carousel("run", file.toString(), "--out", other.toString(), "--seeds=1");
    Path page = folder.resolve("merged.html");
    var merged = carousel("report", out.toString(), other.toString(), "--html", page.toString());
    assertThat(merged.out()).contains(out + ": lstm ", other + ": lstm ");
    assertThat(page).content().contains("<title>Comparison of 2 runs</title>", other.toString());

    var twice = carousel("report", out.toString(), out.resolve("..").resolve("out").toString());
    assertThat(twice.status()).isEqualTo(2);
    assertThat(twice.err()).contains("is given twice; a report shows each run once");

    var none = carousel("report", folder.toString());
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err())
        .isEqualTo("'" + folder + "' is not the folder of a run: it has no results.json\n");
  }
}

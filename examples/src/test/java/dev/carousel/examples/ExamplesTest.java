package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carousel.cell.Cell;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import dev.carousel.plugin.NamedType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is shipped, tried as a user would: by name, through the command line, with every plug-in
 * present.
 */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath();
  private final Shell shell = new Shell();

  private int carousel(String... arguments) {
    return shell.carousel(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "adding-problem",
        "vanishing-gradient",
        "own-source-chars",
        "peephole-timing",
        "signal-anomalies"
      })
  void experimentIsValid(String name) {
    int status = carousel("validate", EXAMPLES.resolve(name + ".json").toString());

    assertThat(shell.complained()).isEmpty();
    assertThat(status).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shakespeare-chars",
        "odyssey-jsb",
        "rnn-vs-lstm-vs-gru-music",
        "spoken-digits",
        "connected-digits"
      })
  void experimentIsValidWhereItsDataAre(String name) {
    assumeTrue(Shell.sharedData().isPresent(), "no folder shared/data beside the checkout");
    String data = Shell.sharedData().orElseThrow().toString();

    int status = carousel("validate", EXAMPLES.resolve(name + ".json").toString(), "--data", data);

    assertThat(shell.complained()).isEmpty();
    assertThat(status).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task.type=timed-spikes",
        "task={\"type\":\"periodic-function\",\"shape\":\"cosine\",\"period\":25}"
      })
  void otherTimingTasksAreSetOnTheCommandLine(String set) {
    int status =
        carousel("validate", EXAMPLES.resolve("peephole-timing.json").toString(), "--set", set);

    assertThat(shell.complained()).isEmpty();
    assertThat(status).isZero();
  }

  @Test
  void missingTextIsNamedWithItsPublicNameAndDigest() {
    int status = carousel("validate", EXAMPLES.resolve("shakespeare-chars.json").toString());

    assertThat(status).isEqualTo(2);
    assertThat(shell.complained())
        .contains("tinyshakespeare/input.txt")
        .contains("tiny Shakespeare")
        .contains("86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed")
        .contains("--data");
  }

  @Test
  void customCellIsPickedUpByNameFromJson(@TempDir Path folder) {
    int status =
        carousel(
            "run",
            EXAMPLES.resolve("quickstart.json").toString(),
            "--out",
            folder.resolve("out").toString(),
            "--seeds",
            "1",
            "--set",
            "training.epochs=2",
            "--set",
            "compare.variants=[{\"name\":\"leaky\",\"set\":{\"model.recurrent.cell\":"
                + "{\"type\":\"leaky-rnn\",\"units\":8}}}]");

    assertThat(status).as(shell.complained()).isZero();
    assertThat(shell.printed()).contains("leaky");
    assertThat(folder.resolve("out/checkpoints/leaky-seed1.safetensors")).exists();
  }

  @Test
  void aTrainedLanguageModelIsAskedWithoutItsData(@TempDir Path folder) throws IOException {
    Path text =
        Files.writeString(
            folder.resolve("text.txt"),
            "the quick \ud83e\udd8a jumps over the lazy dog\n".repeat(60));
    Path experiment =
        Files.writeString(
            folder.resolve("words.json"),
            """
            {
              "task": {"type": "language-model", "data": {"type": "text-file", "path": "text.txt"},
                       "tokenizer": "words", "steps": 8},
              "model": {"type": "language-model", "embedding": 8,
                        "recurrent": {"cell": {"type": "gru", "units": 16}}},
              "training": {"epochs": 30, "batchSize": 4,
                           "optimizer": {"type": "adam", "learningRate": 0.02}}
            }
            """);
    String run = folder.resolve("out").toString();
    assertThat(carousel("run", experiment.toString(), "--out", run))
        .as(shell.complained())
        .isZero();
    Files.delete(text);
    shell.clear();

    int generated =
        carousel("generate", run, "--prompt", "the quick", "--temperature", "0", "--tokens", "9");
    assertThat(generated).as(shell.complained()).isZero();
    assertThat(shell.printed()).isEqualTo(" \ud83e\udd8a jumps over the lazy dog\nthe quick\n");
    shell.clear();
    String prompt = "the quick \ud83e\udd8a jumps over the";
    assertThat(carousel("generate", run, "--prompt", prompt, "--suggest", "1")).isZero();
    assertThat(shell.printed()).matches("0\\.9\\d{3} {2}\"lazy\"\n");
    shell.clear();
    Path requests = Files.writeString(folder.resolve("r.jsonl"), "{\"text\": \"the quick\"}\n");
    assertThat(carousel("predict", run, "--input", requests.toString())).isZero();
    assertThat(shell.printed())
        .startsWith("{\"tokens\":2,\"nats\":0.")
        .contains("\"suggestions\":[{\"text\":\"\ud83e\udd8a\",\"probability\":0.9");
  }

  @Test
  void aTrainedTranslatorIsAskedWithoutItsData(@TempDir Path folder) throws IOException {
    Path german =
        Files.writeString(
            folder.resolve("de"),
            "ein Hund\nein Hund springt\neine Katze\neine Katze springt hoch\n".repeat(8));
    Path english =
        Files.writeString(
            folder.resolve("en"), "a dog\na dog jumps\na cat\na cat jumps high\n".repeat(8));
    Path experiment =
        Files.writeString(
            folder.resolve("translation.json"),
            """
            {
              "task": {"type": "translation", "data": {
                "type": "parallel-files",
                "source": {"train": "de", "valid": "de", "test": "de"},
                "target": {"train": "en", "valid": "en", "test": "en"}}},
              "model": {"type": "encoder-decoder", "embedding": 8,
                        "recurrent": {"cell": {"type": "gru", "units": 16}}},
              "training": {"epochs": 25, "batchSize": 4,
                           "optimizer": {"type": "adam", "learningRate": 0.02}}
            }
            """);
    String run = folder.resolve("out").toString();
    assertThat(carousel("run", experiment.toString(), "--out", run))
        .as(shell.complained())
        .isZero();
    Files.delete(german);
    Files.delete(english);
    Path lines =
        Files.writeString(folder.resolve("lines"), "eine Katze springt hoch\n\nein Hund\n");

    for (String coverage : List.of("0", "0.2")) {
      shell.clear();
      int status = carousel("translate", run, "--input", lines.toString(), "--coverage", coverage);
      assertThat(status).as(shell.complained()).isZero();
      assertThat(shell.printed()).isEqualTo("a cat jumps high\n\na dog\n");
    }
  }

  @Test
  void cellsAreListedWithTheirModules() {
    assertThat(carousel("cells")).isZero();

    assertThat(shell.printed().lines().map(line -> line.split("\\s{2,}")).map(List::of))
        .anySatisfy(row -> assertThat(row).startsWith("rnn", "cells-rnn"))
        .anySatisfy(row -> assertThat(row).startsWith("lstm", "cells-vanilla"))
        .anySatisfy(row -> assertThat(row).startsWith("peephole-lstm", "cells-peephole"))
        .anySatisfy(row -> assertThat(row).startsWith("gru", "cells-gru"))
        .anySatisfy(row -> assertThat(row).startsWith("leaky-rnn", "examples"))
        .anySatisfy(row -> assertThat(row).startsWith("zoneout", "core"));
  }

  /** Every cell by name, and those that wrap others around one of the others. */
  static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (NamedType<Cell> type : Shell.NAMES.of(Cell.class)) {
      if (!(type.prototype() instanceof Zoneout
          || type.prototype() instanceof VariationalDropout)) {
        cells.add(type.prototype());
      }
    }
    Cell lstm = new Lstm(32, 1);
    cells.add(new Zoneout(lstm, 0.05, 0.5));
    cells.add(new VariationalDropout(new Zoneout(lstm, 0.05, 0), 0.2, 0.25));
    return cells;
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyCellSurvivesJson(Cell cell) {
    JsonBinding binding = new JsonBinding(Shell.NAMES);

    assertThat(binding.read(binding.write(cell, Cell.class), Cell.class)).isEqualTo(cell);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyCellIsExplained(Cell cell) {
    String json = new JsonBinding(Shell.NAMES).write(cell, Cell.class).toString();
    for (String format : List.of("text", "latex", "mermaid")) {
      assertThat(carousel("explain", json, "--format", format)).isZero();
    }

    assertThat(shell.printed()).contains("Backpropagation", "\\begin{align*}", "flowchart LR");
  }

  @Test
  void misspeltTypeIsAnsweredWithASuggestion() {
    int status =
        carousel(
            "validate",
            EXAMPLES.resolve("quickstart.json").toString(),
            "--set",
            "model.recurrent.cell.type=lstmm");

    assertThat(status).isEqualTo(2);
    assertThat(shell.complained())
        .isEqualTo(
            "unknown type 'lstmm' at /model/recurrent/cell/type; did you mean 'lstm'?"
                + " available: cifg-lstm, gru, layer-norm-lstm, leaky-rnn, lstm, lstm-projection,"
                + " mgu, min-gru, min-lstm, peephole-lstm, rnn, slstm, sru, variational-dropout,"
                + " zoneout\n");
  }

  /**
   * The tests run without the Vector API, so the vector kernels are passed over, with the reason
   * and the way out.
   */
  @Test
  void kernelsThatCannotBeUsedAreNamedWithTheReason(@TempDir Path folder) {
    assumeFalse(vectorApiIsPresent(), "the Vector API is present in this run of the tests");
    String quickstart = EXAMPLES.resolve("quickstart.json").toString();
    String reason =
        "not simd: module jdk.incubator.vector is absent; add --add-modules jdk.incubator.vector to"
            + " the java command\n";

    assertThat(carousel("run", quickstart, "--dry-run", "--out", folder.resolve("o").toString()))
        .isZero();
    assertThat(shell.complained()).isEqualTo("kernels: ejml; " + reason);
    shell.clear();
    assertThat(carousel("run", quickstart, "--dry-run", "--kernels", "simd")).isEqualTo(2);
    assertThat(shell.complained()).isEqualTo("cannot use the kernels asked for; " + reason);
  }

  /** Where the Vector API is present, its kernels are chosen without being asked for. */
  @Test
  void fastestKernelsAreChosenAndNamed(@TempDir Path folder) {
    assumeTrue(vectorApiIsPresent(), "the Vector API is absent in this run of the tests");
    String quickstart = EXAMPLES.resolve("quickstart.json").toString();

    assertThat(carousel("run", quickstart, "--dry-run", "--out", folder.resolve("o").toString()))
        .isZero();
    assertThat(shell.complained()).isEqualTo("kernels: simd\n");
  }

  private static boolean vectorApiIsPresent() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }
}

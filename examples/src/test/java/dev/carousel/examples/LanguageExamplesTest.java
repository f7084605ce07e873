package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carousel.experiment.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The experiments with language, shortened: on the first lines of their data, with few units, for
 * two epochs, through the command line. What they reach in full stands in docs/results.md.
 */
class LanguageExamplesTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath();

  @TempDir private Path folder;

  /**
   * An experiment and a question to its model.
   *
   * @param lines of each of its files
   */
  private record Shortened(String example, int lines, String... question) {
    @Override
    public String toString() {
      return example;
    }
  }

  static Stream<Shortened> experiments() {
    return Stream.of(
        new Shortened("ptb-small", 300, "generate", "--prompt", "the", "--tokens", "20"),
        new Shortened("ptb-regularised", 300, "generate", "--prompt", "the", "--suggest", "3"),
        new Shortened("shakespeare-chars-large", 900, "generate", "--prompt", "ROMEO:"),
        new Shortened("shakespeare-chars-largest", 300, "generate", "--prompt", "ROMEO:"),
        new Shortened("sst2-sentiment", 200, "predict", "--input", "texts.jsonl"),
        new Shortened("rt-polarity-sentiment", 200, "predict", "--input", "texts.jsonl"),
        new Shortened("scitldr-summary", 60, "predict", "--input", "texts.jsonl"),
        new Shortened("multi30k-translation", 200, "translate", "--input", "german.txt"));
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void runsAndAnswers(Shortened experiment) throws IOException {
    assumeTrue(Shell.sharedData().isPresent(), "no folder shared/data beside the checkout");
    Path file = EXAMPLES.resolve(experiment.example() + ".json");
    copyBeginnings(Json.read(file), experiment.lines());
    String run = folder.resolve("run").toString();
    Shell shell = new Shell();

    int status =
        shell.carousel(
            "run",
            file.toString(),
            "--data",
            folder.toString(),
            "--out",
            run,
            "--seeds",
            "1",
            "--set",
            "training.epochs=2",
            "--set",
            "model.embedding=8",
            "--set",
            "model.recurrent.cell.units=8");

    assertThat(status).as(shell.complained()).isZero();
    assertThat(folder.resolve("run/report.html")).exists();
    assertThat(answer(run, experiment)).isNotBlank().isEqualTo(answer(run, experiment));
  }

  private String answer(String run, Shortened experiment) throws IOException {
    Files.writeString(
        folder.resolve("texts.jsonl"), "{\"text\": \"A film. It is good and we show why .\"}\n");
    Files.writeString(folder.resolve("german.txt"), "Ein Hund springt.\n");
    List<String> command = new ArrayList<>(List.of(experiment.question()));
    command.add(1, run);
    command.replaceAll(
        argument ->
            argument.equals("texts.jsonl") || argument.equals("german.txt")
                ? folder.resolve(argument).toString()
                : argument);
    Shell shell = new Shell();
    assertThat(shell.carousel(command.toArray(String[]::new))).as(shell.complained()).isZero();
    return shell.printed();
  }

  /** Copies the first lines of all files that an experiment names. */
  private void copyBeginnings(JsonNode json, int lines) throws IOException {
    if (json.isString()) {
      Path data = Shell.sharedData().orElseThrow().resolve(json.stringValue());
      if (Files.isRegularFile(data)) {
        Path copy = folder.resolve(json.stringValue());
        Files.createDirectories(copy.getParent());
        Files.write(copy, beginning(Files.readAllBytes(data), lines));
      }
    }
    for (JsonNode part : json) {
      copyBeginnings(part, lines);
    }
  }

  private static byte[] beginning(byte[] bytes, int lines) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    int feeds = 0;
    for (int i = 0; i < bytes.length && feeds < lines; i++) {
      kept.write(bytes[i]);
      feeds += bytes[i] == '\n' ? 1 : 0;
    }
    return kept.toByteArray();
  }
}

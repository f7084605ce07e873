package dev.carousel.experiment.page;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.ResultsJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a run has left in its folder, finished or not.
 *
 * @param folder what to call the run
 * @param results results.json
 * @param experiment experiment.json, if there is one
 * @param environment environment.json, if there is one
 * @param epochs the lines of metrics.jsonl that belong to reported trials, not to a search
 * @param traces the files in traces, by name; read when a page is written
 * @param exhibits the files in exhibits, likewise
 * @param notes what could not be read, in sentences
 */
public record RunFiles(
    String folder,
    JsonNode results,
    Optional<JsonNode> experiment,
    Optional<JsonNode> environment,
    List<JsonNode> epochs,
    List<Path> traces,
    List<Path> exhibits,
    List<String> notes) {
  /** Copies the lists. */
  public RunFiles {
    epochs = List.copyOf(epochs);
    traces = List.copyOf(traces);
    exhibits = List.copyOf(exhibits);
    notes = List.copyOf(notes);
  }

  /**
   * Reads the folder of a run. All files but results.json may be absent. The last line of
   * metrics.jsonl may be cut off, as it is while a run goes on; that is noted.
   *
   * @param folder the folder
   * @return its files
   * @throws InvalidDataException if results.json is absent or any file holds something else
   */
  public static RunFiles read(Path folder) {
    Path results = folder.resolve("results.json");
    if (!Files.isRegularFile(results)) {
      throw new InvalidDataException(
          "'" + folder + "' is not the folder of a run: it has no results.json");
    }
    List<String> notes = new ArrayList<>();
    try {
      return new RunFiles(
          folder.toString(),
          ResultsJson.write(ResultsJson.read(results)),
          optional(folder.resolve("experiment.json")),
          optional(folder.resolve("environment.json")),
          epochs(folder.resolve("metrics.jsonl"), notes),
          jsonFiles(folder.resolve("traces")),
          jsonFiles(folder.resolve("exhibits")),
          notes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the run in '" + folder + "'", e);
    }
  }

  private static Optional<JsonNode> optional(Path file) {
    return Files.isRegularFile(file) ? Optional.of(Json.read(file)) : Optional.empty();
  }

  private static List<JsonNode> epochs(Path file, List<String> notes) throws IOException {
    List<JsonNode> epochs = new ArrayList<>();
    if (!Files.isRegularFile(file)) {
      return epochs;
    }
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line;
      try {
        line = Json.parse(lines.get(i), file.toString());
      } catch (InvalidDataException e) {
        if (i < lines.size() - 1) {
          throw new InvalidDataException(
              file + ", line " + (i + 1) + " is not JSON; remove it, or the whole file", e);
        }
        notes.add("The last line of metrics.jsonl is cut off and was left out.");
        continue;
      }
      if (!line.path("variant").isString()
          || !line.path("seed").isIntegralNumber()
          || !line.path("epoch").isIntegralNumber()) {
        throw new InvalidDataException(
            file + ", line " + (i + 1) + " is not an epoch: it needs variant, seed and epoch");
      }
      if (!line.has("search")) {
        epochs.add(line);
      }
    }
    return epochs;
  }

  private static List<Path> jsonFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}

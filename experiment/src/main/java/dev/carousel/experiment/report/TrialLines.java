package dev.carousel.experiment.report;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of results.jsonl: the trials that have ended since results.json was written, a line
 * each, as they stand there. Of several lines of one trial the last holds.
 */
public final class TrialLines {
  /** The file's name, beside results.json. */
  public static final String FILE = "results.jsonl";

  private static final String REPORTED = "trial";
  private static final String SEARCHED = "search";

  private TrialLines() {}

  /**
   * A trial that is reported.
   *
   * @param variant its variant
   * @param trial what it came to
   * @return its line
   */
  public static ObjectNode line(String variant, TrialResult trial) {
    return line(variant, REPORTED, ResultsJson.trial(trial));
  }

  /**
   * A trial of a search.
   *
   * @param variant its variant
   * @param trial what it came to
   * @return its line
   */
  public static ObjectNode line(String variant, SearchTrial trial) {
    return line(variant, SEARCHED, ResultsJson.trial(trial));
  }

  private static ObjectNode line(String variant, String kind, ObjectNode trial) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("variant", variant);
    line.set(kind, trial);
    return line;
  }

  /**
   * Puts the trials of the lines to those of results.json. A last line without its end is what a
   * process was killed at, and left out.
   *
   * @param results the JSON of results.json, which is changed
   * @param folder holds the lines, if there are any
   * @throws InvalidDataException if a line holds something else; the message names it
   */
  static void addTo(JsonNode results, Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String[] lines;
    try {
      lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1);
    } catch (NoSuchFileException e) {
      // Nothing has ended since; or it has just been written, in a run that goes on.
      return;
    }
    for (int i = 0; i < lines.length - 1; i++) {
      try {
        JsonNode line = Json.parseLine(lines[i], file.toString(), i + 1);
        JsonNode variant = variant(results, line.required("variant").stringValue());
        if (line.has(REPORTED)) {
          put(line.get(REPORTED), "seed", variant.required("trials").asArray());
        } else {
          JsonNode trials = variant.required("search").required("trials");
          put(line.required(SEARCHED), "number", trials.asArray());
        }
      } catch (RuntimeException e) {
        throw new InvalidDataException(
            ("%s, line %d, holds no trial of results.json beside it (%s); delete the line to run"
                    + " its trial again")
                .formatted(file, i + 1, e.getMessage()),
            e);
      }
    }
  }

  private static JsonNode variant(JsonNode results, String name) {
    for (JsonNode variant : results.required("variants")) {
      if (variant.required("name").stringValue().equals(name)) {
        return variant;
      }
    }
    throw new InvalidDataException("there is no variant '" + name + "'");
  }

  /** Puts a trial in its place, by the number under a key, instead of what is there. */
  private static void put(JsonNode trial, String key, ArrayNode trials) {
    long number = trial.required(key).longValue();
    int place = 0;
    while (place < trials.size() && trials.get(place).required(key).longValue() < number) {
      place++;
    }
    if (place < trials.size() && trials.get(place).required(key).longValue() == number) {
      trials.set(place, trial);
    } else {
      trials.insert(place, trial);
    }
  }
}

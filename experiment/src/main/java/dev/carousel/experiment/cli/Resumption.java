package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.Overrides;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether and how a run can be continued. */
final class Resumption {
  private static final int SHOWN = 3;

  private Resumption() {}

  /** What may change the last bits of a result without being part of the experiment. */
  private static final List<String> WORLD =
      List.of("/carousel", "/commit", "/java/version", "/cpu/model");

  /**
   * Checks that a folder's run is of the same experiment, kernels and data.
   *
   * @return a sentence for each thing about the program and the machine that is not as it was
   * @throws InvalidDataException naming what differs
   */
  static List<String> check(Path folder, FilledExperiment filled, ObjectNode environment) {
    // Both from text, so that equal numbers are equal trees.
    JsonNode before = Json.read(folder.resolve("experiment.json"));
    JsonNode now = Json.parse(Json.pretty(filled.json()), "experiment");
    Map<String, JsonNode> changes = Overrides.difference(before, now);
    if (!changes.isEmpty()) {
      String listed =
          changes.entrySet().stream()
              .limit(SHOWN)
              .map(change -> described(before, change))
              .collect(Collectors.joining("; "));
      throw new InvalidDataException(
          "'%s' holds a run of another experiment: %s%s; give another --out"
              .formatted(folder, listed, changes.size() > SHOWN ? "; and more" : ""));
    }
    Path file = folder.resolve("environment.json");
    if (!Files.exists(file)) {
      return List.of();
    }
    JsonNode world = Json.read(file);
    String kernels = world.path("kernels").asString("");
    if (!kernels.equals(environment.path("kernels").asString(""))) {
      throw new InvalidDataException(
          "'%s' was run with other kernels, which give other bits; continue it with --kernels %s"
              .formatted(folder, kernels));
    }
    for (JsonNode data : environment.path("data")) {
      for (JsonNode old : world.path("data")) {
        if (old.path("path").equals(data.path("path"))
            && !old.path("sha256").equals(data.path("sha256"))) {
          throw new InvalidDataException(
              "%s has changed since '%s' was run; give another --out"
                  .formatted(data.path("path").asString(), folder));
        }
      }
    }
    return WORLD.stream()
        .filter(key -> !shown(world.at(key)).equals(shown(environment.at(key))))
        .map(
            key ->
                "the run was begun with another %s, %s instead of %s: bits may differ"
                    .formatted(
                        key.substring(1).replace('/', ' '),
                        shown(world.at(key)),
                        shown(environment.at(key))))
        .toList();
  }

  private static String described(JsonNode before, Map.Entry<String, JsonNode> change) {
    JsonNode old = before;
    for (String key : change.getKey().split("\\.")) {
      old = old.path(key);
    }
    return "%s is %s there and %s here"
        .formatted(change.getKey(), shown(old), shown(change.getValue()));
  }

  private static String shown(JsonNode json) {
    if (json.isMissingNode()) {
      return "absent";
    }
    String text = Json.line(json);
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}

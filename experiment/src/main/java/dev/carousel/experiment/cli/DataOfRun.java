package dev.carousel.experiment.cli;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.trained.TrainedRun;
import dev.carousel.experiment.trial.Environment;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedSample;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.tensor.Kernels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The data that a past run was run with, for commands that need them again.
 *
 * @param run the run's folder
 * @param data where else they may be
 */
record DataOfRun(Path run, DataOption data) {
  /**
   * Plans with the run's data. A file's recorded path does not tell from which of the folders above
   * it the experiment named it, so the nearest is taken with which the very same data are found.
   */
  Plan plan(Session session, FilledExperiment filled, Kernels chosen) {
    List<Path> given = data.folders(session, List.of()).folders();
    Set<Optional<Path>> origins = new LinkedHashSet<>();
    for (JsonNode file : recordedData()) {
      Path folder = Path.of(file.path("path").asString("")).getParent();
      for (; folder != null; folder = folder.getParent()) {
        origins.add(Optional.of(folder));
      }
    }
    origins.add(Optional.empty());
    InvalidDataException first = null;
    for (Optional<Path> origin : origins) {
      List<Path> folders = new ArrayList<>(given);
      origin.ifPresent(folders::add);
      folders.addAll(List.of(run, Path.of(".")));
      try {
        JsonBinding binding = new JsonBinding(session.names());
        Plan plan = Plan.of(filled, binding, new DataFolders(folders), chosen);
        requireSameData(plan);
        return plan;
      } catch (InvalidDataException e) {
        first = first == null ? e : first;
      }
    }
    throw first.getMessage().contains("--data")
        ? first
        : new InvalidDataException(
            first.getMessage() + "; if data have moved, give their folder with --data DIR", first);
  }

  private JsonNode recordedData() {
    Path environment = run.resolve("environment.json");
    return Files.isRegularFile(environment)
        ? Json.read(environment).path("data")
        : JsonNodeFactory.instance.arrayNode();
  }

  /** Refuses data with which the weights were not trained: a vocabulary may be another. */
  private void requireSameData(Plan plan) {
    Set<String> known = new HashSet<>();
    recordedData().forEach(file -> known.add(file.path("sha256").asString("")));
    JsonNode now = Environment.describe(plan.kernels().name(), plan.files()).path("data");
    for (JsonNode file : now) {
      if (!known.isEmpty() && !known.contains(file.path("sha256").asString(""))) {
        throw new InvalidDataException(
            "%s is not among the data that '%s' was run with; give their folder with --data DIR"
                .formatted(file.path("path").asString(""), run));
      }
    }
  }

  /** A variant with what its search has found. */
  static PlannedVariant asTrained(PlannedVariant planned, VariantResults variant) {
    OptionalInt chosen = TrainedRun.chosen(variant);
    return planned.samples().stream()
        .filter(sample -> chosen.equals(OptionalInt.of(sample.sample().number())))
        .map(PlannedSample::variant)
        .findFirst()
        .orElse(planned);
  }
}

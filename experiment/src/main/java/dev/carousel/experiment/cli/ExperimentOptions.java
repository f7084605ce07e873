package dev.carousel.experiment.cli;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.ExperimentReader;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.json.Overrides;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.tensor.Kernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The options that say which experiment is meant, and on which data. */
final class ExperimentOptions {
  @Parameters(index = "0", paramLabel = "FILE", description = "The experiment, in JSON.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description =
          "Changes the experiment, as in --set training.epochs=5; the value is JSON or else a"
              + " string.")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds; the same as --set compare.seeds=N.")
  private Integer seeds;

  @Mixin private DataOption data;

  @Mixin private KernelsOption kernels;

  @Option(names = "--verbose", description = "Prints the stack trace of an error.")
  private boolean verbose;

  Path file() {
    return file;
  }

  /** Whether the number of seeds is stated by the option. */
  boolean statesSeeds() {
    return seeds != null;
  }

  FilledExperiment read(Session session) {
    JsonNode tree = Json.read(file);
    if (tree instanceof ObjectNode object) {
      for (String change : changes) {
        int equals = change.indexOf('=');
        if (equals < 1) {
          throw new InvalidDataException(
              "--set " + change + " has no value; write it like --set training.epochs=5");
        }
        Overrides.set(object, change.substring(0, equals), value(change.substring(equals + 1)));
      }
      if (seeds != null) {
        Overrides.set(object, "compare.seeds", JsonNodeFactory.instance.numberNode(seeds));
      }
    }
    return new ExperimentReader(session.names()).fill(tree, name());
  }

  private static JsonNode value(String text) {
    try {
      return Json.parse(text, "--set");
    } catch (InvalidDataException e) {
      // Not JSON, so a string: --set model.recurrent.cell.type=gru needs no quotes.
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  /** The name of an experiment that states none: its file's. */
  private String name() {
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    String safe = name.replaceAll("[^A-Za-z0-9_.+-]", "-").replaceFirst("^[^A-Za-z0-9_]+", "");
    return safe.isEmpty() ? "experiment" : safe.substring(0, Math.min(safe.length(), 80));
  }

  KernelChoice kernels(Session session) {
    return kernels.choice(session);
  }

  Plan plan(Session session, FilledExperiment filled, Kernels chosen) {
    return Plan.of(filled, new JsonBinding(session.names()), dataFolders(session), chosen);
  }

  /** The experiment's own folder. */
  Path folder() {
    Path beside = file.getParent();
    return beside == null ? Path.of(".") : beside;
  }

  private DataFolders dataFolders(Session session) {
    return data.folders(session, List.of(folder()));
  }
}

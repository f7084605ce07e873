package dev.carousel.experiment.description;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.json.Overrides;
import dev.carousel.experiment.json.Schema;
import dev.carousel.optim.Optimizer;
import dev.carousel.optim.Schedule;
import dev.carousel.plugin.NamedTypes;
import dev.carousel.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills experiments and their variants from JSON. */
public final class ExperimentReader {
  /** The parts of an experiment that a variant may change. */
  private static final List<String> PARTS = List.of("task", "model", "training");

  private static final int SEEDS = 3;

  private final NamedTypes names;
  private final JsonBinding binding;

  /**
   * A reader.
   *
   * @param names the types that experiments may name
   */
  public ExperimentReader(NamedTypes names) {
    this.names = names;
    this.binding = new JsonBinding(names);
  }

  /**
   * Fills an experiment: first the base, then each variant's changes of the user's own tree.
   *
   * @param tree the user's JSON; not changed
   * @param name the experiment's name if it states none
   * @return everything filled in
   * @throws InvalidDataException if something is wrong in the base or a variant; the message has
   *     the JSON pointer
   */
  public FilledExperiment fill(JsonNode tree, String name) {
    int seeds = tree.has("compare") ? SEEDS : 1;
    Experiment base = binding.read(tree, Experiment.class, defaults(name, seeds));
    String cell = cellName(base);
    List<Variant> variants = base.compare().variants();
    if (variants.isEmpty()) {
      variants = List.of(new Variant(cell, Map.of()));
    }
    ObjectNode baseParts = parts(base);
    List<Variant> minimal = new ArrayList<>();
    List<VariantSetup> setups = new ArrayList<>();
    for (Variant variant : variants) {
      String who = "variant '" + variant.name() + "'";
      for (String path : variant.set().keySet()) {
        requirePart(who + ": ", path, "set by a variant", PARTS);
      }
      ObjectNode changedTree = changed(tree, who, variant.set());
      Experiment changed = read(changedTree, who, name, seeds);
      minimal.add(new Variant(variant.name(), Overrides.difference(baseParts, parts(changed))));
      List<Sample> samples = new ArrayList<>();
      for (Map<String, JsonNode> draw : SearchDraws.of(base, variant)) {
        String trial = who + ", search trial " + (samples.size() + 1);
        Experiment drawn = read(changed(changedTree, trial, draw), trial, name, seeds);
        samples.add(new Sample(samples.size() + 1, draw, setup(variant.name(), drawn, List.of())));
      }
      setups.add(setup(variant.name(), changed, samples));
    }
    Compare stated = base.compare();
    Compare compare =
        new Compare(stated.seeds(), stated.match(), stated.against(), stated.search(), minimal);
    Experiment filled =
        new Experiment(
            base.name(), base.seed(), base.task(), base.model(), base.training(), compare);
    ObjectNode json = (ObjectNode) binding.write(filled, Experiment.class);
    return new FilledExperiment(filled, json, setups);
  }

  /**
   * The JSON Schema of experiments.
   *
   * @return a schema of draft 2020-12
   */
  public ObjectNode schema() {
    return Schema.of(names, Experiment.class, defaults("experiment", SEEDS), "Carousel experiment");
  }

  private VariantSetup setup(String name, Experiment changed, List<Sample> samples) {
    return new VariantSetup(
        name, cellName(changed), changed.task(), changed.model(), changed.training(), samples);
  }

  /** Fills a changed tree, and says whose it is should it be refused. */
  private Experiment read(JsonNode tree, String who, String name, int seeds) {
    try {
      return binding.read(tree, Experiment.class, defaults(name, seeds));
    } catch (InvalidDataException e) {
      throw new InvalidDataException(who + ": " + e.getMessage(), e);
    }
  }

  private static ObjectNode changed(JsonNode tree, String who, Map<String, JsonNode> set) {
    ObjectNode copy = (ObjectNode) tree.deepCopy();
    try {
      set.forEach((path, value) -> Overrides.set(copy, path, value));
    } catch (InvalidDataException e) {
      throw new InvalidDataException(who + ": " + e.getMessage(), e);
    }
    return copy;
  }

  /**
   * Refuses a path outside some parts.
   *
   * @param prefix of the message
   * @param what cannot be done with it
   */
  static void requirePart(String prefix, String path, String what, List<String> parts) {
    String part = path.split("\\.", -1)[0];
    if (!parts.contains(part)) {
      throw new InvalidDataException(
          prefix
              + "path '%s' cannot be %s%s"
                  .formatted(
                      path, what, Suggestion.ending(part, "a path begins with one of", parts)));
    }
  }

  /** What a variant may change, as filled JSON. */
  private ObjectNode parts(Experiment experiment) {
    ObjectNode json = (ObjectNode) binding.write(experiment, Experiment.class);
    return json.retain(PARTS);
  }

  private String cellName(Experiment experiment) {
    return binding.nameOf(Cell.class, experiment.model().cell());
  }

  private Experiment defaults(String name, int seeds) {
    Training training =
        new Training(
            binding.prototype(Optimizer.class, "adam").orElse(null),
            binding.prototype(Schedule.class, "constant").orElse(null),
            50,
            32,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty());
    Compare compare =
        new Compare(seeds, Match.UNITS, Optional.empty(), Optional.empty(), List.of());
    return new Experiment(name, 1, null, null, training, compare);
  }
}

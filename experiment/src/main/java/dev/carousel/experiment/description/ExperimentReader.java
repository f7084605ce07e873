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
      Experiment changed;
      try {
        changed = binding.read(changed(tree, variant), Experiment.class, defaults(name, seeds));
      } catch (InvalidDataException e) {
        throw new InvalidDataException("variant '" + variant.name() + "': " + e.getMessage(), e);
      }
      minimal.add(new Variant(variant.name(), Overrides.difference(baseParts, parts(changed))));
      setups.add(
          new VariantSetup(
              variant.name(),
              cellName(changed),
              changed.task(),
              changed.model(),
              changed.training()));
    }
    Compare compare = new Compare(base.compare().seeds(), base.compare().match(), minimal);
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

  private static JsonNode changed(JsonNode tree, Variant variant) {
    ObjectNode copy = (ObjectNode) tree.deepCopy();
    variant
        .set()
        .forEach(
            (path, value) -> {
              String part = path.split("\\.", -1)[0];
              if (!PARTS.contains(part)) {
                throw new InvalidDataException(
                    "path '"
                        + path
                        + "' cannot be set by a variant"
                        + Suggestion.ending(part, "a path begins with one of", PARTS));
              }
              Overrides.set(copy, path, value);
            });
    return copy;
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
    Compare compare = new Compare(seeds, Match.UNITS, List.of());
    return new Experiment(name, 1, null, null, training, compare);
  }
}

package dev.carousel.experiment.description;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.json.Overrides;
import dev.carousel.train.Architecture;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The number of units of a model's cells: the key "units" of every cell in it. */
public final class Units {
  private static final String KEY = "units";

  private final JsonBinding binding;

  /**
   * Reads and writes models.
   *
   * @param binding from models to JSON and back
   */
  public Units(JsonBinding binding) {
    this.binding = binding;
  }

  /**
   * A model with another number of units.
   *
   * @param model the model
   * @param units of each of its cells
   * @return a model that differs in nothing else
   * @throws InvalidDataException if its cells have no key "units", or different numbers of them
   */
  public Architecture change(Architecture model, int units) {
    ObjectNode tree = (ObjectNode) binding.write(model, Architecture.class);
    List<String> paths =
        binding.places(Cell.class, model).stream()
            .filter(place -> at(tree, place).has(KEY))
            .map(place -> place + "." + KEY)
            .toList();
    Set<Integer> sizes = new TreeSet<>();
    paths.forEach(path -> sizes.add(at(tree, path).intValue()));
    if (sizes.size() != 1) {
      throw new InvalidDataException(
          "the number of units cannot be solved for: the model's cells have %s; use match 'units'"
              .formatted(sizes.isEmpty() ? "no key 'units'" : "different numbers, " + sizes));
    }
    paths.forEach(path -> Overrides.set(tree, path, JsonNodeFactory.instance.numberNode(units)));
    return binding.read(tree, Architecture.class);
  }

  private static JsonNode at(JsonNode tree, String path) {
    JsonNode here = tree;
    for (String part : path.split("\\.")) {
      here = here.isArray() ? here.path(Integer.parseInt(part)) : here.path(part);
    }
    return here;
  }
}

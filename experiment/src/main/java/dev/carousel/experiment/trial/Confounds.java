package dev.carousel.experiment.trial;

import dev.carousel.cell.Cell;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.Confound;
import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.train.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what differs between variants besides the cell: every leaf of their filled parts outside
 * the cells, and the sizes of their models.
 */
final class Confounds {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Confounds() {}

  static List<Confound> of(List<PlannedVariant> variants, JsonBinding binding) {
    Map<String, Map<String, JsonNode>> leaves = new LinkedHashMap<>();
    Map<String, Map<String, JsonNode>> measures = new LinkedHashMap<>();
    for (PlannedVariant variant : variants) {
      leaves.put(variant.setup().name(), leaves(variant, binding));
      Map<String, JsonNode> measure = new LinkedHashMap<>();
      collect("task", binding.write(variant.setup().task().measure(), Task.class), measure);
      measures.put(variant.setup().name(), measure);
    }
    Set<String> paths = new LinkedHashSet<>();
    leaves.values().forEach(own -> paths.addAll(own.keySet()));
    List<Confound> confounds = new ArrayList<>();
    for (String path : paths) {
      Map<String, JsonNode> values = values(leaves, path);
      if (differ(values)) {
        confounds.add(new Confound(path, values, differ(values(measures, path))));
      }
    }
    return confounds;
  }

  /** Variant to value. */
  private static Map<String, JsonNode> values(
      Map<String, Map<String, JsonNode>> leaves, String path) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    leaves.forEach((name, own) -> values.put(name, own.getOrDefault(path, JSON.nullNode())));
    return values;
  }

  private static boolean differ(Map<String, JsonNode> values) {
    return values.values().stream().distinct().count() > 1;
  }

  private static Map<String, JsonNode> leaves(PlannedVariant variant, JsonBinding binding) {
    VariantSetup setup = variant.setup();
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    collect("task", binding.write(setup.task(), Task.class), leaves);
    ObjectNode model = (ObjectNode) binding.write(setup.model(), Architecture.class);
    Map<String, JsonNode> ofModel = new LinkedHashMap<>();
    collect("model", model, ofModel);
    List<String> cells = binding.places(Cell.class, setup.model());
    ofModel.forEach(
        (path, value) -> {
          if (cells.stream().noneMatch(cell -> path.startsWith("model." + cell + "."))) {
            leaves.put(path, value);
          }
        });
    collect("training", binding.write(setup.training(), Training.class), leaves);
    leaves.put("units", JSON.numberNode(variant.size().units()));
    leaves.put("parameters", JSON.numberNode(variant.size().parameters()));
    leaves.put("flops", JSON.numberNode(variant.size().flops()));
    return leaves;
  }

  private static void collect(String path, JsonNode value, Map<String, JsonNode> leaves) {
    if (value.isObject() && !value.isEmpty()) {
      value.properties().forEach(e -> collect(path + "." + e.getKey(), e.getValue(), leaves));
    } else {
      leaves.put(path, value);
    }
  }
}

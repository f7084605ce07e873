package dev.carousel.experiment.page;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Explanation;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.ExperimentReader;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Notation;
import dev.carousel.plugin.NamedTypes;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The equations and the information flow of each variant's cell. */
final class Cells {
  private Cells() {}

  /**
   * Explains the cells of an experiment.
   *
   * @param experiment experiment.json
   * @param names the types that it may name
   * @return an object a variant; or an object with "absent", a sentence, if the plug-ins present do
   *     not know the experiment
   */
  static JsonNode of(JsonNode experiment, NamedTypes names) {
    List<VariantSetup> setups;
    try {
      setups = new ExperimentReader(names).fill(experiment, "experiment").setups();
    } catch (InvalidDataException e) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("absent", "The plug-ins present do not know this experiment: " + e.getMessage());
    }
    ArrayNode cells = JsonNodeFactory.instance.arrayNode();
    for (VariantSetup setup : setups) {
      cells.add(cell(setup.model().cell()).put("variant", setup.name()).put("cell", setup.cell()));
    }
    return cells;
  }

  private static ObjectNode cell(Cell cell) {
    CellEquations equations = cell.equations();
    // The width of the input does not show in formulas.
    Explanation explanation = new Explanation(equations, equations.units());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    explanation.forward(Notation.PLAIN).forEach(json.putArray("text")::add);
    explanation.forward(Notation.LATEX).forEach(json.putArray("latex")::add);
    explanation.backward(Notation.LATEX).forEach(json.putArray("backward")::add);
    json.put("source", explanation.latex());
    ArrayNode nodes = json.putArray("nodes");
    nodes.addObject().put("name", "x_t").put("kind", "input");
    for (State state : equations.states()) {
      nodes.addObject().put("name", Notation.PLAIN.print(state)).put("kind", "before");
    }
    for (Mask mask : equations.masks()) {
      nodes.addObject().put("name", Notation.PLAIN.print(mask)).put("kind", "mask");
    }
    for (Definition definition : equations.definitions()) {
      boolean next = equations.next().containsValue(definition);
      nodes
          .addObject()
          .put("name", Notation.PLAIN.print(definition))
          .put("kind", next ? "next" : "let")
          .put("output", definition.equals(equations.output()))
          .put("formula", Notation.PLAIN.print(definition.value()));
    }
    ArrayNode arrows = json.putArray("arrows");
    for (Explanation.Arrow arrow : explanation.flow()) {
      ObjectNode object = arrows.addObject();
      object.put("from", Notation.PLAIN.print(arrow.from()));
      object.put("to", Notation.PLAIN.print(arrow.to()));
      arrow.weights().forEach(object.putArray("weights")::add);
    }
    return json;
  }
}

package dev.carousel.interop.onnx.format;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The standard's rules on the names in a graph (IR.md, "Graphs" and "Names Within a Graph"). They
 * make it a program in static single assignment form, which can be run from the first node to the
 * last.
 */
final class GraphCheck {
  /** How deep graphs may be nested, the main graph counted. */
  static final int DEEPEST = 16;

  static final String TOO_DEEP = "graphs are nested more than " + DEEPEST + " deep";

  private final Set<String> domains;
  private final Place place = new Place();

  GraphCheck(Set<String> domains) {
    this.domains = domains;
  }

  /** The values that a node can see: those of its graph and of the graphs around it. */
  private static final class Scope {
    private final Scope around;
    private final int depth;

    /** Made when there is something to put in; many graphs of a malicious file are empty. */
    private Set<String> names = Set.of();

    Scope(Scope around) {
      this.around = around;
      depth = around == null ? 1 : around.depth + 1;
    }

    boolean sees(String name) {
      for (Scope scope = this; scope != null; scope = scope.around) {
        if (scope.names.contains(name)) {
          return true;
        }
      }
      return false;
    }

    void add(String name) {
      if (names.isEmpty()) {
        names = new HashSet<>();
      }
      names.add(name);
    }
  }

  /**
   * Checks a main graph and all that are nested in it.
   *
   * @throws IllegalArgumentException if a rule is broken
   */
  void check(OnnxGraph graph) {
    place.enter("graph");
    requireInterface(graph);
    check(graph, new Scope(null));
    place.leave();
  }

  /** Callers find a main graph's inputs and outputs by name and type. */
  private void requireInterface(OnnxGraph graph) {
    Set<String> outputs = new HashSet<>();
    for (OnnxValue output : graph.outputs()) {
      requireType("output", output);
      if (!outputs.add(output.name())) {
        throw fault("output " + Quoted.of(output.name()) + " is listed twice");
      }
    }
    for (OnnxValue input : graph.inputs()) {
      requireType("input", input);
    }
  }

  private void requireType(String what, OnnxValue value) {
    if (value.type().isEmpty()) {
      throw fault("%s %s has no type".formatted(what, Quoted.of(value.name())));
    }
  }

  private void check(OnnxGraph graph, Scope scope) {
    if (scope.depth > DEEPEST) {
      throw fault(TOO_DEEP);
    }
    for (OnnxTensor initializer : graph.initializers()) {
      if (initializer.name().isEmpty()) {
        throw fault("an initializer has no name");
      }
      define(scope, initializer.name(), "an initializer");
    }
    inputs(graph, scope);
    for (int i = 0; i < graph.nodes().size(); i++) {
      place.enter("node", i);
      node(graph.nodes().get(i), scope);
      place.leave();
    }
    for (OnnxValue output : graph.outputs()) {
      if (!scope.sees(output.name())) {
        throw fault("output " + Quoted.of(output.name()) + " is computed by no node");
      }
    }
  }

  /** An input may have the name of one initializer, which is then its default. */
  private void inputs(OnnxGraph graph, Scope scope) {
    if (graph.inputs().isEmpty()) {
      return;
    }
    Set<String> inputs = new HashSet<>();
    for (OnnxValue input : graph.inputs()) {
      if (!inputs.add(input.name())) {
        throw fault("input " + Quoted.of(input.name()) + " is listed twice");
      }
      // Inputs are distinct, so what is known by now is an initializer.
      if (!scope.names.contains(input.name())) {
        define(scope, input.name(), "an input");
      }
    }
  }

  private void node(OnnxNode node, Scope scope) {
    if (!domains.contains(node.domain())) {
      throw fault(
          "operator %s is of the domain %s, of which the model imports no version"
              .formatted(Quoted.of(node.operator()), Quoted.of(node.domain())));
    }
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !scope.sees(input)) {
        throw fault(
            "operator %s reads %s, which nothing before it defines"
                .formatted(Quoted.of(node.operator()), Quoted.of(input)));
      }
    }
    for (Map.Entry<String, OnnxAttribute> attribute : node.attributes().entrySet()) {
      nested(attribute.getKey(), attribute.getValue(), scope);
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty()) {
        define(scope, output, "an output");
      }
    }
  }

  private void nested(String name, OnnxAttribute attribute, Scope scope) {
    if (attribute instanceof OnnxAttribute.GraphValue one) {
      place.enter(name);
      check(one.value(), new Scope(scope));
      place.leave();
    } else if (attribute instanceof OnnxAttribute.Graphs several) {
      List<OnnxGraph> graphs = several.values();
      for (int i = 0; i < graphs.size(); i++) {
        place.enter(name, i);
        check(graphs.get(i), new Scope(scope));
        place.leave();
      }
    }
  }

  private void define(Scope scope, String name, String as) {
    if (scope.sees(name)) {
      throw fault(
          "%s is defined a second time, as %s; every name is defined once"
              .formatted(Quoted.of(name), as));
    }
    scope.add(name);
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException(place + ": " + what);
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.Quoted;
import dev.carousel.interop.onnx.recurrence.OnnxCell;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A node while a model is loaded. What its operator does not ask for is refused at the end. */
final class NodeReader {
  private final OnnxNode node;
  private final GraphCompiler graph;
  private final Set<String> asked = new TreeSet<>();
  private final boolean[] absorbed;
  private GraphProgram body;

  NodeReader(OnnxNode node, GraphCompiler graph) {
    this.node = node;
    this.graph = graph;
    absorbed = new boolean[node.inputs().size()];
  }

  OnnxNode node() {
    return node;
  }

  /** The version of the standard's operators. */
  int operatorSet() {
    return graph.operatorSet();
  }

  Kernels kernels() {
    return graph.kernels();
  }

  /** What loading may take. */
  Budget budget() {
    return graph.budget();
  }

  /** A formula, ready to run. */
  Pointwise formula(PointwiseProgram program) {
    return graph.formula(program);
  }

  /** Notes the cells that the node runs. */
  void recurrence(List<OnnxCell> cells) {
    graph.recurrence(cells);
  }

  /** Refuses too few or too many inputs and outputs. */
  NodeReader requires(int leastInputs, int mostInputs, int mostOutputs) {
    int inputs = node.inputs().size();
    if (inputs < leastInputs || inputs > mostInputs) {
      throw refused(
          "it has %d inputs, expected %s"
              .formatted(
                  inputs,
                  leastInputs == mostInputs ? leastInputs : leastInputs + " to " + mostInputs));
    }
    for (int input = 0; input < leastInputs; input++) {
      if (!hasInput(input)) {
        throw refused("input %d is left out".formatted(input));
      }
    }
    int outputs = node.outputs().size();
    if (outputs > mostOutputs) {
      throw refused("it has %d outputs, expected at most %d".formatted(outputs, mostOutputs));
    }
    return this;
  }

  boolean hasInput(int input) {
    return input < node.inputs().size() && !node.inputs().get(input).isEmpty();
  }

  /**
   * The value of an input that is the same in all runs. The operator has it now, and will not get
   * it again.
   */
  Optional<Value> absorbed(int input) {
    Optional<Value> constant = known(input);
    constant.ifPresent(value -> absorbed[input] = true);
    return constant;
  }

  /** The value of an input that is the same in all runs. */
  Optional<Value> known(int input) {
    return hasInput(input) ? graph.constant(node.inputs().get(input)) : Optional.empty();
  }

  boolean isAbsorbed(int input) {
    return absorbed[input];
  }

  /** An attribute that the standard has, whether or not anything depends on it here. */
  void pass(String name) {
    asked.add(name);
  }

  long integer(String name, long otherwise) {
    return value(name, IntValue.class, "an integer").map(IntValue::value).orElse(otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    long value = integer(name, otherwise ? 1 : 0);
    if (value != 0 && value != 1) {
      throw refused("attribute %s is %d, expected 0 or 1".formatted(name, value));
    }
    return value == 1;
  }

  float number(String name, float otherwise) {
    return value(name, FloatValue.class, "a number").map(FloatValue::value).orElse(otherwise);
  }

  Optional<long[]> integers(String name) {
    return value(name, Ints.class, "a list of integers")
        .map(list -> list.values().stream().mapToLong(Long::longValue).toArray());
  }

  <T extends OnnxAttribute> Optional<T> value(String name, Class<T> type, String what) {
    asked.add(name);
    OnnxAttribute value = node.attributes().get(name);
    if (value != null && !type.isInstance(value)) {
      throw refused("attribute %s is not %s".formatted(name, what));
    }
    return Optional.ofNullable(type.cast(value));
  }

  /** The value of an attribute. */
  Value constant(OnnxTensor tensor) {
    try {
      return Elements.of(tensor);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  /** A graph, ready to run. What it reads of the graphs around it follows the node's inputs. */
  GraphProgram body(String name) {
    body =
        value(name, GraphValue.class, "a graph")
            .map(each -> graph.nested(each.value()))
            .orElseThrow(() -> refused("attribute %s is missing".formatted(name)));
    return body;
  }

  /** The graph that was asked for. */
  Optional<GraphProgram> body() {
    return Optional.ofNullable(body);
  }

  /** All attributes have been looked at by someone else. */
  void pass() {
    asked.addAll(node.attributes().keySet());
  }

  /** Refuses attributes that nobody has asked for. */
  void requireNoOthers() {
    Set<String> unknown = new TreeSet<>(node.attributes().keySet());
    unknown.removeAll(asked);
    if (!unknown.isEmpty()) {
      throw refused(
          "in opset %d the standard's operator has no attribute %s; it has %s"
              .formatted(
                  operatorSet(),
                  Quoted.of(unknown.iterator().next()),
                  asked.isEmpty() ? "none" : String.join(", ", asked)));
    }
  }

  IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(place(node) + why);
  }

  /** The beginning of a message about a node. */
  static String place(OnnxNode node) {
    String name =
        Stream.concat(Stream.of(node.name()), node.outputs().stream())
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("");
    return "node %s of operator %s: ".formatted(Quoted.of(name), Quoted.of(node.operator()));
  }
}

package dev.carousel.interop.onnx.write;

import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.nodes.NodeList;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A graph that is being written. */
final class GraphDraft {
  /** T. */
  static final Dimension TIME = new Dimension.Symbol("time");

  /** B. */
  static final Dimension BATCH = new Dimension.Symbol("batch");

  /**
   * Of inputs that can be left out: B, or 1 for what is the same for all sequences. It has no name,
   * as a name stands for one size wherever it is.
   */
  static final Dimension BATCH_OR_ONE = Dimension.UNKNOWN;

  private final NodeList nodes = new NodeList("_");
  private final List<OnnxValue> inputs = new ArrayList<>();
  private final List<OnnxValue> optionalInputs = new ArrayList<>();
  private final List<OnnxValue> outputs = new ArrayList<>();
  private final List<OnnxValue> furtherOutputs = new ArrayList<>();
  private final Map<String, OnnxTensor> weights = new LinkedHashMap<>();

  NodeList nodes() {
    return nodes;
  }

  /** An input that whoever runs the graph has to give. */
  String input(String name, String documentation, ElementType type, Dimension... shape) {
    inputs.add(value(name, documentation, type, shape));
    return name;
  }

  /** An input that may be left out, and is this tensor of its name then. */
  String optionalInput(OnnxTensor otherwise, String documentation, Dimension... shape) {
    optionalInputs.add(value(otherwise.name(), documentation, otherwise.type(), shape));
    weights.put(otherwise.name(), otherwise);
    return otherwise.name();
  }

  /** What the model is for. */
  void output(String name, String documentation, Dimension... shape) {
    outputs.add(value(name, documentation, ElementType.FLOAT, shape));
  }

  /** What is told beside, after all outputs. */
  String furtherOutput(String name, String documentation, Dimension... shape) {
    furtherOutputs.add(value(name, documentation, ElementType.FLOAT, shape));
    return name;
  }

  private static OnnxValue value(
      String name, String documentation, ElementType type, Dimension... shape) {
    OnnxValue.Type full = new OnnxValue.Type(type, Optional.of(List.of(shape)));
    return new OnnxValue(name, Optional.of(full), documentation);
  }

  /** A weight of a name, which is made when it is first asked for. */
  String weight(String name, Shape shape, Supplier<float[]> elements) {
    if (!weights.containsKey(name)) {
      weights.put(name, OnnxTensor.ofFloats(name, shape, elements.get()));
    }
    return name;
  }

  void weights(List<OnnxTensor> tensors) {
    tensors.forEach(tensor -> weights.put(tensor.name(), tensor));
  }

  /** The graph without what nothing reads. */
  OnnxGraph graph(String name) {
    List<OnnxValue> allOutputs = new ArrayList<>(outputs);
    allOutputs.addAll(furtherOutputs);
    List<OnnxValue> allInputs = new ArrayList<>(inputs);
    allInputs.addAll(optionalInputs);
    Set<String> read = new HashSet<>();
    allOutputs.forEach(output -> read.add(output.name()));
    allInputs.forEach(input -> read.add(input.name()));
    List<OnnxNode> kept = new ArrayList<>();
    for (int i = nodes.nodes().size() - 1; i >= 0; i--) {
      OnnxNode node = nodes.nodes().get(i);
      if (!Collections.disjoint(node.outputs(), read)) {
        kept.add(node);
        addRead(node, read);
      }
    }
    Collections.reverse(kept);
    List<OnnxTensor> constants = new ArrayList<>(weights.values());
    constants.addAll(nodes.constants());
    constants.removeIf(constant -> !read.contains(constant.name()));
    return new OnnxGraph(name, kept, allInputs, allOutputs, constants);
  }

  /** What a node reads, and the graphs within it. */
  private static void addRead(OnnxNode node, Set<String> read) {
    read.addAll(node.inputs());
    for (OnnxAttribute attribute : node.attributes().values()) {
      if (attribute instanceof GraphValue graph) {
        graph.value().nodes().forEach(inner -> addRead(inner, read));
      }
    }
  }
}

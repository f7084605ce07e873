package dev.carousel.interop.onnx.nodes;

import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The nodes of a graph in the order in which they are computed, and the constants they read. */
public final class NodeList {
  private final String prefix;
  private final List<OnnxNode> nodes = new ArrayList<>();

  /** By what they hold, which has no name. */
  private final Map<OnnxTensor, OnnxTensor> constants = new LinkedHashMap<>();

  private int unnamed;

  /**
   * An empty list.
   *
   * @param prefix what the names that are given here begin with, before a "v" and a number; no
   *     other names of the model are like that
   */
  public NodeList(String prefix) {
    this.prefix = Objects.requireNonNull(prefix);
  }

  /**
   * The nodes so far.
   *
   * @return this list's own list, not to be changed
   */
  public List<OnnxNode> nodes() {
    return nodes;
  }

  /**
   * The constants so far, to be initializers of the graph.
   *
   * @return each once
   */
  public List<OnnxTensor> constants() {
    return List.copyOf(constants.values());
  }

  /**
   * Adds any node.
   *
   * @param node what it reads must be there already
   */
  public void add(OnnxNode node) {
    nodes.add(node);
  }

  /**
   * Adds a node with one output and no attributes.
   *
   * @param operator the operator's name
   * @param inputs names of values, by position
   * @return the name of the output
   */
  public String add(String operator, String... inputs) {
    return add(operator, Map.of(), inputs);
  }

  /**
   * Adds a node with one output.
   *
   * @param operator the operator's name
   * @param attributes by name
   * @param inputs names of values, by position
   * @return the name of the output
   */
  public String add(String operator, Map<String, OnnxAttribute> attributes, String... inputs) {
    return named(fresh(), operator, attributes, inputs);
  }

  /**
   * Adds a node whose output has a name of its own.
   *
   * @param output the name
   * @param operator the operator's name
   * @param attributes by name
   * @param inputs names of values, by position
   * @return the name of the output
   */
  public String named(
      String output, String operator, Map<String, OnnxAttribute> attributes, String... inputs) {
    nodes.add(OnnxNode.of(operator, List.of(inputs), List.of(output), attributes));
    return output;
  }

  /**
   * A name that nothing has.
   *
   * @return another at every call
   */
  public String fresh() {
    return prefix + "v" + unnamed++;
  }

  /**
   * A constant number.
   *
   * @param value rounded to a 32-bit float
   * @return the name of a scalar
   */
  public String number(double value) {
    return constant(OnnxTensor.ofFloats("", Shape.of(), (float) value));
  }

  /**
   * A constant whole number.
   *
   * @param value the number
   * @return the name of a scalar of 64-bit integers
   */
  public String integer(long value) {
    return constant(OnnxTensor.ofLongs("", Shape.of(), value));
  }

  /**
   * Constant whole numbers, such as axes.
   *
   * @param values the numbers
   * @return the name of a vector of 64-bit integers
   */
  public String integers(long... values) {
    return constant(OnnxTensor.ofLongs("", Shape.of(values.length), values));
  }

  private String constant(OnnxTensor held) {
    return constants
        .computeIfAbsent(
            held, h -> new OnnxTensor(fresh(), held.type(), held.shape(), held.bytes()))
        .name();
  }
}

package dev.carousel.interop.onnx.format;

import java.util.List;

/**
 * What is computed: GraphProto.
 *
 * @param name its name
 * @param nodes in an order in which they can be computed
 * @param inputs what it is given; one that is also an initializer may be left out by the caller
 * @param outputs what it gives
 * @param initializers constants by the names they have
 */
public record OnnxGraph(
    String name,
    List<OnnxNode> nodes,
    List<OnnxValue> inputs,
    List<OnnxValue> outputs,
    List<OnnxTensor> initializers) {
  /** Copies the lists. That their names fit together is checked with the whole model. */
  public OnnxGraph {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    initializers = List.copyOf(initializers);
  }
}

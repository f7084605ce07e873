package dev.carousel.interop.onnx.recurrence;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.nodes.NodeList;
import java.util.Map;

/** Which steps of a batch are real, computed from its lengths by nodes of a graph. */
public final class RunningSteps {
  private RunningSteps() {}

  /**
   * Adds the nodes.
   *
   * @param nodes where they go
   * @param x the name of a value whose first axis has T steps
   * @param lengths the name of the lengths, integers [B]
   * @return the name of the result, truth values [T, B, 1]
   */
  public static String of(NodeList nodes, String x, String lengths) {
    String zero = nodes.integer(0);
    String count = nodes.add("Gather", nodes.add("Shape", x), zero);
    String numbers = nodes.add("Range", zero, count, nodes.integer(1));
    String rows = nodes.add("Unsqueeze", numbers, nodes.integers(1, 2));
    String integers =
        nodes.add("Cast", Map.of("to", new IntValue(ElementType.INT64.number())), lengths);
    return nodes.add("Less", rows, nodes.add("Unsqueeze", integers, nodes.integers(1)));
  }
}

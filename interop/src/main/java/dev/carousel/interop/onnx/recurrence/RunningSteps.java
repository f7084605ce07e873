package dev.carousel.interop.onnx.recurrence;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.TensorValue;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which steps of a batch are real, computed from its lengths by nodes of a graph. */
public final class RunningSteps {
  private final String prefix;
  private final List<OnnxNode> nodes = new ArrayList<>();

  private RunningSteps(String prefix) {
    this.prefix = prefix;
  }

  /**
   * The nodes.
   *
   * @param x the name of the input, [T, B, inputs], which gives T
   * @param lengths the name of the lengths, integers [B]
   * @param running the name of the result, truth values [T, B, 1]
   * @param prefix what the names of everything between begin with
   * @return nodes in the order in which they are computed
   */
  public static List<OnnxNode> nodes(String x, String lengths, String running, String prefix) {
    RunningSteps steps = new RunningSteps(prefix);
    String zero = steps.constant("zero", Shape.of(), 0);
    String one = steps.constant("one", Shape.of(), 1);
    String shape = steps.add("Shape", "shape", Map.of(), x);
    String count = steps.add("Gather", "count", Map.of(), shape, zero);
    String numbers = steps.add("Range", "numbers", Map.of(), zero, count, one);
    String last = steps.constant("last", Shape.of(2), 1, 2);
    String rows = steps.add("Unsqueeze", "rows", Map.of(), numbers, last);
    Map<String, OnnxAttribute> wide = Map.of("to", new IntValue(ElementType.INT64.number()));
    String integers = steps.add("Cast", "integers", wide, lengths);
    String second = steps.constant("second", Shape.of(1), 1);
    String columns = steps.add("Unsqueeze", "columns", Map.of(), integers, second);
    steps.nodes.add(OnnxNode.of("Less", List.of(rows, columns), List.of(running), Map.of()));
    return List.copyOf(steps.nodes);
  }

  private String constant(String name, Shape shape, long... values) {
    return add(
        "Constant", name, Map.of("value", new TensorValue(OnnxTensor.ofLongs("", shape, values))));
  }

  private String add(
      String operator, String name, Map<String, OnnxAttribute> attributes, String... inputs) {
    String output = prefix + name;
    nodes.add(OnnxNode.of(operator, List.of(inputs), List.of(output), attributes));
    return output;
  }
}

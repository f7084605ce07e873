package dev.carousel.interop.onnx.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operator at work: NodeProto.
 *
 * @param operator the operator's name, such as "LSTM"; not empty
 * @param domain whose operator it is; empty for the standard's own
 * @param name for people; empty if there is none
 * @param inputs names of values, by position; an empty one is an optional input that is left out
 * @param outputs names of values, by position; an empty one is an optional output that is left out
 * @param attributes by name, in any order
 * @param documentation for people; empty if there is none
 */
public record OnnxNode(
    String operator,
    String domain,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes,
    String documentation) {
  /**
   * Checks the operator and copies the lists and the map.
   *
   * @throws IllegalArgumentException if the operator or an attribute has no name
   */
  public OnnxNode {
    if (operator.isEmpty()) {
      throw new IllegalArgumentException("a node has no operator");
    }
    domain = OnnxModel.domainOf(domain);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (attributes.containsKey("")) {
      throw new IllegalArgumentException("an attribute has no name");
    }
    attributes =
        attributes.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /**
   * A node of one of the standard's operators.
   *
   * @param operator the operator's name
   * @param inputs names of values, by position
   * @param outputs names of values, by position
   * @param attributes by name
   * @return a node without a name
   */
  public static OnnxNode of(
      String operator,
      List<String> inputs,
      List<String> outputs,
      Map<String, OnnxAttribute> attributes) {
    return new OnnxNode(operator, "", "", inputs, outputs, attributes, "");
  }
}

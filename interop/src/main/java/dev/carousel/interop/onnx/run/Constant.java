package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxAttribute.TensorValue;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.Map;

/** The operator Constant: a value that an attribute holds. */
final class Constant implements Operator {
  private final Value value;

  Constant(NodeReader node) {
    node.requires(0, 0, 1);
    Map<String, OnnxAttribute> attributes = node.node().attributes();
    if (attributes.size() != 1) {
      throw node.refused("it has %d attributes, expected one value".formatted(attributes.size()));
    }
    String name = attributes.keySet().iterator().next();
    value =
        switch (name) {
          case "value" ->
              node.constant(node.value(name, TensorValue.class, "a tensor").orElseThrow().value());
          case "value_float" ->
              new Floats(
                  Shape.of(), node.value(name, FloatValue.class, "a number").orElseThrow().value());
          case "value_int" ->
              new Integers(
                  ElementType.INT64,
                  Shape.of(),
                  node.value(name, IntValue.class, "an integer").orElseThrow().value());
          case "value_floats" ->
              floats(node.value(name, OnnxAttribute.Floats.class, "numbers").orElseThrow());
          case "value_ints" -> integers(node.value(name, Ints.class, "integers").orElseThrow());
          default ->
              throw node.refused(
                  "its value is given by an attribute that is not supported; value, value_float,"
                      + " value_floats, value_int and value_ints are");
        };
  }

  private static Floats floats(OnnxAttribute.Floats list) {
    float[] elements = new float[list.values().size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = list.values().get(i);
    }
    return new Floats(Shape.of(elements.length), elements);
  }

  private static Integers integers(Ints list) {
    long[] elements = list.values().stream().mapToLong(Long::longValue).toArray();
    return new Integers(ElementType.INT64, Shape.of(elements.length), elements);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    return List.of(value);
  }
}

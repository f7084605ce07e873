package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.OnnxAttribute.TensorValue;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.tensor.Shape;
import java.util.List;

/** The operator ConstantOfShape: a number as often as a shape says. */
final class ConstantOfShape implements Operator {
  private final Value element;

  ConstantOfShape(NodeReader node) {
    node.requires(1, 1, 1);
    Value value =
        node.value("value", TensorValue.class, "a tensor")
            .map(tensor -> node.constant(tensor.value()))
            .orElseGet(() -> new Floats(Shape.of(), 0));
    if (value.shape().elements() != 1) {
      throw node.refused("attribute value is %s, expected one element".formatted(value));
    }
    element = Elements.reshaped(value, Shape.of());
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Shape shape = Budget.shape(inputs.list(0));
    return List.of(View.of(element.shape()).broadcast(shape).copy(element, budget));
  }
}

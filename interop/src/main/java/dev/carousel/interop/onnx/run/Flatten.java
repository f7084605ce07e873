package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.List;

/** The operator Flatten: a matrix, whose rows are the axes before one. */
final class Flatten implements Operator {
  private final long axis;

  Flatten(NodeReader node) {
    node.requires(1, 1, 1);
    axis = node.integer("axis", 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    Shape shape = x.shape();
    // Unlike elsewhere there is one place more, behind the last axis.
    int first = axis == shape.rank() ? shape.rank() : Axes.of(axis, shape.rank());
    Shape matrix = Budget.shape(product(shape, 0, first), product(shape, first, shape.rank()));
    return List.of(Elements.reshaped(x, matrix));
  }

  /** Of a value without elements the product may be any number. */
  private static long product(Shape shape, int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product = Math.min(1L << 32, product * shape.size(axis));
    }
    return product;
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** The operator Reshape: the same elements under another shape. */
final class Reshape implements Operator {
  private static final long INFERRED = -1;

  private final boolean zeroIsZero;

  Reshape(NodeReader node) {
    node.requires(2, 2, 1);
    zeroIsZero = node.flag("allowzero", false);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    long[] sizes = inputs.list(1).clone();
    int inferred = -1;
    long product = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 0 && !zeroIsZero) {
        if (axis >= x.shape().rank()) {
          throw impossible(x, inputs);
        }
        sizes[axis] = x.shape().size(axis);
      }
      if (sizes[axis] == INFERRED && inferred < 0) {
        inferred = axis;
      } else if (sizes[axis] < 0 || sizes[axis] > Integer.MAX_VALUE) {
        throw impossible(x, inputs);
      } else {
        // Beyond that it cannot become right again, but by a 0.
        product = Math.min(Integer.MAX_VALUE + 1L, product * sizes[axis]);
      }
    }
    int elements = x.shape().elements();
    if (inferred >= 0) {
      if (product == 0 || elements % product != 0) {
        throw impossible(x, inputs);
      }
      sizes[inferred] = elements / product;
      product = elements;
    }
    if (product != elements) {
      throw impossible(x, inputs);
    }
    Shape shape = Budget.shape(sizes);
    return List.of(Elements.reshaped(x, shape));
  }

  private static IllegalArgumentException impossible(Value x, Inputs inputs) {
    return new IllegalArgumentException(
        "the %d elements of shape %s cannot have the shape %s"
            .formatted(x.shape().elements(), x.shape(), Arrays.toString(inputs.list(1))));
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.List;

/** The operator Unsqueeze: with more axes of one element. */
final class Unsqueeze implements Operator {
  Unsqueeze(NodeReader node) {
    node.requires(2, 2, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    Shape shape = x.shape();
    long[] axes = inputs.list(1);
    // Refused here if there are too many.
    long[] sizes = new long[Math.min(Budget.MOST_AXES + 1, shape.rank() + axes.length)];
    Budget.shape(sizes);
    boolean[] added = Axes.chosen(axes, sizes.length);
    int own = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = added[axis] ? 1 : shape.size(own++);
    }
    return List.of(Elements.reshaped(x, Budget.shape(sizes)));
  }
}

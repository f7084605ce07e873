package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** The operator Squeeze: without axes of one element, all of them if none are listed. */
final class Squeeze implements Operator {
  Squeeze(NodeReader node) {
    node.requires(1, 2, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    Shape shape = x.shape();
    boolean listed = inputs.has(1);
    boolean[] chosen = Axes.chosen(listed ? inputs.list(1) : new long[0], shape.rank());
    long[] sizes =
        IntStream.range(0, shape.rank())
            .filter(axis -> listed ? !chosen[axis] : shape.size(axis) != 1)
            .mapToLong(shape::size)
            .toArray();
    for (int axis = 0; axis < chosen.length; axis++) {
      if (chosen[axis] && shape.size(axis) != 1) {
        throw new IllegalArgumentException(
            "axis %d of shape %s has not one element".formatted(axis, shape));
      }
    }
    return List.of(Elements.reshaped(x, Budget.shape(sizes)));
  }
}

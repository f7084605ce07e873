package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** The operator ArgMax: where along an axis the largest number is. */
final class ArgMax implements Operator {
  private final long axis;
  private final boolean keep;
  private final boolean last;

  ArgMax(NodeReader node) {
    node.requires(1, 1, 1);
    axis = node.integer("axis", 0);
    keep = node.flag("keepdims", true);
    last = node.flag("select_last_index", false);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    if (x instanceof Truths) {
      throw inputs.unexpected(0, "FLOAT, INT64 or INT32");
    }
    Shape shape = x.shape();
    int along = Axes.of(axis, shape.rank());
    int each = shape.size(along);
    Integers result =
        budget.integers(
            ElementType.INT64,
            Budget.shape(
                IntStream.range(0, shape.rank())
                    .filter(i -> keep || i != along)
                    .mapToLong(i -> i == along ? 1 : shape.size(i))
                    .toArray()));
    int count = result.elements().length;
    if (count > 0 && each == 0) {
      throw new IllegalArgumentException(
          "axis %d of shape %s has no elements, so none is the largest".formatted(along, shape));
    }
    if (count == 0) {
      return List.of(result);
    }
    budget.read(x);
    Value rows =
        along == shape.rank() - 1
            ? x
            : View.of(shape).transposed(Axes.last(along, shape.rank())).copy(x, budget);
    for (int i = 0; i < count; i++) {
      result.set(
          i,
          rows instanceof Floats floats
              ? floats(floats.elements(), i * each, each)
              : integers(((Integers) rows).elements(), i * each, each));
    }
    return List.of(result);
  }

  private int floats(float[] from, int first, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (from[first + i] > from[first + best] || last && from[first + i] == from[first + best]) {
        best = i;
      }
    }
    return best;
  }

  private int integers(long[] from, int first, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (from[first + i] > from[first + best] || last && from[first + i] == from[first + best]) {
        best = i;
      }
    }
    return best;
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.run.Value.Integers;
import java.util.List;

/** The operator Shape: the sizes of a value's axes, or of some of them. */
final class ShapeOf implements Operator {
  private static final int PARTS_SINCE = 15;

  private final long start;
  private final long end;

  ShapeOf(NodeReader node) {
    node.requires(1, 1, 1);
    boolean parts = node.operatorSet() >= PARTS_SINCE;
    start = parts ? node.integer("start", 0) : 0;
    end = parts ? node.integer("end", Long.MAX_VALUE) : Long.MAX_VALUE;
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    int[] sizes = inputs.any(0).shape().sizes();
    int first = within(start, sizes.length);
    int count = Math.max(0, within(end, sizes.length) - first);
    Integers result = budget.integers(ElementType.INT64, Budget.shape(count));
    for (int i = 0; i < count; i++) {
      result.set(i, sizes[first + i]);
    }
    return List.of(result);
  }

  private static int within(long axis, int rank) {
    return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
  }
}

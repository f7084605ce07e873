package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The operator Slice: every so many elements along axes, forwards or backwards. */
final class Slice implements Operator {
  private static final int AXES = 3;
  private static final int STEPS = 4;

  Slice(NodeReader node) {
    node.requires(3, 5, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    Shape shape = x.shape();
    long[] starts = inputs.list(1);
    long[] ends = inputs.list(2);
    long[] axes =
        inputs.has(AXES) ? inputs.list(AXES) : LongStream.range(0, starts.length).toArray();
    long[] steps = inputs.has(STEPS) ? inputs.list(STEPS) : new long[starts.length];
    if (!inputs.has(STEPS)) {
      Arrays.fill(steps, 1);
    }
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw new IllegalArgumentException(
          "there are %d starts, %d ends, %d axes and %d steps, expected as many of each"
              .formatted(starts.length, ends.length, axes.length, steps.length));
    }
    Axes.chosen(axes, shape.rank());
    View view = View.of(shape);
    for (int i = 0; i < axes.length; i++) {
      int axis = Axes.of(axes[i], shape.rank());
      view = cut(view, axis, shape.size(axis), starts[i], ends[i], steps[i]);
    }
    return List.of(view.copy(x, budget));
  }

  private static View cut(View view, int axis, int size, long start, long end, long step) {
    if (step == 0) {
      throw new IllegalArgumentException("the step along axis %d is 0".formatted(axis));
    }
    // What is beyond an end is that end, so no number is too large.
    long least = step > 0 ? 0 : -1;
    long most = step > 0 ? size : size - 1L;
    long first = within(start < 0 ? start + size : start, Math.max(0, least), most);
    long last = within(end < 0 ? end + size : end, least, most);
    long distance = step > 0 ? last - first : first - last;
    long stride = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
    if (size == 0 || distance <= 0) {
      return view.cut(axis, 0, 1, 0);
    }
    int count = (int) ((distance - 1) / stride + 1);
    return view.cut(axis, (int) first, count == 1 ? 1 : (int) step, count);
  }

  private static long within(long value, long least, long most) {
    return Math.max(least, Math.min(most, value));
  }
}

package dev.carousel.interop.onnx.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The operator Split: parts of a value along an axis, one after the other. */
final class Split implements Operator {
  private static final int COUNT_AS_ATTRIBUTE = 18;

  private final long axis;
  private final int parts;

  Split(NodeReader node) {
    node.requires(1, 2, Integer.MAX_VALUE);
    axis = node.integer("axis", 0);
    parts = node.node().outputs().size();
    if (parts == 0) {
      throw node.refused("it has no outputs");
    }
    if (node.operatorSet() >= COUNT_AS_ATTRIBUTE && node.integer("num_outputs", parts) != parts) {
      throw node.refused(
          "attribute num_outputs is %d, but it has %d outputs"
              .formatted(node.integer("num_outputs", parts), parts));
    }
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    int along = Axes.of(axis, x.shape().rank());
    int size = x.shape().size(along);
    long[] sizes = inputs.has(1) ? inputs.list(1) : equal(size);
    long sum = 0;
    for (long each : sizes) {
      sum = each < 0 || each > size ? -1 : sum + each;
      if (sum < 0) {
        break;
      }
    }
    if (sizes.length != parts || sum != size) {
      throw new IllegalArgumentException(
          "parts of sizes %s are not %d of %d elements together"
              .formatted(Arrays.toString(sizes), parts, size));
    }
    List<Value> results = new ArrayList<>();
    int first = 0;
    for (long each : sizes) {
      results.add(View.of(x.shape()).cut(along, first, 1, (int) each).copy(x, budget));
      first += (int) each;
    }
    return results;
  }

  /** The last part may be smaller. */
  private long[] equal(int size) {
    long[] sizes = new long[parts];
    int each = (int) ((size + parts - 1L) / parts);
    int rest = size;
    for (int i = 0; i < parts; i++) {
      sizes[i] = Math.min(each, rest);
      rest -= (int) sizes[i];
    }
    return sizes;
  }
}

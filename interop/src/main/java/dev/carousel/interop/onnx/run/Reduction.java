package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The operators ReduceSum, ReduceMean, ReduceMax and ReduceMin: one number of many. */
final class Reduction implements Operator {
  private static final int AXES_AS_INPUT = 18;

  private final Kind kind;
  private final Optional<long[]> axes;
  private final boolean keep;
  private final boolean emptyMeansNone;

  /** What becomes of the numbers. */
  enum Kind {
    SUM,
    MEAN,
    MAX,
    MIN
  }

  /** ReduceSum has had its axes as an input before the others. */
  Reduction(NodeReader node, Kind kind) {
    boolean asInput = kind == Kind.SUM || node.operatorSet() >= AXES_AS_INPUT;
    node.requires(1, asInput ? 2 : 1, 1);
    this.kind = kind;
    axes = asInput ? Optional.empty() : node.integers("axes");
    keep = node.flag("keepdims", true);
    emptyMeansNone = asInput && node.flag("noop_with_empty_axes", false);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    if (!(x instanceof Floats) && (!(x instanceof Integers) || kind == Kind.MEAN)) {
      throw inputs.unexpected(0, kind == Kind.MEAN ? "FLOAT" : "FLOAT, INT64 or INT32");
    }
    Shape shape = x.shape();
    int rank = shape.rank();
    long[] listed = inputs.has(1) ? inputs.list(1) : axes.orElse(new long[0]);
    if (listed.length == 0 && emptyMeansNone) {
      return List.of(x);
    }
    boolean[] reduced = Axes.chosen(listed, rank);
    if (listed.length == 0) {
      Arrays.fill(reduced, true);
    }
    int[] kept = IntStream.range(0, rank).filter(axis -> !reduced[axis]).toArray();
    int[] others = IntStream.range(0, rank).filter(axis -> reduced[axis]).toArray();
    Value result = budget.value(x.type(), shape(shape, reduced));
    int count = result.shape().elements();
    if (count == 0) {
      return List.of(result);
    }
    // There are elements along the axes that are kept, so the product of the others fits.
    int each = shape.elements() / count;
    budget.read(x);
    int[] order = IntStream.concat(Arrays.stream(kept), Arrays.stream(others)).toArray();
    boolean sorted = Arrays.equals(order, IntStream.range(0, rank).toArray());
    Value rows = sorted ? x : View.of(shape).transposed(order).copy(x, budget);
    for (int i = 0; i < count; i++) {
      if (rows instanceof Floats floats) {
        ((Floats) result).elements()[i] = floats(floats.elements(), i * each, each);
      } else {
        long[] from = ((Integers) rows).elements();
        ((Integers) result).set(i, integers((Integers) result, from, i * each, each));
      }
    }
    return List.of(result);
  }

  private Shape shape(Shape shape, boolean[] reduced) {
    return Budget.shape(
        IntStream.range(0, reduced.length)
            .filter(axis -> keep || !reduced[axis])
            .mapToLong(axis -> reduced[axis] ? 1 : shape.size(axis))
            .toArray());
  }

  private float floats(float[] from, int first, int count) {
    if (kind == Kind.SUM || kind == Kind.MEAN) {
      double sum = 0;
      for (int i = first; i < first + count; i++) {
        sum += from[i];
      }
      return (float) (kind == Kind.MEAN ? sum / count : sum);
    }
    float best = kind == Kind.MAX ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    for (int i = first; i < first + count; i++) {
      best = kind == Kind.MAX ? Math.max(best, from[i]) : Math.min(best, from[i]);
    }
    return best;
  }

  private long integers(Integers type, long[] from, int first, int count) {
    return switch (kind) {
      case SUM -> Arrays.stream(from, first, first + count).sum();
      case MAX -> Arrays.stream(from, first, first + count).max().orElse(type.least());
      default -> Arrays.stream(from, first, first + count).min().orElse(type.largest());
    };
  }
}

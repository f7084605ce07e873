package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import java.math.BigInteger;
import java.util.List;

/** The operator Range: numbers that are equally far apart. */
final class Range implements Operator {
  Range(NodeReader node) {
    node.requires(3, 3, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    inputs.requireOneType();
    for (int input = 0; input < 3; input++) {
      inputs.single(input);
    }
    if (inputs.any(0) instanceof Floats) {
      return List.of(floats(inputs, budget));
    }
    long start = inputs.integers(0).elements()[0];
    long delta = inputs.integers(2).elements()[0];
    requireStep(delta != 0);
    long count = count(start, inputs.integers(1).elements()[0], delta);
    Integers result = budget.integers(inputs.any(0).type(), Budget.shape(count));
    for (int i = 0; i < count; i++) {
      result.set(i, start + i * delta);
    }
    return List.of(result);
  }

  private static Floats floats(Inputs inputs, Budget budget) {
    double start = inputs.floats(0).elements()[0];
    double delta = inputs.floats(2).elements()[0];
    double count = Math.ceil((inputs.floats(1).elements()[0] - start) / delta);
    requireStep(delta != 0 && !Double.isNaN(count));
    // What is beyond the range of long is its end, which no shape has.
    Floats result = budget.floats(Budget.shape((long) Math.max(0, count)));
    for (int i = 0; i < result.elements().length; i++) {
      result.elements()[i] = (float) (start + i * delta);
    }
    return result;
  }

  private static void requireStep(boolean possible) {
    if (!possible) {
      throw new IllegalArgumentException("from start to limit there is no way with steps of delta");
    }
  }

  /** ⌈(limit - start) / delta⌉, or 0 if that is below. The difference may not fit a long. */
  private static long count(long start, long limit, long delta) {
    BigInteger step = BigInteger.valueOf(delta);
    BigInteger[] steps =
        BigInteger.valueOf(limit).subtract(BigInteger.valueOf(start)).divideAndRemainder(step);
    boolean more = steps[1].signum() != 0 && steps[1].signum() == step.signum();
    BigInteger count = more ? steps[0].add(BigInteger.ONE) : steps[0];
    return count.max(BigInteger.ZERO).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }
}

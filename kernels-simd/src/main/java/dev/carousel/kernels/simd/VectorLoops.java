package dev.carousel.kernels.simd;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.ElementLoops;
import dev.carousel.tensor.FusedLoop;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Source;
import dev.carousel.tensor.PointwiseProgram.Step;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The operators over parts of arrays, a vector at a time: each is the loop of a program of one
 * step.
 */
final class VectorLoops implements ElementLoops {
  private static final float[] NO_SCALARS = {};

  // For the whole process, so that the JIT compiler comes to them once.
  private static final Map<UnaryOperator, FusedLoop> UNARY = new EnumMap<>(UnaryOperator.class);
  private static final Map<BinaryOperator, FusedLoop> BINARY = new EnumMap<>(BinaryOperator.class);

  private final ThreadLocal<Operands> operands = ThreadLocal.withInitial(Operands::new);

  static {
    for (UnaryOperator operator : UnaryOperator.values()) {
      UNARY.put(operator, loop(List.of(new Rows(0, 0)), new Apply(operator, 0)));
    }
    for (BinaryOperator operator : BinaryOperator.values()) {
      BINARY.put(
          operator, loop(List.of(new Rows(0, 0), new Rows(1, 0)), new Combine(operator, 0, 1)));
    }
  }

  VectorLoops() {}

  private static FusedLoop loop(List<Source> arguments, Step step) {
    int result = arguments.size();
    Sink sink = new Sink(result, result, 0, Sink.Mode.STORE);
    return LoopWriter.loop(new PointwiseProgram(arguments, List.of(step), List.of(sink)));
  }

  /** Arguments and, behind them, a result on their way into a loop. */
  private static final class Operands {
    final float[][] arrays = new float[3][];
    final int[] starts = new int[3];

    /** Keeps no array alive. */
    void forget() {
      Arrays.fill(arrays, null);
    }
  }

  @Override
  public void apply(
      UnaryOperator operator, float[] a, int aStart, float[] result, int resultStart, int n) {
    Operands own = operands.get();
    own.arrays[0] = a;
    own.starts[0] = aStart;
    own.arrays[1] = result;
    own.starts[1] = resultStart;
    UNARY.get(operator).run(own.arrays, own.starts, NO_SCALARS, n);
    own.forget();
  }

  @Override
  public void combine(
      BinaryOperator operator,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] result,
      int resultStart,
      int n) {
    Operands own = operands.get();
    own.arrays[0] = a;
    own.starts[0] = aStart;
    own.arrays[1] = b;
    own.starts[1] = bStart;
    own.arrays[2] = result;
    own.starts[2] = resultStart;
    BINARY.get(operator).run(own.arrays, own.starts, NO_SCALARS, n);
    own.forget();
  }

  @Override
  public void add(float[] from, int start, float[] to, int toStart, int n) {
    VectorRows.add(from, start, to, toStart, n);
  }

  @Override
  public void addRows(
      float[] from, int start, int stride, int rows, float[] to, int toStart, int n) {
    VectorRows.addRows(from, start, stride, rows, to, toStart, n);
  }
}

package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.requireValue;
import static dev.carousel.testkit.KernelsBench.EDGES;
import static dev.carousel.testkit.KernelsBench.SIZES;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Sink.Mode;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of the contract on single operators, with special values among their arguments. */
interface OperatorContract extends KernelsSubject {
  /**
   * Every operator of one argument, on random numbers and at the edges of the floats. What a
   * processor computes exactly rounded must be so; functions may be off by a few roundings.
   *
   * @param operator the operator
   */
  @ParameterizedTest
  @EnumSource
  default void unaryOperatorEqualsItsDefinition(UnaryOperator operator) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    boolean exact =
        switch (operator) {
          case RELU, STEP, ABS, SQRT -> true;
          case SIGMOID, TANH, EXP, LOG, SOFTPLUS -> false;
        };
    for (int size : SIZES) {
      float[] values = joined(bench.numbers(size), EDGES);
      Tensor from = kernels.tensor(values, 1, values.length);
      Tensor to = kernels.allocate(Shape.of(1, values.length));
      PointwiseProgram program =
          new PointwiseProgram(
              List.of(new Rows(0, 0)),
              List.of(new Apply(operator, 0)),
              List.of(new Sink(1, 1, 0, Mode.STORE)));
      bench.run(program, 1, values.length, from, to);
      float[] result = kernels.toArray(to);
      for (int i = 0; i < values.length; i++) {
        requireValue(operator + " of " + values[i], result[i], operator.apply(values[i]), exact);
      }
    }
  }

  /**
   * Every operator of two arguments, on random numbers and on all pairs of edges of the floats,
   * exactly rounded.
   *
   * @param operator the operator
   */
  @ParameterizedTest
  @EnumSource
  default void binaryOperatorEqualsItsDefinition(BinaryOperator operator) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    int edges = EDGES.length * EDGES.length;
    for (int size : SIZES) {
      float[] left = joined(bench.numbers(size), new float[edges]);
      float[] right = joined(bench.numbers(size), new float[edges]);
      for (int i = 0; i < edges; i++) {
        left[size + i] = EDGES[i / EDGES.length];
        right[size + i] = EDGES[i % EDGES.length];
      }
      Tensor to = kernels.allocate(Shape.of(1, left.length));
      PointwiseProgram program =
          new PointwiseProgram(
              List.of(new Rows(0, 0), new Rows(1, 0)),
              List.of(new Combine(operator, 0, 1)),
              List.of(new Sink(2, 2, 0, Mode.STORE)));
      bench.run(
          program,
          1,
          left.length,
          kernels.tensor(left, 1, left.length),
          kernels.tensor(right, 1, left.length),
          to);
      float[] result = kernels.toArray(to);
      for (int i = 0; i < left.length; i++) {
        double expected = operator.apply(left[i], right[i]);
        requireValue(left[i] + " " + operator + " " + right[i], result[i], expected, true);
      }
    }
  }

  private static float[] joined(float[] a, float[] b) {
    float[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}

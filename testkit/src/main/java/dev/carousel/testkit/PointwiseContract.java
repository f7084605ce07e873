package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.FUNCTION_ROUNDINGS;
import static dev.carousel.testkit.FloatComparison.ROUNDING;
import static dev.carousel.testkit.FloatComparison.requireClose;
import static dev.carousel.testkit.KernelsBench.SIZES;
import static dev.carousel.testkit.KernelsBench.nans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Functions;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Literal;
import dev.carousel.tensor.PointwiseProgram.RowMean;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Scalar;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Sink.Mode;
import dev.carousel.tensor.PointwiseProgram.Source;
import dev.carousel.tensor.PointwiseProgram.Step;
import dev.carousel.tensor.PointwiseProgram.Vector;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract on pointwise programs: their sources, steps and sinks. */
interface PointwiseContract extends KernelsSubject {
  /**
   * Every kind of source and sink, at blocks within larger tensors, for all sizes.
   *
   * @param rows the number of rows
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100})
  default void sourcesAndSinksEqualPlainLoops(int rows) {
    for (int width : SIZES) {
      sourcesAndSinks(rows, width);
    }
  }

  private void sourcesAndSinks(int rows, int width) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    int n = rows * width;
    SurroundedBlock a = bench.block(2, 3, rows, width, bench.numbers(n), Float.NaN);
    SurroundedBlock vector = bench.block(4, 1, 1, width, bench.numbers(width), Float.NaN);
    SurroundedBlock stored = bench.block(1, 2, rows, width, nans(n), 3.25f);
    float[] before = bench.numbers(n);
    SurroundedBlock added = bench.block(3, 5, rows, width, before, 3.25f);
    float[] sumBefore = bench.numbers(width);
    SurroundedBlock summed = bench.block(2, 4, 1, width, sumBefore, 3.25f);
    float scalar = -1.75f;
    // 0: a, 1: the vector, 2: the scalar, 3: a number, 4: a ∘ vector, 5: its mean, 6: scalar +
    // number, 7: (a ∘ vector - mean), 8: that times (scalar + number)
    PointwiseProgram program =
        new PointwiseProgram(
            List.<Source>of(new Rows(0, 3), new Vector(1, 1), new Scalar(1), new Literal(0.625f)),
            List.<Step>of(
                new Combine(BinaryOperator.TIMES, 0, 1),
                new RowMean(4),
                new Combine(BinaryOperator.PLUS, 2, 3),
                new Combine(BinaryOperator.MINUS, 4, 5),
                new Combine(BinaryOperator.TIMES, 7, 6)),
            List.of(
                new Sink(8, 2, 2, Mode.STORE),
                new Sink(8, 3, 5, Mode.ADD),
                new Sink(4, 4, 4, Mode.ADD_OVER_ROWS)));
    kernels
        .compile(program)
        .run(
            new Tensor[] {
              a.tensor(), vector.tensor(), stored.tensor(), added.tensor(), summed.tensor()
            },
            new int[] {2, 4, 1, 3, 2},
            new float[] {99, scalar},
            rows,
            width);
    float[] results = stored.block();
    float[] sums = added.block();
    float[] over = summed.block();
    String what = "rows " + rows + ", width " + width;
    double factor = scalar + 0.625;
    for (int i = 0; i < rows; i++) {
      double mean = 0;
      double magnitude = 0;
      for (int j = 0; j < width; j++) {
        double product = (double) a.values()[i * width + j] * vector.values()[j];
        mean += product / width;
        magnitude += Math.abs(product) / width;
      }
      for (int j = 0; j < width; j++) {
        int e = i * width + j;
        double product = (double) a.values()[e] * vector.values()[j];
        double expected = (product - mean) * factor;
        // The sum of the mean rounds width times; the product, the division, the difference and the
        // last product once each, and adding once more.
        double bound =
            ROUNDING * Math.abs(factor) * ((width + 4) * magnitude + 4 * Math.abs(product));
        requireClose(what, i, j, results[e], expected, bound);
        requireClose(
            what,
            i,
            j,
            sums[e],
            before[e] + expected,
            bound + ROUNDING * (Math.abs(before[e]) + Math.abs(expected)));
      }
    }
    for (int j = 0; j < width; j++) {
      double sum = sumBefore[j];
      double magnitude = Math.abs(sum);
      for (int i = 0; i < rows; i++) {
        double product = (double) a.values()[i * width + j] * vector.values()[j];
        sum += product;
        magnitude += Math.abs(product);
      }
      requireClose(what, 0, j, over[j], sum, (rows + 1) * ROUNDING * magnitude);
    }
  }

  /** A sink may be the very elements of a source, and one value may go to several sinks. */
  @Test
  default void sinksMayReplaceTheirSources() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int size : SIZES) {
      float[] values = bench.numbers(3 * size);
      Tensor tensor = kernels.tensor(values, 3, size);
      Tensor copy = kernels.allocate(Shape.of(3, size));
      PointwiseProgram program =
          new PointwiseProgram(
              List.of(new Rows(0, 0)),
              List.of(new Combine(BinaryOperator.TIMES, 0, 0)),
              List.of(new Sink(1, 0, 0, Mode.STORE), new Sink(1, 1, 0, Mode.STORE)));
      bench.run(program, 3, size, tensor, copy);
      float[] squares = new float[values.length];
      for (int i = 0; i < squares.length; i++) {
        squares[i] = values[i] * values[i];
      }
      assertThat(kernels.toArray(tensor)).isEqualTo(squares);
      assertThat(kernels.toArray(copy)).isEqualTo(squares);
    }
  }

  /** A source may go straight to a sink, numbers and scalars too. */
  @Test
  default void sourcesMayBeSinksAtOnce() {
    Kernels kernels = bench().kernels();
    for (int size : SIZES) {
      Tensor to = kernels.allocate(Shape.of(2, 2 * size));
      PointwiseProgram program =
          new PointwiseProgram(
              List.of(new Literal(0), new Scalar(0)),
              List.of(),
              List.of(new Sink(0, 0, 0, Mode.STORE), new Sink(1, 0, size, Mode.STORE)));
      kernels.compile(program).run(new Tensor[] {to}, new int[1], new float[] {4.5f}, 2, size);
      float[] expected = new float[4 * size];
      Arrays.fill(expected, size, 2 * size, 4.5f);
      Arrays.fill(expected, 3 * size, 4 * size, 4.5f);
      assertThat(kernels.toArray(to)).isEqualTo(expected);
    }
  }

  /**
   * A long formula with shared subterms, as a cell's fused step is: a mixture of all operators on
   * well-conditioned arguments. Each of its some 25 operators may contribute the error of a
   * function.
   */
  @Test
  default void longProgramEqualsPlainLoops() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    Expression x = Functions.operand("x");
    Expression y = Functions.operand("y");
    Expression gate = Functions.sigmoid(x.plus(y));
    Expression candidate = Functions.tanh(x.minus(y.times(0.5)));
    Expression mixed = gate.times(candidate).plus(Functions.constant(1).minus(gate).times(y));
    Expression positive = Functions.exp(mixed.times(0.5)).plus(Functions.softplus(x));
    Expression last =
        Functions.log(positive)
            .plus(Functions.sqrt(positive.plus(Functions.abs(y))))
            .dividedBy(Functions.constant(1).plus(Functions.relu(y)))
            .plus(Functions.max(x, y).times(Functions.min(gate, candidate)))
            .plus(Functions.step(x));
    for (int rows : SIZES) {
      for (int width : SIZES) {
        int n = rows * width;
        float[] a = bench.numbers(n);
        float[] b = bench.numbers(n);
        PointwiseProgram program =
            new PointwiseProgram.Builder(Map.of(x, new Rows(0, 0), y, new Rows(1, 0)))
                .sink(mixed, 2, 0, Mode.STORE)
                .sink(last, 3, 0, Mode.STORE)
                .build();
        Tensor first = kernels.allocate(Shape.of(rows, width));
        Tensor second = kernels.allocate(Shape.of(rows, width));
        bench.run(
            program,
            rows,
            width,
            kernels.tensor(a, rows, width),
            kernels.tensor(b, rows, width),
            first,
            second);
        float[] firsts = kernels.toArray(first);
        float[] seconds = kernels.toArray(second);
        for (int i = 0; i < n; i++) {
          double g = UnaryOperator.SIGMOID.apply((double) a[i] + b[i]);
          double c = Math.tanh(a[i] - 0.5 * b[i]);
          double m = g * c + (1 - g) * b[i];
          double p = Math.exp(m / 2) + UnaryOperator.SOFTPLUS.apply(a[i]);
          double l =
              (Math.log(p) + Math.sqrt(p + Math.abs(b[i]))) / (1 + Math.max(b[i], 0))
                  + Math.max(a[i], b[i]) * Math.min(g, c)
                  + (a[i] > 0 ? 1 : 0);
          double bound = 25 * FUNCTION_ROUNDINGS * ROUNDING * (1 + Math.abs(a[i]) + Math.abs(b[i]));
          requireClose("first sink", i / width, i % width, firsts[i], m, bound);
          requireClose("second sink", i / width, i % width, seconds[i], l, bound);
        }
      }
    }
  }
}

package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Functions;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Apply;
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
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What all kernels must fulfil; their author extends this class and names them.
 *
 * <p>Every method is compared with plain loops in double, at sizes around the widths of vector
 * registers (4, 8 and 16 floats, and pairs of them). Blocks that are read lie within tensors full
 * of NaN, and whatever lies around a block that is written must keep its bits.
 */
public abstract class KernelsContract {
  private static final int[] SIZES = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100};

  /**
   * Half a unit in the last place of a float near 1: the largest relative error of one rounding.
   */
  private static final double ROUNDING = 0x1p-24;

  /**
   * How far a function such as exp may be off: 16 roundings, about 1e-6, which a polynomial in
   * floats can do; and results below the smallest normal float may be 0.
   */
  private static final double FUNCTION_ROUNDINGS = 16;

  private static final float[] EDGES = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1e-4f,
    -1e-4f,
    9.99e-4f,
    1.001e-3f,
    3f,
    -3f,
    9f,
    -9f,
    17f,
    -17f,
    87f,
    -87f,
    88.7f,
    89f,
    -89f,
    -103f,
    -105f,
    1e10f,
    -1e10f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-40f,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final RandomStream random = new RandomStream(7);
  private Kernels kernels;

  /** For tests to extend. */
  protected KernelsContract() {}

  /**
   * The kernels to be tested.
   *
   * @return kernels, called once a test
   */
  protected abstract Kernels kernels();

  /** Asks for the kernels. */
  @BeforeEach
  public final void makeKernels() {
    kernels = kernels();
  }

  // Tensors, written and read

  /** What is written is read, in row-major order and through every shape. */
  @Test
  public void whatIsWrittenIsRead() {
    for (int size : SIZES) {
      float[] values = numbers(3 * size);
      Tensor tensor = kernels.allocate(Shape.of(3, size));
      kernels.write(tensor, values);
      float[] written = values.clone();
      values[0]++;
      assertThat(kernels.toArray(tensor)).as("a copy of what was written").isEqualTo(written);
      assertThat(kernels.toArray(tensor.reshaped(size, 3))).isEqualTo(written);
      assertThat(kernels.toArray(kernels.tensor(written, 3, 1, size))).isEqualTo(written);
      assertThat(kernels.toArray(kernels.zeros(size, 2))).isEqualTo(new float[2 * size]);
      kernels.fill(tensor, -2.5f);
      assertThat(kernels.toArray(tensor)).containsOnly(-2.5f);
    }
  }

  /** Arrays of a wrong length are refused. */
  @Test
  public void wrongLengthsAreRefused() {
    Tensor tensor = kernels.zeros(2, 3);
    assertThatThrownBy(() -> kernels.write(tensor, new float[5]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("write: expected 6 numbers for [2, 3], got 5");
    assertThatThrownBy(() -> kernels.read(tensor, new float[7]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("read: expected 6 numbers for [2, 3], got 7");
  }

  /** Kernels have a name. */
  @Test
  public void kernelsHaveAName() {
    assertThat(kernels.name()).isNotBlank();
  }

  // Products

  /**
   * C = A B and C += A B for blocks of A and C, with B packed as it is and transposed. A sum of n
   * products is rounded at most n + 1 times on its way, which bounds its error by n + 1 roundings
   * of the sum of the absolute values.
   *
   * @param rows the number of rows of A
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100})
  public void productEqualsPlainLoops(int rows) {
    for (int inner : SIZES) {
      for (int columns : SIZES) {
        boolean transposed = (inner + columns) % 2 == 0;
        product(rows, inner, columns, transposed, false);
        product(rows, inner, columns, !transposed, true);
      }
    }
  }

  private void product(int rows, int inner, int columns, boolean transposed, boolean accumulate) {
    Around a = new Around(2, 3, rows, inner, numbers(rows * inner), Float.NaN);
    float[] b = numbers(inner * columns);
    Tensor matrix =
        transposed
            ? kernels.tensor(transposed(b, inner, columns), columns, inner)
            : kernels.tensor(b, inner, columns);
    PackedMatrix packed = kernels.pack(matrix, transposed);
    assertThat(packed.rows()).isEqualTo(inner);
    assertThat(packed.columns()).isEqualTo(columns);
    float[] before = numbers(rows * columns);
    Around c = new Around(1, 4, rows, columns, accumulate ? before : filled(rows * columns), 3.25f);
    kernels.product(a.tensor, 2, 3, packed, c.tensor, 1, 4, rows, accumulate);
    float[] result = c.block();
    String what = "[%d, %d] times [%d, %d]".formatted(rows, inner, inner, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = accumulate ? before[i * columns + j] : 0;
        double magnitude = Math.abs(sum);
        for (int k = 0; k < inner; k++) {
          double term = (double) a.values[i * inner + k] * b[k * columns + j];
          sum += term;
          magnitude += Math.abs(term);
        }
        requireClose(what, i, j, result[i * columns + j], sum, (inner + 1) * ROUNDING * magnitude);
      }
    }
  }

  /** A packed matrix is a snapshot. */
  @Test
  public void packedMatrixIsASnapshot() {
    Tensor matrix = kernels.tensor(new float[] {2}, 1, 1);
    for (boolean transposed : new boolean[] {false, true}) {
      kernels.fill(matrix, 2);
      PackedMatrix packed = kernels.pack(matrix, transposed);
      kernels.fill(matrix, 5);
      Tensor result = kernels.zeros(1, 1);
      kernels.product(matrix, 0, 0, packed, result, 0, 0, 1, false);
      assertThat(kernels.toArray(result)).containsExactly(10f);
    }
  }

  /**
   * C += Aᵀ B over a range of rows, with the bound of {@link #productEqualsPlainLoops}.
   *
   * @param rows the number of rows to sum over
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100})
  public void productOverRowsEqualsPlainLoops(int rows) {
    for (int height : SIZES) {
      for (int width : SIZES) {
        Around a = new Around(3, 1, rows, height, numbers(rows * height), Float.NaN);
        Around b = new Around(1, 2, rows, width, numbers(rows * width), Float.NaN);
        float[] before = numbers(height * width);
        Tensor c = kernels.tensor(before, height, width);
        kernels.addProductOverRows(a.tensor, 3, 1, b.tensor, 1, 2, rows, c);
        float[] result = kernels.toArray(c);
        String what = "[%d, %d] transposed times [%d, %d]".formatted(rows, height, rows, width);
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < width; j++) {
            double sum = before[i * width + j];
            double magnitude = Math.abs(sum);
            for (int row = 0; row < rows; row++) {
              double term = (double) a.values[row * height + i] * b.values[row * width + j];
              sum += term;
              magnitude += Math.abs(term);
            }
            requireClose(what, i, j, result[i * width + j], sum, (rows + 1) * ROUNDING * magnitude);
          }
        }
      }
    }
  }

  /** No rows, no change: sequences may end before their batch does. */
  @Test
  public void noRowsChangeNothing() {
    Tensor a = kernels.tensor(numbers(6), 2, 3);
    float[] before = numbers(9);
    Tensor c = kernels.tensor(before, 3, 3);
    kernels.addProductOverRows(a, 2, 0, a, 2, 0, 0, c);
    kernels.product(a, 2, 0, kernels.pack(c, false), c, 0, 0, 0, false);
    kernels.copy(a, 2, 0, c, 3, 0, 0, 3, true);
    tanhInPlace().run(new Tensor[] {c}, new int[1], new float[0], 0, 3);
    assertThat(kernels.toArray(c)).isEqualTo(before);
  }

  // Pointwise programs

  /**
   * Every operator of one argument, on random numbers and at the edges of the floats. What a
   * processor computes exactly rounded must be so; functions may be off by a few roundings.
   *
   * @param operator the operator
   */
  @ParameterizedTest
  @EnumSource
  public void unaryOperatorEqualsItsDefinition(UnaryOperator operator) {
    boolean exact =
        switch (operator) {
          case RELU, STEP, ABS, SQRT -> true;
          case SIGMOID, TANH, EXP, LOG, SOFTPLUS -> false;
        };
    for (int size : SIZES) {
      float[] values = joined(numbers(size), EDGES);
      Tensor from = kernels.tensor(values, 1, values.length);
      Tensor to = kernels.allocate(Shape.of(1, values.length));
      PointwiseProgram program =
          new PointwiseProgram(
              List.of(new Rows(0, 0)),
              List.of(new Apply(operator, 0)),
              List.of(new Sink(1, 1, 0, Mode.STORE)));
      run(program, 1, values.length, from, to);
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
  public void binaryOperatorEqualsItsDefinition(BinaryOperator operator) {
    int edges = EDGES.length * EDGES.length;
    for (int size : SIZES) {
      float[] left = joined(numbers(size), new float[edges]);
      float[] right = joined(numbers(size), new float[edges]);
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
      run(
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

  /**
   * Every kind of source and sink, at blocks within larger tensors, for all sizes.
   *
   * @param rows the number of rows
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100})
  public void sourcesAndSinksEqualPlainLoops(int rows) {
    for (int width : SIZES) {
      sourcesAndSinks(rows, width);
    }
  }

  private void sourcesAndSinks(int rows, int width) {
    int n = rows * width;
    Around a = new Around(2, 3, rows, width, numbers(n), Float.NaN);
    Around vector = new Around(4, 1, 1, width, numbers(width), Float.NaN);
    Around stored = new Around(1, 2, rows, width, filled(n), 3.25f);
    float[] before = numbers(n);
    Around added = new Around(3, 5, rows, width, before, 3.25f);
    float[] sumBefore = numbers(width);
    Around summed = new Around(2, 4, 1, width, sumBefore, 3.25f);
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
            new Tensor[] {a.tensor, vector.tensor, stored.tensor, added.tensor, summed.tensor},
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
        double product = (double) a.values[i * width + j] * vector.values[j];
        mean += product / width;
        magnitude += Math.abs(product) / width;
      }
      for (int j = 0; j < width; j++) {
        int e = i * width + j;
        double product = (double) a.values[e] * vector.values[j];
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
        double product = (double) a.values[i * width + j] * vector.values[j];
        sum += product;
        magnitude += Math.abs(product);
      }
      requireClose(what, 0, j, over[j], sum, (rows + 1) * ROUNDING * magnitude);
    }
  }

  /** A sink may be the very elements of a source, and one value may go to several sinks. */
  @Test
  public void sinksMayReplaceTheirSources() {
    for (int size : SIZES) {
      float[] values = numbers(3 * size);
      Tensor tensor = kernels.tensor(values, 3, size);
      Tensor copy = kernels.allocate(Shape.of(3, size));
      PointwiseProgram program =
          new PointwiseProgram(
              List.of(new Rows(0, 0)),
              List.of(new Combine(BinaryOperator.TIMES, 0, 0)),
              List.of(new Sink(1, 0, 0, Mode.STORE), new Sink(1, 1, 0, Mode.STORE)));
      run(program, 3, size, tensor, copy);
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
  public void sourcesMayBeSinksAtOnce() {
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
  public void longProgramEqualsPlainLoops() {
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
        float[] a = numbers(n);
        float[] b = numbers(n);
        PointwiseProgram program =
            new PointwiseProgram.Builder(Map.of(x, new Rows(0, 0), y, new Rows(1, 0)))
                .sink(mixed, 2, 0, Mode.STORE)
                .sink(last, 3, 0, Mode.STORE)
                .build();
        Tensor first = kernels.allocate(Shape.of(rows, width));
        Tensor second = kernels.allocate(Shape.of(rows, width));
        run(
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

  // The same bits, however the work is split

  /**
   * Rows computed in two ranges have the bits of rows computed at once, also where they are summed.
   */
  @Test
  public void splitRowsGiveTheSameBits() {
    for (int rows : SIZES) {
      for (int width : new int[] {7, 16, 33, 100}) {
        float[] values = numbers(rows * width);
        Tensor a = kernels.tensor(values, rows, width);
        PackedMatrix b = kernels.pack(kernels.tensor(numbers(width * 17), width, 17), false);
        Tensor vector = kernels.tensor(numbers(width), 1, width);
        PointwiseProgram program =
            new PointwiseProgram(
                List.of(new Rows(0, 0), new Vector(1, 0)),
                List.of(
                    new Combine(BinaryOperator.TIMES, 0, 1),
                    new Apply(UnaryOperator.TANH, 2),
                    new RowMean(3),
                    new Combine(BinaryOperator.MINUS, 3, 4)),
                List.of(new Sink(5, 2, 0, Mode.STORE), new Sink(3, 3, 0, Mode.ADD_OVER_ROWS)));
        Pointwise pointwise = kernels.compile(program);
        List<float[]> whole = null;
        for (int split : new int[] {0, 1, rows / 2, rows - 1}) {
          Tensor product = kernels.zeros(rows, 17);
          Tensor result = kernels.zeros(rows, width);
          Tensor sums = kernels.zeros(1, width);
          int[][] ranges = {{0, split}, {split, rows}};
          for (int[] range : ranges) {
            int count = range[1] - range[0];
            kernels.product(a, range[0], 0, b, product, range[0], 0, count, false);
            pointwise.run(
                new Tensor[] {a, vector, result, sums},
                new int[] {range[0], 0, range[0], 0},
                new float[0],
                count,
                width);
          }
          List<float[]> parts =
              List.of(kernels.toArray(product), kernels.toArray(result), kernels.toArray(sums));
          if (whole == null) {
            whole = parts;
          }
          for (int i = 0; i < parts.size(); i++) {
            requireSameBits(
                "rows " + rows + ", width " + width + ", split at " + split,
                whole.get(i),
                parts.get(i));
          }
        }
      }
    }
  }

  /**
   * Several threads at once, on rows of their own, compute what one thread does.
   *
   * @throws Exception if a thread fails
   */
  @Test
  public void threadsGiveTheSameBits() throws Exception {
    int threads = 4;
    int rows = 33;
    int width = 31;
    Tensor a = kernels.tensor(numbers(threads * rows * width), threads * rows, width);
    PackedMatrix b = kernels.pack(kernels.tensor(numbers(width * width), width, width), true);
    Pointwise pointwise = tanhInPlace();
    Tensor alone = kernels.zeros(threads * rows, width);
    kernels.product(a, 0, 0, b, alone, 0, 0, threads * rows, false);
    pointwise.run(new Tensor[] {alone}, new int[1], new float[0], threads * rows, width);
    Tensor together = kernels.zeros(threads * rows, width);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * rows;
        work.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    kernels.product(a, first, 0, b, together, first, 0, rows, false);
                    pointwise.run(
                        new Tensor[] {together}, new int[] {first}, new float[0], rows, width);
                  }
                }));
      }
      for (Future<?> part : work) {
        part.get(1, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdown();
    }
    requireSameBits("four threads", kernels.toArray(alone), kernels.toArray(together));
  }

  /** Every row is worked on once, and all work is done on return. */
  @Test
  public void overRowsCoversEveryRowOnce() {
    for (int rows : new int[] {0, 1, 2, 3, 7, 8, 64, 100, 1001}) {
      AtomicIntegerArray times = new AtomicIntegerArray(rows);
      kernels.overRows(
          rows,
          (from, to) -> {
            for (int row = from; row < to; row++) {
              times.incrementAndGet(row);
            }
          });
      for (int row = 0; row < rows; row++) {
        assertThat(times.get(row)).as("row %d of %d", row, rows).isEqualTo(1);
      }
    }
  }

  /** What goes wrong in the work on some rows is not lost. */
  @Test
  public void overRowsPassesExceptionsOn() {
    assertThatThrownBy(
            () ->
                kernels.overRows(
                    100,
                    (from, to) -> {
                      if (to == 100) {
                        throw new IllegalStateException("the last rows fail");
                      }
                    }))
        .hasStackTraceContaining("the last rows fail");
  }

  // Copies

  /** A block of columns is copied or added, and nothing around it changes. */
  @Test
  public void copyEqualsPlainLoops() {
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        for (boolean accumulate : new boolean[] {false, true}) {
          int n = rows * columns;
          Around from = new Around(2, 3, rows, columns, numbers(n), Float.NaN);
          float[] before = numbers(n);
          Around to = new Around(1, 5, rows, columns, accumulate ? before : filled(n), 3.25f);
          kernels.copy(from.tensor, 2, 3, to.tensor, 1, 5, rows, columns, accumulate);
          float[] expected = from.values.clone();
          for (int i = 0; accumulate && i < n; i++) {
            expected[i] += before[i];
          }
          assertThat(to.block()).isEqualTo(expected);
        }
      }
    }
  }

  /** Rows are gathered in any order, several times and not at all; -1 gives zeros. */
  @Test
  public void gatherRowsEqualsPlainLoops() {
    for (int columns : SIZES) {
      float[] source = numbers(4 * columns);
      int[] index = {3, -1, 0, 3, 1, -1};
      Tensor target = kernels.allocate(Shape.of(index.length, columns));
      kernels.fill(target, Float.NaN);
      kernels.gatherRows(kernels.tensor(source, 4, columns), index, target);
      float[] expected = new float[index.length * columns];
      for (int i = 0; i < index.length; i++) {
        for (int j = 0; index[i] >= 0 && j < columns; j++) {
          expected[i * columns + j] = source[index[i] * columns + j];
        }
      }
      assertThat(kernels.toArray(target)).isEqualTo(expected);
    }
  }

  /** Rows are added where they belong, several to one in order; -1 drops them, even NaN. */
  @Test
  public void scatterAddRowsEqualsPlainLoops() {
    for (int columns : SIZES) {
      int[] index = {2, -1, 0, 2, 2, -1};
      float[] source = numbers(index.length * columns);
      Arrays.fill(source, columns, 2 * columns, Float.NaN);
      float[] expected = numbers(4 * columns);
      Tensor target = kernels.tensor(expected, 4, columns);
      kernels.scatterAddRows(kernels.tensor(source, index.length, columns), index, target);
      for (int i = 0; i < index.length; i++) {
        for (int j = 0; index[i] >= 0 && j < columns; j++) {
          expected[index[i] * columns + j] += source[i * columns + j];
        }
      }
      requireSameBits("columns " + columns, expected, kernels.toArray(target));
    }
  }

  // Sums

  /** Sums of elements and of squares are added up in double: n terms, n roundings of a double. */
  @Test
  public void sumsAreAddedUpInDouble() {
    for (int size : SIZES) {
      float[] values = numbers(3 * size);
      // Lost beside it in floats, not in doubles.
      values[0] = 1e8f;
      double sum = 0;
      double magnitude = 0;
      double squares = 0;
      for (float value : values) {
        sum += value;
        magnitude += Math.abs(value);
        squares += (double) value * value;
      }
      Tensor tensor = kernels.tensor(values, 3, size);
      double bound = values.length * 0x1p-52;
      assertThat(Math.abs(kernels.sum(tensor) - sum)).isLessThanOrEqualTo(bound * magnitude);
      assertThat(Math.abs(kernels.sumOfSquares(tensor) - squares))
          .isLessThanOrEqualTo(bound * squares);
    }
    assertThat(kernels.sumOfSquares(kernels.tensor(new float[] {1e30f, 1e30f}, 2)))
        .isCloseTo(2e60, Percentage.withPercentage(1e-4));
  }

  /** One element that is not finite shows in the sums, wherever it is. */
  @Test
  public void sumsShowWhatIsNotFinite() {
    for (int size : SIZES) {
      for (int place : new int[] {0, size / 2, size - 1}) {
        float[] values = numbers(size);
        values[place] = Float.NaN;
        assertThat(kernels.sum(kernels.tensor(values, size))).isNaN();
        assertThat(kernels.sumOfSquares(kernels.tensor(values, size))).isNaN();
        values[place] = Float.NEGATIVE_INFINITY;
        assertThat(kernels.sum(kernels.tensor(values, size))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(kernels.sumOfSquares(kernels.tensor(values, size)))
            .isEqualTo(Double.POSITIVE_INFINITY);
      }
    }
  }

  // Softmax cross-entropy

  /**
   * Loss and gradient, with some rows that do not count, for small and for huge logits. Each row's
   * exponentials and their sum round a few times a class.
   */
  @Test
  public void softmaxCrossEntropyEqualsPlainLoops() {
    for (int rows : SIZES) {
      for (int classes : SIZES) {
        for (float scale : new float[] {1, 30, 1e4f, 1e30f}) {
          softmaxCrossEntropy(rows, classes, scale);
        }
      }
    }
  }

  private void softmaxCrossEntropy(int rows, int classes, float scale) {
    float[] logits = numbers(rows * classes);
    int[] targets = new int[rows];
    for (int i = 0; i < logits.length; i++) {
      logits[i] *= scale;
    }
    for (int row = 0; row < rows; row++) {
      targets[row] = row % 3 == 1 ? -1 : random.nextInt(classes);
    }
    // Rows that do not count may hold anything.
    for (int i = 0; rows > 1 && i < classes; i++) {
      logits[classes + i] = Float.NaN;
    }
    Tensor gradient = kernels.allocate(Shape.of(rows, classes));
    kernels.fill(gradient, Float.NaN);
    double loss =
        kernels.softmaxCrossEntropy(kernels.tensor(logits, rows, classes), targets, gradient);
    float[] slopes = kernels.toArray(gradient);
    String what = "%d rows of %d classes, scale %g".formatted(rows, classes, scale);
    double expected = 0;
    double bound = 0;
    for (int row = 0; row < rows; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        largest = Math.max(largest, logits[row * classes + j]);
      }
      for (int j = 0; j < classes; j++) {
        sum += Math.exp(logits[row * classes + j] - largest);
      }
      for (int j = 0; j < classes; j++) {
        float slope = slopes[row * classes + j];
        if (targets[row] < 0) {
          requireClose(what + ", a row that does not count", row, j, slope, 0, 0);
        } else {
          double probability = Math.exp(logits[row * classes + j] - largest) / sum;
          double wanted = probability - (j == targets[row] ? 1 : 0);
          requireClose(what, row, j, slope, wanted, (classes + FUNCTION_ROUNDINGS) * ROUNDING);
        }
      }
      if (targets[row] >= 0) {
        double own = largest - logits[row * classes + targets[row]];
        expected += Math.log(sum) + own;
        bound += (classes + FUNCTION_ROUNDINGS) * ROUNDING * (1 + own);
      }
    }
    requireClose(what + ", the loss", 0, 0, loss, expected, bound);
  }

  /** A target outside the classes is refused, with row and target named. */
  @Test
  public void softmaxCrossEntropyRefusesBadTargets() {
    Tensor logits = kernels.zeros(2, 5);
    Tensor gradient = kernels.zeros(2, 5);
    assertThatThrownBy(() -> kernels.softmaxCrossEntropy(logits, new int[] {4, 5}, gradient))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax cross-entropy: target 5 of row 1 is not one of 5 classes");
    assertThatThrownBy(() -> kernels.softmaxCrossEntropy(logits, new int[] {-2, 0}, gradient))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax cross-entropy: target -2 of row 0 is not one of 5 classes");
  }

  // Dropout

  /**
   * The mask follows its formula to the bit, whatever the kernels, so that one seed gives one
   * training.
   */
  @Test
  public void dropoutMaskFollowsItsFormula() {
    for (int size : SIZES) {
      for (double rate : new double[] {0, 0.1, 0.5, 0.9}) {
        long seed = random.nextLong();
        Tensor mask = kernels.allocate(Shape.of(3, size));
        kernels.dropoutMask(mask, rate, seed);
        float[] expected = new float[3 * size];
        for (int i = 0; i < expected.length; i++) {
          long upper = RandomStream.mix(seed + i * 0x9E3779B97F4A7C15L) >>> 40;
          expected[i] = upper / (double) (1 << 24) < rate ? 0f : (float) (1 / (1 - rate));
        }
        assertThat(kernels.toArray(mask)).isEqualTo(expected);
      }
    }
  }

  private Pointwise tanhInPlace() {
    return kernels.compile(
        new PointwiseProgram(
            List.of(new Rows(0, 0)),
            List.of(new Apply(UnaryOperator.TANH, 0)),
            List.of(new Sink(1, 0, 0, Mode.STORE))));
  }

  private void run(PointwiseProgram program, int rows, int width, Tensor... tensors) {
    kernels.compile(program).run(tensors, new int[tensors.length], new float[0], rows, width);
  }

  /** A block within a larger tensor, and what must stay as it is around it. */
  private final class Around {
    final Tensor tensor;
    final float[] values;
    private final int row;
    private final int column;
    private final int rows;
    private final int columns;
    private final float[] before;

    Around(int row, int column, int rows, int columns, float[] values, float around) {
      this.row = row;
      this.column = column;
      this.rows = rows;
      this.columns = columns;
      this.values = values;
      int width = column + columns + 2;
      before = new float[(row + rows + 1) * width];
      Arrays.fill(before, around);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(values, i * columns, before, (row + i) * width + column, columns);
      }
      tensor = kernels.tensor(before, row + rows + 1, width);
    }

    /** The block as it is now; fails if anything around it has changed. */
    float[] block() {
      float[] after = kernels.toArray(tensor);
      float[] block = new float[rows * columns];
      int width = tensor.columns();
      for (int i = 0; i < after.length; i++) {
        int blockRow = i / width - row;
        int blockColumn = i % width - column;
        if (blockRow >= 0 && blockRow < rows && blockColumn >= 0 && blockColumn < columns) {
          block[blockRow * columns + blockColumn] = after[i];
        } else if (Float.floatToRawIntBits(after[i]) != Float.floatToRawIntBits(before[i])) {
          throw new AssertionError(
              "element [%d, %d] outside the block of %d rows and %d columns at [%d, %d] was %s and is %s"
                  .formatted(
                      i / width, i % width, rows, columns, row, column, before[i], after[i]));
        }
      }
      return block;
    }
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] filled(int count) {
    float[] filled = new float[count];
    Arrays.fill(filled, Float.NaN);
    return filled;
  }

  private static float[] joined(float[] a, float[] b) {
    float[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] transposed = new float[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = values[i * columns + j];
      }
    }
    return transposed;
  }

  private static void requireClose(
      String what, int row, int column, double actual, double expected, double bound) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new AssertionError(
          "%s: [%d, %d] is %s, expected %s within %.2g"
              .formatted(what, row, column, actual, expected, bound));
    }
  }

  /** NaN for NaN, and zeros of either sign for each other. */
  private static void requireValue(String what, float actual, double expected, boolean exact) {
    float rounded = (float) expected;
    boolean same = Float.isNaN(rounded) ? Float.isNaN(actual) : actual == rounded;
    double bound = FUNCTION_ROUNDINGS * ROUNDING * Math.abs(expected) + Float.MIN_NORMAL;
    if (!same && (exact || !(Math.abs(actual - expected) <= bound))) {
      throw new AssertionError(what + " is " + actual + ", expected " + rounded);
    }
  }

  private static void requireSameBits(String what, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        throw new AssertionError(
            what + ": element " + i + " is " + actual[i] + ", expected the bits of " + expected[i]);
      }
    }
  }
}

package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.requireSameBits;
import static dev.carousel.testkit.KernelsBench.SIZES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.OuterProduct;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.RowMean;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Sink.Mode;
import dev.carousel.tensor.PointwiseProgram.Vector;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** The part of the contract on work that is split by rows, over calls and over threads. */
interface RowSplitContract extends KernelsSubject {
  /** No rows, no change: sequences may end before their batch does. */
  @Test
  default void noRowsChangeNothing() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    Tensor a = kernels.tensor(bench.numbers(6), 2, 3);
    float[] before = bench.numbers(9);
    Tensor c = kernels.tensor(before, 3, 3);
    OuterProduct[] none = {new OuterProduct(a, a, new int[] {2}, c, 0)};
    kernels.addOuterProducts(none, new int[] {2}, new int[] {0});
    kernels.product(a, 2, kernels.pack(c, false), Addend.NOTHING, c, 0, 0);
    kernels.copy(a, 2, 0, c, 3, 0, 0, 3, true);
    tanhInPlace().run(new Tensor[] {c}, new int[1], new float[0], 0, 3);
    assertThat(kernels.toArray(c)).isEqualTo(before);
  }

  /**
   * Rows computed in two ranges have the bits of rows computed at once, also where they are summed.
   */
  @Test
  default void splitRowsGiveTheSameBits() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int rows : SIZES) {
      for (int width : new int[] {7, 16, 33, 100}) {
        float[] values = bench.numbers(rows * width);
        Tensor a = kernels.tensor(values, rows, width);
        PackedMatrix b = kernels.pack(kernels.tensor(bench.numbers(width * 17), width, 17), false);
        Tensor vector = kernels.tensor(bench.numbers(width), 1, width);
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
            kernels.product(a, range[0], b, Addend.NOTHING, product, range[0], count);
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
  default void threadsGiveTheSameBits() throws Exception {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    int threads = 4;
    int rows = 33;
    int width = 31;
    Tensor a = kernels.tensor(bench.numbers(threads * rows * width), threads * rows, width);
    PackedMatrix b = kernels.pack(kernels.tensor(bench.numbers(width * width), width, width), true);
    Pointwise pointwise = tanhInPlace();
    Tensor alone = kernels.zeros(threads * rows, width);
    kernels.product(a, 0, b, Addend.NOTHING, alone, 0, threads * rows);
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
                    kernels.product(a, first, b, Addend.NOTHING, together, first, rows);
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
  default void overRowsCoversEveryRowOnce() {
    Kernels kernels = bench().kernels();
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
  default void overRowsPassesExceptionsOn() {
    Kernels kernels = bench().kernels();
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

  /**
   * Two, three and more threads compute the bits of one, in everything that kernels share among
   * threads.
   */
  @Test
  default void anyNumberOfThreadsGivesTheSameBits() {
    KernelsBench bench = bench();
    Kernels alone = bench.kernels();
    float[] a = bench.numbers(300 * 331);
    float[] b = bench.numbers(331 * 450);
    int[] labels = new int[300];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 7 == 0 ? -1 : i * 449 % 450;
    }
    List<float[]> expected = shared(alone, a, b, labels);
    for (int threads : new int[] {2, 3, 5}) {
      try (Workers workers = Workers.of(threads)) {
        List<float[]> found = shared(alone.on(workers), a, b, labels);
        for (int i = 0; i < expected.size(); i++) {
          requireSameBits(threads + " threads, result " + i, expected.get(i), found.get(i));
        }
      }
    }
  }

  private static List<float[]> shared(Kernels kernels, float[] a, float[] b, int[] labels) {
    Tensor left = kernels.tensor(a, 300, 331);
    Tensor right = kernels.tensor(b, 331, 450);
    PackedMatrix packed = kernels.pack(right, false);
    Tensor product = kernels.allocate(Shape.of(300, 450));
    kernels.overRows(
        300,
        (from, to) ->
            kernels.product(left, from, packed, Addend.NOTHING, product, from, to - from));
    Tensor slope = kernels.allocate(product.shape());
    double loss = kernels.softmaxCrossEntropy(product, labels, 1, slope);
    Tensor outer = kernels.zeros(450, 331);
    kernels.addOuterProduct(slope, left, outer);
    Tensor squashed = kernels.allocate(outer.shape());
    PointwiseProgram program =
        new PointwiseProgram(
            List.of(new Rows(0, 0), new Vector(1, 0)),
            List.of(new Combine(BinaryOperator.PLUS, 0, 1), new Apply(UnaryOperator.TANH, 2)),
            List.of(new Sink(3, 2, 0, Mode.STORE)));
    Tensor[] tensors = {outer, left, squashed};
    kernels.compile(program).run(tensors, new int[] {0, 7, 0}, new float[0], 450, 331);
    Tensor gathered = kernels.allocate(Shape.of(300, 331));
    kernels.gatherRows(squashed, labels, gathered);
    kernels.copy(left, 0, 0, gathered, 0, 0, 300, 331, true);
    float[] numbers = {
      (float) loss, (float) kernels.sum(squashed), (float) kernels.sumOfSquares(outer)
    };
    return List.of(
        kernels.toArray(product),
        kernels.toArray(slope),
        kernels.toArray(outer),
        kernels.toArray(squashed),
        kernels.toArray(gathered),
        numbers);
  }

  private Pointwise tanhInPlace() {
    return bench()
        .kernels()
        .compile(
            new PointwiseProgram(
                List.of(new Rows(0, 0)),
                List.of(new Apply(UnaryOperator.TANH, 0)),
                List.of(new Sink(1, 0, 0, Mode.STORE))));
  }
}

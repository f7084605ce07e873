package dev.carousel.kernels.simd;

import dev.carousel.tensor.Addend;
import dev.carousel.tensor.ArrayKernels;
import dev.carousel.tensor.ArrayStorage;
import dev.carousel.tensor.OuterProduct;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workers;

/**
 * Kernels on the JDK's Vector API: register-blocked products on packed panels, and vectorised
 * functions.
 */
public final class SimdKernels extends ArrayKernels {
  // So many panels and more are packed by several threads.
  private static final int SHARED_PANELS = 64;

  private final ThreadLocal<RowProduct> rowProduct = ThreadLocal.withInitial(RowProduct::new);
  private final ThreadLocal<OuterProducts> outerProducts =
      ThreadLocal.withInitial(OuterProducts::new);
  private final VectorSums sums = new VectorSums();
  private final VectorSoftmax softmax = new VectorSoftmax();

  private final VectorLoops steps;
  private final WarmLoops loops;

  /** New kernels on the calling thread; they hold scratch memory and the loops of programs. */
  public SimdKernels() {
    this(new VectorLoops());
  }

  private SimdKernels(VectorLoops steps) {
    this(steps, new WarmLoops(steps), Workers.none());
  }

  private SimdKernels(VectorLoops steps, WarmLoops loops, Workers workers) {
    super(steps, workers);
    this.steps = steps;
    this.loops = loops;
  }

  @Override
  public SimdKernels on(Workers workers) {
    return new SimdKernels(steps, loops, workers);
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    return LoopWriter.fits(program) && !program.steps().isEmpty()
        ? new FusedPointwise(program, loops.of(program), steps, workers())
        : super.compile(program);
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public PackedMatrix allocatePacked(int rows, int columns) {
    return Panels.allocate(rows, columns);
  }

  @Override
  public void pack(Tensor matrix, int firstRow, boolean transposed, PackedMatrix into) {
    requirePackable(matrix, firstRow, transposed, into);
    Panels panels = (Panels) into;
    float[] from = ArrayStorage.of(matrix);
    int start = firstRow * matrix.columns();
    int count = Panels.count(panels.columns());
    workers()
        .overRanges(
            count,
            SHARED_PANELS,
            (first, last) -> {
              if (transposed) {
                panels.packTransposed(from, start, first, last);
              } else {
                panels.pack(from, start, first, last);
              }
            });
  }

  @Override
  public void product(
      Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
    requireProduct(a, aRow, b, addend, c, cRow, rows);
    rowProduct.get().run(a, aRow, (Panels) b, addend, c, cRow, rows);
  }

  @Override
  public void addOuterProducts(OuterProduct[] products, int[] aRows, int[] counts) {
    requireOuterProducts(products, aRows, counts);
    int parts = workers().threads();
    workers()
        .overRanges(
            parts,
            1,
            (from, to) -> {
              for (int part = from; part < to; part++) {
                outerProducts.get().add(products, aRows, counts, part, parts);
              }
            });
  }

  @Override
  protected double softmaxRow(
      float[] logits, int start, int classes, int target, float factor, float[] to) {
    return softmax.row(logits, start, classes, target, factor, to);
  }

  @Override
  protected double sum(float[] values, int from, int to) {
    return sums.sum(values, from, to);
  }

  @Override
  protected double sumOfSquares(float[] values, int from, int to) {
    return sums.sumOfSquares(values, from, to);
  }

  @Override
  public void dropoutMask(Tensor mask, double rate, float kept, long seed) {
    if (VectorDropout.fast()) {
      VectorDropout.mask(ArrayStorage.of(mask), mask.shape().elements(), rate, kept, seed);
    } else {
      super.dropoutMask(mask, rate, kept, seed);
    }
  }
}

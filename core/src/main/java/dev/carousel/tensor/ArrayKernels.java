package dev.carousel.tensor;

import dev.carousel.random.RandomStream;
import java.util.Arrays;

/**
 * What kernels that keep tensors in plain arrays have in common: storage, copying, rows, pointwise
 * programs, sums, softmax and dropout. Matrix products are left to the kernels themselves.
 */
public abstract class ArrayKernels implements Kernels {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  // The size of the parts of a sum, whoever adds them up.
  private static final int PART_ELEMENTS = 1 << 16;

  private final ElementLoops loops;
  private final Workers workers;
  private final ThreadLocal<double[]> partialSums = ThreadLocal.withInitial(() -> new double[0]);

  /**
   * Kernels on arrays.
   *
   * @param loops compute the operators
   * @param workers the threads that share the work
   */
  protected ArrayKernels(ElementLoops loops, Workers workers) {
    this.loops = loops;
    this.workers = workers;
  }

  /**
   * The threads that share the work.
   *
   * @return the workers
   */
  protected Workers workers() {
    return workers;
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    return RowSums.fits(program)
        ? new RowSums(program, loops, workers)
        : new TiledPointwise(program, loops, workers);
  }

  @Override
  public void overRows(int rows, RowRange work) {
    workers.overRanges(rows, 1, work);
  }

  /** Work that threads share if it is on many elements. */
  private void overUnits(int units, int elementsEach, RowRange work) {
    if ((long) units * elementsEach < Workers.WORTH_SHARING) {
      work.run(0, units);
    } else {
      workers.overRanges(units, 1, work);
    }
  }

  @Override
  public Tensor allocate(Shape shape) {
    return new Tensor(shape, new ArrayStorage(new float[shape.elements()]));
  }

  @Override
  public void fill(Tensor tensor, float value) {
    float[] values = ArrayStorage.of(tensor);
    int columns = tensor.columns();
    overUnits(
        tensor.rows(),
        columns,
        (from, to) -> Arrays.fill(values, from * columns, to * columns, value));
  }

  @Override
  public void write(Tensor tensor, float[] values) {
    requireElements("write", tensor, values.length);
    System.arraycopy(values, 0, ArrayStorage.of(tensor), 0, values.length);
  }

  @Override
  public void read(Tensor tensor, float[] into) {
    requireElements("read", tensor, into.length);
    System.arraycopy(ArrayStorage.of(tensor), 0, into, 0, into.length);
  }

  @Override
  public void copy(
      Tensor source,
      int sourceRow,
      int sourceColumn,
      Tensor target,
      int targetRow,
      int targetColumn,
      int rows,
      int columns,
      boolean accumulate) {
    requireBlock("copy, source", source, sourceRow, sourceColumn, rows, columns);
    requireBlock("copy, target", target, targetRow, targetColumn, rows, columns);
    float[] from = ArrayStorage.of(source);
    float[] to = ArrayStorage.of(target);
    overUnits(
        rows,
        columns,
        (first, last) -> {
          for (int r = first; r < last; r++) {
            int read = (sourceRow + r) * source.columns() + sourceColumn;
            int written = (targetRow + r) * target.columns() + targetColumn;
            if (accumulate) {
              loops.add(from, read, to, written, columns);
            } else {
              System.arraycopy(from, read, to, written, columns);
            }
          }
        });
  }

  @Override
  public void gatherRows(Tensor source, int[] index, Tensor target) {
    requireBlock("gather rows, target", target, 0, 0, index.length, source.columns());
    requireColumns("gather rows", source, target);
    float[] from = ArrayStorage.of(source);
    float[] to = ArrayStorage.of(target);
    int columns = source.columns();
    overUnits(
        index.length,
        columns,
        (first, last) -> {
          for (int row = first; row < last; row++) {
            if (index[row] < 0) {
              Arrays.fill(to, row * columns, (row + 1) * columns, 0f);
            } else {
              System.arraycopy(from, index[row] * columns, to, row * columns, columns);
            }
          }
        });
  }

  @Override
  public void scatterAddRows(Tensor source, int[] index, Tensor target) {
    requireBlock("scatter rows, source", source, 0, 0, index.length, target.columns());
    requireColumns("scatter rows", source, target);
    float[] from = ArrayStorage.of(source);
    float[] to = ArrayStorage.of(target);
    int columns = target.columns();
    for (int row = 0; row < index.length; row++) {
      if (index[row] >= 0) {
        loops.add(from, row * columns, to, index[row] * columns, columns);
      }
    }
  }

  @Override
  public void takePatches(Tensor frames, int firstFrame, PatchGrid grid, Tensor patches) {
    int count = framesOf("take patches", patches, grid);
    requireRows("take patches, frames", frames, firstFrame, count, grid.frame().elements());
    float[] from = ArrayStorage.of(frames);
    float[] to = ArrayStorage.of(patches);
    PatchLoops patchLoops = new PatchLoops(grid, loops);
    overUnits(
        count,
        grid.patches() * grid.patchElements(),
        (first, last) -> {
          for (int i = first; i < last; i++) {
            patchLoops.take(from, firstFrame + i, to, i);
          }
        });
  }

  @Override
  public void addPatches(Tensor patches, PatchGrid grid, Tensor frames, int firstFrame) {
    int count = framesOf("add patches", patches, grid);
    requireRows("add patches, frames", frames, firstFrame, count, grid.frame().elements());
    float[] from = ArrayStorage.of(patches);
    float[] to = ArrayStorage.of(frames);
    PatchLoops patchLoops = new PatchLoops(grid, loops);
    overUnits(
        count,
        grid.patches() * grid.patchElements(),
        (first, last) -> {
          for (int i = first; i < last; i++) {
            patchLoops.add(from, i, to, firstFrame + i);
          }
        });
  }

  /** How many frames the patches are of. */
  private static int framesOf(String operation, Tensor patches, PatchGrid grid) {
    int count = patches.rows() / grid.patches();
    if (count * grid.patches() != patches.rows() || patches.columns() != grid.patchElements()) {
      throw new ShapeException(
          operation,
          "%d patches a frame, each of %d".formatted(grid.patches(), grid.patchElements()),
          patches.shape());
    }
    return count;
  }

  @Override
  public void maxOfPatches(Tensor frames, PatchGrid grid, Tensor largest, int[] places) {
    requireRows("maximum of patches, frames", frames, 0, frames.rows(), grid.frame().elements());
    int each = grid.patches() * grid.frame().channels();
    if (largest.rows() != frames.rows() || largest.columns() != each) {
      throw new ShapeException(
          "maximum of patches", Shape.of(frames.rows(), each), largest.shape());
    }
    requireElements("maximum of patches, places", largest, places.length);
    float[] from = ArrayStorage.of(frames);
    float[] to = ArrayStorage.of(largest);
    PatchLoops patchLoops = new PatchLoops(grid, loops);
    overUnits(
        frames.rows(),
        grid.patches() * grid.patchElements(),
        (first, last) -> {
          for (int i = first; i < last; i++) {
            patchLoops.max(from, to, places, i);
          }
        });
  }

  @Override
  public double sum(Tensor tensor) {
    return sumOfParts(tensor, this::sum);
  }

  @Override
  public double sumOfSquares(Tensor tensor) {
    return sumOfParts(tensor, this::sumOfSquares);
  }

  private interface PartialSum {
    double of(float[] values, int from, int to);
  }

  /** Parts are of a fixed size, so that the sum does not depend on who adds them up. */
  private double sumOfParts(Tensor tensor, PartialSum partial) {
    float[] values = ArrayStorage.of(tensor);
    int elements = tensor.shape().elements();
    int parts = (elements + PART_ELEMENTS - 1) / PART_ELEMENTS;
    double[] sums = partialSums(parts);
    workers.overRanges(
        parts,
        1,
        (first, last) -> {
          for (int part = first; part < last; part++) {
            int from = part * PART_ELEMENTS;
            sums[part] = partial.of(values, from, Math.min(elements, from + PART_ELEMENTS));
          }
        });
    return total(sums, parts);
  }

  /**
   * A sum over a range: a part of {@link #sum(Tensor)}.
   *
   * @param values holds the elements
   * @param from the first
   * @param to the one after the last
   * @return their sum, added up in double
   */
  protected double sum(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  /**
   * A sum of squares over a range: a part of {@link #sumOfSquares(Tensor)}.
   *
   * @param values holds the elements
   * @param from the first
   * @param to the one after the last
   * @return the sum of their squares, added up in double
   */
  protected double sumOfSquares(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, int[] targets, float factor, Tensor gradient) {
    requireBlock("softmax cross-entropy, logits", logits, 0, 0, targets.length, logits.columns());
    requireBlock(
        "softmax cross-entropy, gradient", gradient, 0, 0, targets.length, logits.columns());
    int classes = logits.columns();
    for (int row = 0; row < targets.length; row++) {
      requireClass(targets[row], row, classes);
    }
    float[] from = ArrayStorage.of(logits);
    float[] to = ArrayStorage.of(gradient);
    double[] losses = partialSums(targets.length);
    overUnits(
        targets.length,
        classes,
        (first, last) -> {
          for (int row = first; row < last; row++) {
            losses[row] =
                softmaxCrossEntropyRow(from, row * classes, classes, targets[row], factor, to);
          }
        });
    return total(losses, targets.length);
  }

  private static void requireClass(int target, int row, int classes) {
    if (target >= classes || target < -1) {
      throw new IllegalArgumentException(
          "softmax cross-entropy: target "
              + target
              + " of row "
              + row
              + " is not one of "
              + classes
              + " classes");
    }
  }

  private double softmaxCrossEntropyRow(
      float[] logits, int start, int classes, int target, float factor, float[] gradient) {
    if (target < 0) {
      Arrays.fill(gradient, start, start + classes, 0f);
      return 0;
    }
    double loss = softmaxRow(logits, start, classes, target, factor, gradient);
    gradient[start + target] -= factor;
    return loss;
  }

  @Override
  public void softmax(Tensor logits, int[] counts, Tensor result) {
    int columns = logits.columns();
    requireBlock("softmax, logits", logits, 0, 0, counts.length, columns);
    requireBlock("softmax, result", result, 0, 0, counts.length, columns);
    for (int row = 0; row < counts.length; row++) {
      if (counts[row] < 1 || counts[row] > columns) {
        throw new IllegalArgumentException(
            "softmax: %d elements of row %d, which has %d".formatted(counts[row], row, columns));
      }
    }
    float[] from = ArrayStorage.of(logits);
    float[] to = ArrayStorage.of(result);
    overUnits(
        counts.length,
        columns,
        (first, last) -> {
          for (int row = first; row < last; row++) {
            int start = row * columns;
            softmaxRow(from, start, counts[row], 0, 1, to);
            Arrays.fill(to, start + counts[row], start + columns, 0f);
          }
        });
  }

  /** Memory of the calling thread's own. */
  private double[] partialSums(int count) {
    double[] sums = partialSums.get();
    if (sums.length < count) {
      sums = new double[count];
      partialSums.set(sums);
    }
    return sums;
  }

  private static double total(double[] sums, int count) {
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += sums[i];
    }
    return total;
  }

  @Override
  public void dropoutMask(Tensor mask, double rate, float kept, long seed) {
    float[] to = ArrayStorage.of(mask);
    for (int i = 0; i < mask.shape().elements(); i++) {
      double uniform = (RandomStream.mix(seed + i * GOLDEN_GAMMA) >>> 40) * 0x1p-24;
      to[i] = uniform < rate ? 0 : kept;
    }
  }

  /**
   * Softmax of one row: the work of {@link #softmaxCrossEntropy} and {@link #softmax}.
   *
   * @param logits holds the row
   * @param start where it starts, in logits and in what is written
   * @param classes how long it is
   * @param target the right class, at least 0 and below classes
   * @param factor what the probabilities are multiplied by
   * @param to written: the probabilities times the factor
   * @return -log of the target's probability, in nats
   */
  protected double softmaxRow(
      float[] logits, int start, int classes, int target, float factor, float[] to) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < classes; j++) {
      largest = Math.max(largest, logits[start + j]);
    }
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      double e = Math.exp((double) logits[start + j] - largest);
      to[start + j] = (float) e;
      sum += e;
    }
    float scale = (float) (factor / sum);
    for (int j = 0; j < classes; j++) {
      to[start + j] *= scale;
    }
    return Math.log(sum) + largest - logits[start + target];
  }

  private static void requireElements(String operation, Tensor tensor, int elements) {
    if (tensor.shape().elements() != elements) {
      throw new ShapeException(
          operation, tensor.shape().elements() + " numbers for " + tensor.shape(), elements);
    }
  }

  private static void requireColumns(String operation, Tensor source, Tensor target) {
    if (source.columns() != target.columns()) {
      throw new ShapeException(
          operation, "a target with rows of " + source.columns(), target.shape());
    }
  }

  /**
   * Checks the arguments of {@link #pack(Tensor, int, boolean, PackedMatrix)}.
   *
   * @param matrix as there
   * @param firstRow as there
   * @param transposed as there
   * @param into as there
   * @throws ShapeException as there
   */
  protected static void requirePackable(
      Tensor matrix, int firstRow, boolean transposed, PackedMatrix into) {
    int rows = transposed ? into.columns() : into.rows();
    int columns = transposed ? into.rows() : into.columns();
    requireRows("pack", matrix, firstRow, rows, columns);
  }

  /**
   * Checks the arguments of {@link #product}.
   *
   * @param a as there
   * @param aRow as there
   * @param b as there
   * @param addend as there
   * @param c as there
   * @param cRow as there
   * @param rows as there
   * @throws ShapeException if they do not go together
   */
  protected static void requireProduct(
      Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
    requireRows("product, left side", a, aRow, rows, b.rows());
    requireRows("product, result", c, cRow, rows, b.columns());
    if (addend instanceof Addend.Row row) {
      requireBlock("product, addend", row.tensor(), row.row(), row.column(), 1, b.columns());
    }
  }

  /**
   * Checks the arguments of {@link #addOuterProducts}.
   *
   * @param products as there
   * @param aRows as there
   * @param counts as there
   * @throws ShapeException if they do not go together
   */
  protected static void requireOuterProducts(OuterProduct[] products, int[] aRows, int[] counts) {
    for (OuterProduct product : products) {
      Tensor a = product.a();
      Tensor c = product.c();
      requireRows("outer products, sum", c, product.cRow(), a.columns(), product.b().columns());
      for (int i = 0; i < counts.length; i++) {
        requireRows("outer products, left side", a, aRows[i], counts[i], a.columns());
        requireRows(
            "outer products, right side",
            product.b(),
            product.bRows()[i],
            counts[i],
            product.b().columns());
      }
    }
  }

  private static void requireRows(String operation, Tensor tensor, int row, int rows, int columns) {
    if (columns != tensor.columns()) {
      throw new ShapeException(operation, "rows of " + columns, tensor.shape());
    }
    requireBlock(operation, tensor, row, 0, rows, columns);
  }

  /**
   * Checks that a block lies within a tensor.
   *
   * @param operation what is to be done, for the message
   * @param tensor the tensor, seen as [rows, columns]
   * @param row the block's first row
   * @param column the block's first column
   * @param rows how many rows
   * @param columns how many columns
   * @throws ShapeException if it does not
   */
  protected static void requireBlock(
      String operation, Tensor tensor, int row, int column, int rows, int columns) {
    if (row < 0
        || column < 0
        || row + rows > tensor.rows()
        || column + columns > tensor.columns()) {
      throw new ShapeException(
          operation,
          "rows %d to %d and columns %d to %d".formatted(row, row + rows, column, column + columns),
          tensor.shape());
    }
  }
}

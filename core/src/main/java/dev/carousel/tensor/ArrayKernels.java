package dev.carousel.tensor;

import dev.carousel.random.RandomStream;
import java.util.Arrays;

/**
 * What kernels that keep tensors in plain arrays have in common: storage, copying, rows, sums,
 * softmax and dropout, in plain loops on the calling thread. Products and pointwise programs are
 * left to the kernels themselves.
 */
public abstract class ArrayKernels implements Kernels {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** Kernels on arrays. */
  protected ArrayKernels() {}

  @Override
  public Tensor allocate(Shape shape) {
    return new Tensor(shape, new ArrayStorage(new float[shape.elements()]));
  }

  @Override
  public void fill(Tensor tensor, float value) {
    Arrays.fill(ArrayStorage.of(tensor), 0, tensor.shape().elements(), value);
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
    for (int r = 0; r < rows; r++) {
      int read = (sourceRow + r) * source.columns() + sourceColumn;
      int written = (targetRow + r) * target.columns() + targetColumn;
      if (accumulate) {
        addRow(from, read, to, written, columns);
      } else {
        System.arraycopy(from, read, to, written, columns);
      }
    }
  }

  @Override
  public void gatherRows(Tensor source, int[] index, Tensor target) {
    requireBlock("gather rows, target", target, 0, 0, index.length, source.columns());
    requireColumns("gather rows", source, target);
    float[] from = ArrayStorage.of(source);
    float[] to = ArrayStorage.of(target);
    int columns = source.columns();
    for (int row = 0; row < index.length; row++) {
      if (index[row] < 0) {
        Arrays.fill(to, row * columns, (row + 1) * columns, 0f);
      } else {
        System.arraycopy(from, index[row] * columns, to, row * columns, columns);
      }
    }
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
        addRow(from, row * columns, to, index[row] * columns, columns);
      }
    }
  }

  @Override
  public double sum(Tensor tensor) {
    double sum = 0;
    float[] values = ArrayStorage.of(tensor);
    for (int i = 0; i < tensor.shape().elements(); i++) {
      sum += values[i];
    }
    return sum;
  }

  @Override
  public double sumOfSquares(Tensor tensor) {
    double sum = 0;
    float[] values = ArrayStorage.of(tensor);
    for (int i = 0; i < tensor.shape().elements(); i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }

  @Override
  public double softmaxCrossEntropy(Tensor logits, int[] targets, Tensor gradient) {
    requireBlock("softmax cross-entropy, logits", logits, 0, 0, targets.length, logits.columns());
    requireBlock(
        "softmax cross-entropy, gradient", gradient, 0, 0, targets.length, logits.columns());
    float[] from = ArrayStorage.of(logits);
    float[] to = ArrayStorage.of(gradient);
    int classes = logits.columns();
    double loss = 0;
    for (int row = 0; row < targets.length; row++) {
      int start = row * classes;
      int target = targets[row];
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
      if (target < 0) {
        Arrays.fill(to, start, start + classes, 0f);
        continue;
      }
      loss += softmaxRow(from, start, classes, target, to);
      to[start + target] -= 1;
    }
    return loss;
  }

  @Override
  public void dropoutMask(Tensor mask, double rate, long seed) {
    float[] to = ArrayStorage.of(mask);
    float keep = (float) (1 / (1 - rate));
    for (int i = 0; i < mask.shape().elements(); i++) {
      double uniform = (RandomStream.mix(seed + i * GOLDEN_GAMMA) >>> 40) * 0x1p-24;
      to[i] = uniform < rate ? 0 : keep;
    }
  }

  /**
   * Adds a row to another: the work of {@link #scatterAddRows} and of {@link #copy} where it adds.
   *
   * @param from holds the row
   * @param start where it starts
   * @param to holds the row that is added to
   * @param toStart where that starts
   * @param columns how long both are
   */
  protected void addRow(float[] from, int start, float[] to, int toStart, int columns) {
    for (int j = 0; j < columns; j++) {
      to[toStart + j] += from[start + j];
    }
  }

  /**
   * Softmax of one row: the work of {@link #softmaxCrossEntropy}.
   *
   * @param logits holds the row
   * @param start where it starts, in logits and in what is written
   * @param classes how long it is
   * @param target the right class, at least 0 and below classes
   * @param to written: the probabilities
   * @return -log of the target's probability, in nats
   */
  protected double softmaxRow(float[] logits, int start, int classes, int target, float[] to) {
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
    float scale = (float) (1 / sum);
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
   * Checks the arguments of {@link #addProductOverRows}.
   *
   * @param a as there
   * @param aRow as there
   * @param b as there
   * @param bRow as there
   * @param rows as there
   * @param c as there
   * @throws ShapeException if they do not go together
   */
  protected static void requireProductOverRows(
      Tensor[] a, int aRow, Tensor b, int bRow, int rows, Tensor c) {
    requireRows("product over rows, right side", b, bRow, rows, c.columns());
    int width = 0;
    for (Tensor left : a) {
      requireRows("product over rows, left side", left, aRow, rows, left.columns());
      width += left.columns();
    }
    if (width != c.rows()) {
      throw new ShapeException("product over rows, result", width + " rows", c.shape());
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

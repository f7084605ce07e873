package dev.carousel.tensor;

import dev.carousel.random.RandomStream;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The dependable default: matrix products by EJML, everything else in plain loops, all on the
 * calling thread. Runs wherever Java does.
 */
public final class EjmlKernels implements Kernels {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final ThreadLocal<Blocks> blocks = ThreadLocal.withInitial(Blocks::new);

  /** New kernels; they hold nothing but scratch memory. */
  public EjmlKernels() {}

  private record Packed(FMatrixRMaj matrix) implements PackedMatrix {
    @Override
    public int rows() {
      return matrix.numRows;
    }

    @Override
    public int columns() {
      return matrix.numCols;
    }
  }

  // EJML multiplies whole matrices only, so blocks are copied here first.
  private static final class Blocks {
    final FMatrixRMaj a = new FMatrixRMaj(1, 1);
    final FMatrixRMaj b = new FMatrixRMaj(1, 1);
    final FMatrixRMaj c = new FMatrixRMaj(1, 1);
  }

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public Tensor allocate(Shape shape) {
    return new Tensor(shape, new ArrayStorage(new float[shape.elements()]));
  }

  @Override
  public void fill(Tensor tensor, float value) {
    Arrays.fill(ArrayStorage.of(tensor), value);
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
  public PackedMatrix pack(Tensor matrix, boolean transposed) {
    FMatrixRMaj source = FMatrixRMaj.wrap(matrix.rows(), matrix.columns(), ArrayStorage.of(matrix));
    FMatrixRMaj packed = new FMatrixRMaj(1, 1);
    if (transposed) {
      CommonOps_FDRM.transpose(source, packed);
    } else {
      packed.setTo(source);
    }
    return new Packed(packed);
  }

  @Override
  public void product(
      Tensor a,
      int aRow,
      int aColumn,
      PackedMatrix b,
      Tensor c,
      int cRow,
      int cColumn,
      int rows,
      boolean accumulate) {
    requireBlock("product, left side", a, aRow, aColumn, rows, b.rows());
    requireBlock("product, result", c, cRow, cColumn, rows, b.columns());
    Blocks scratch = blocks.get();
    copyOut(a, aRow, aColumn, rows, b.rows(), scratch.a);
    scratch.c.reshape(rows, b.columns());
    CommonOps_FDRM.mult(scratch.a, ((Packed) b).matrix, scratch.c);
    copyIn(scratch.c, c, cRow, cColumn, accumulate);
  }

  @Override
  public void addProductOverRows(
      Tensor a, int aRow, int aColumn, Tensor b, int bRow, int bColumn, int rows, Tensor c) {
    requireBlock("product over rows, left side", a, aRow, aColumn, rows, c.rows());
    requireBlock("product over rows, right side", b, bRow, bColumn, rows, c.columns());
    Blocks scratch = blocks.get();
    copyOut(a, aRow, aColumn, rows, c.rows(), scratch.a);
    copyOut(b, bRow, bColumn, rows, c.columns(), scratch.b);
    FMatrixRMaj sum = FMatrixRMaj.wrap(c.rows(), c.columns(), ArrayStorage.of(c));
    CommonOps_FDRM.multAddTransA(scratch.a, scratch.b, sum);
  }

  private static void copyOut(
      Tensor tensor, int row, int column, int rows, int columns, FMatrixRMaj block) {
    block.reshape(rows, columns);
    float[] from = ArrayStorage.of(tensor);
    int stride = tensor.columns();
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from, (row + r) * stride + column, block.data, r * columns, columns);
    }
  }

  private static void copyIn(
      FMatrixRMaj block, Tensor tensor, int row, int column, boolean accumulate) {
    float[] to = ArrayStorage.of(tensor);
    int stride = tensor.columns();
    int columns = block.numCols;
    for (int r = 0; r < block.numRows; r++) {
      int start = (row + r) * stride + column;
      if (accumulate) {
        for (int j = 0; j < columns; j++) {
          to[start + j] += block.data[r * columns + j];
        }
      } else {
        System.arraycopy(block.data, r * columns, to, start, columns);
      }
    }
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    return new InterpretedPointwise(program);
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
        for (int j = 0; j < columns; j++) {
          to[written + j] += from[read + j];
        }
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
        for (int j = 0; j < columns; j++) {
          to[index[row] * columns + j] += from[row * columns + j];
        }
      }
    }
  }

  @Override
  public double sum(Tensor tensor) {
    double sum = 0;
    for (float value : ArrayStorage.of(tensor)) {
      sum += value;
    }
    return sum;
  }

  @Override
  public double sumOfSquares(Tensor tensor) {
    double sum = 0;
    for (float value : ArrayStorage.of(tensor)) {
      sum += (double) value * value;
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
      float largest = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < classes; j++) {
        largest = Math.max(largest, from[start + j]);
      }
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        double e = Math.exp((double) from[start + j] - largest);
        to[start + j] = (float) e;
        sum += e;
      }
      float scale = (float) (1 / sum);
      for (int j = 0; j < classes; j++) {
        to[start + j] *= scale;
      }
      to[start + target] -= 1;
      loss += Math.log(sum) + largest - from[start + target];
    }
    return loss;
  }

  @Override
  public void dropoutMask(Tensor mask, double rate, long seed) {
    float[] to = ArrayStorage.of(mask);
    float keep = (float) (1 / (1 - rate));
    for (int i = 0; i < to.length; i++) {
      double uniform = (RandomStream.mix(seed + i * GOLDEN_GAMMA) >>> 40) * 0x1p-24;
      to[i] = uniform < rate ? 0 : keep;
    }
  }

  @Override
  public void overRows(int rows, RowRange work) {
    work.run(0, rows);
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

  private static void requireBlock(
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

package dev.carousel.testkit;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;

/** A block within a larger tensor, and what must stay as it is around it. */
final class SurroundedBlock {
  private final Kernels kernels;
  private final Tensor tensor;
  private final float[] values;
  private final int row;
  private final int column;
  private final int rows;
  private final int columns;
  private final float[] before;

  SurroundedBlock(
      Kernels kernels,
      int row,
      int column,
      int rows,
      int columns,
      int columnsAfter,
      float[] values,
      float surrounding) {
    this.kernels = kernels;
    this.row = row;
    this.column = column;
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    int width = column + columns + columnsAfter;
    before = new float[(row + rows + 1) * width];
    Arrays.fill(before, surrounding);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, before, (row + i) * width + column, columns);
    }
    tensor = kernels.tensor(before, row + rows + 1, width);
  }

  /** The larger tensor. */
  Tensor tensor() {
    return tensor;
  }

  /** The block as it was first, row by row; not a copy. */
  float[] values() {
    return values;
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
                .formatted(i / width, i % width, rows, columns, row, column, before[i], after[i]));
      }
    }
    return block;
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The operator MatMul: products of the matrices that the last two axes are, with the axes before
 * them broadcast; of one axis, a row on the left and a column on the right.
 */
final class MatMul implements Operator {
  private final MatrixProducts products;

  MatMul(NodeReader node) {
    products = new MatrixProducts(node.requires(2, 2, 1), 1, false);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Floats a = inputs.floats(0);
    PackedMatrix known = products.right().orElse(null);
    Shape right =
        known == null ? inputs.floats(1).shape() : Shape.of(known.rows(), known.columns());
    int[] left = a.shape().sizes();
    if (left.length == 0 || right.rank() == 0) {
      throw new IllegalArgumentException(
          "a scalar has no rows or columns; expected values with axes, got shapes %s and %s"
              .formatted(a.shape(), right));
    }
    boolean row = left.length == 1;
    boolean column = right.rank() == 1;
    int rows = row ? 1 : left[left.length - 2];
    int inner = left[left.length - 1];
    int columns = column ? 1 : right.columns();
    if (right.size(column ? 0 : right.rank() - 2) != inner) {
      throw new IllegalArgumentException(
          "values of shapes %s and %s have no product".formatted(a.shape(), right));
    }
    Shape leftBatch = batch(left);
    Shape rightBatch = batch(right.sizes());
    Shape batch = View.broadcast(leftBatch, rightBatch);
    Floats result = budget.floats(shape(batch, row, rows, column, columns));
    if (result.elements().length == 0 || inner == 0) {
      return List.of(result);
    }
    if (known != null) {
      products.multiply(a, known, result, budget);
      return List.of(result);
    }
    Floats b = inputs.floats(1);
    if (rightBatch.elements() == 1) {
      Floats matrix = new Floats(Shape.of(inner, columns), b.elements());
      products.multiply(a, products.packed(matrix, false, budget), result, budget);
      return List.of(result);
    }
    Floats eachLeft = wide(a, leftBatch, batch, rows, inner, budget);
    Floats eachRight = wide(b, rightBatch, batch, inner, columns, budget);
    products.multiplyEach(eachLeft, eachRight, result, rows, inner, budget);
    return List.of(result);
  }

  private static Shape batch(int[] sizes) {
    return new Shape(Arrays.copyOf(sizes, Math.max(0, sizes.length - 2)));
  }

  private static Shape shape(Shape batch, boolean row, int rows, boolean column, int columns) {
    IntStream matrix =
        IntStream.concat(
            row ? IntStream.empty() : IntStream.of(rows),
            column ? IntStream.empty() : IntStream.of(columns));
    return Budget.shape(
        IntStream.concat(Arrays.stream(batch.sizes()), matrix).asLongStream().toArray());
  }

  private static Floats wide(
      Floats value, Shape own, Shape batch, int rows, int columns, Budget budget) {
    Value matrices = Elements.reshaped(value, with(own, rows, columns));
    return (Floats) View.broadcast(matrices, with(batch, rows, columns), budget);
  }

  private static Shape with(Shape batch, int rows, int columns) {
    return shape(batch, false, rows, false, columns);
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Shape;
import java.util.List;

/** The operator Gemm: alpha A B + beta C, where A and B may be transposed and C is broadcast. */
final class Gemm implements Operator {
  private static final int C = 2;

  private final float alpha;
  private final float beta;
  private final boolean leftTransposed;
  private final boolean rightTransposed;
  private final MatrixProducts products;

  Gemm(NodeReader node) {
    node.requires(2, 3, 1);
    alpha = node.number("alpha", 1);
    beta = node.number("beta", 1);
    leftTransposed = node.integer("transA", 0) != 0;
    rightTransposed = node.integer("transB", 0) != 0;
    products = new MatrixProducts(node, 1, rightTransposed);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Floats a = matrix(inputs, 0);
    if (leftTransposed) {
      a = (Floats) View.of(a.shape()).transposed(new int[] {1, 0}).copy(a, budget);
    }
    PackedMatrix known = products.right().orElse(null);
    Shape right =
        known == null ? matrix(inputs, 1).shape() : Shape.of(known.rows(), known.columns());
    boolean swapped = known == null && rightTransposed;
    int inner = right.size(swapped ? 1 : 0);
    int columns = right.size(swapped ? 0 : 1);
    int rows = a.shape().size(0);
    if (a.shape().size(1) != inner) {
      throw new IllegalArgumentException(
          "matrices [%d, %d] and [%d, %d] have no product"
              .formatted(rows, a.shape().size(1), inner, columns));
    }
    Floats result = budget.floats(Budget.shape(rows, columns));
    if (result.elements().length > 0 && inner > 0) {
      PackedMatrix b =
          known == null ? products.packed(matrix(inputs, 1), rightTransposed, budget) : known;
      products.multiply(a, b, result, budget);
    }
    finish(result, inputs, budget);
    return List.of(result);
  }

  private static Floats matrix(Inputs inputs, int input) {
    Floats matrix = inputs.floats(input);
    if (matrix.shape().rank() != 2) {
      throw inputs.unexpected(input, "two axes");
    }
    return matrix;
  }

  private void finish(Floats result, Inputs inputs, Budget budget) {
    float[] to = result.elements();
    for (int i = 0; alpha != 1 && i < to.length; i++) {
      to[i] *= alpha;
    }
    if (inputs.has(C)) {
      float[] c = ((Floats) View.broadcast(inputs.floats(C), result.shape(), budget)).elements();
      for (int i = 0; i < to.length; i++) {
        to[i] += beta * c[i];
      }
    }
  }
}

package dev.carousel.autograd;

import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.List;

/** Matrix products on a tape. */
public final class Products {
  private Products() {}

  /**
   * x Wᵀ, as in a dense layer.
   *
   * @param x [rows, inputs]
   * @param weight W, [outputs, inputs]
   * @return [rows, outputs]
   * @throws ShapeException if the widths differ
   */
  public static Variable timesTransposed(Variable x, Variable weight) {
    return product(x, weight, true);
  }

  /**
   * x A.
   *
   * @param x [rows, inner]
   * @param a [inner, columns]
   * @return [rows, columns]
   * @throws ShapeException if x is not as wide as A has rows
   */
  public static Variable times(Variable x, Variable a) {
    return product(x, a, false);
  }

  private static Variable product(Variable x, Variable matrix, boolean transposed) {
    Tape tape = x.tape();
    Shape shape = matrix.value().shape();
    int inner = transposed ? shape.columns() : shape.rows();
    if (inner != x.value().columns()) {
      throw new ShapeException(
          transposed ? "product with a transposed matrix" : "product",
          (transposed ? shape + " transposed" : shape) + " times a left side of width " + inner,
          x.value().shape());
    }
    Tensor result = multiplied(tape, x.value(), matrix.value(), transposed);
    return tape.record(
        result,
        List.of(x, matrix),
        y -> {
          if (x.differentiable()) {
            x.addGradient(multiplied(tape, y.gradient(), matrix.value(), !transposed));
          }
          if (matrix.differentiable()) {
            Tensor left = transposed ? y.gradient() : x.value();
            Tensor right = transposed ? x.value() : y.gradient();
            tape.kernels().addOuterProduct(left, right, matrix.gradient());
          }
        });
  }

  private static Tensor multiplied(Tape tape, Tensor a, Tensor matrix, boolean transposed) {
    Kernels kernels = tape.kernels();
    int inner = transposed ? matrix.columns() : matrix.rows();
    int columns = transposed ? matrix.rows() : matrix.columns();
    PackedMatrix b = tape.workspace().allocatePacked(inner, columns);
    kernels.pack(matrix, 0, transposed, b);
    Tensor c = tape.workspace().allocate(Shape.of(a.rows(), columns));
    kernels.overRows(
        a.rows(), (from, to) -> kernels.product(a, from, b, Addend.NOTHING, c, from, to - from));
    return c;
  }
}

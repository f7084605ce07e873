package dev.carousel.autograd;

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
    Kernels kernels = tape.kernels();
    PackedMatrix packed = kernels.pack(matrix.value(), transposed);
    if (packed.rows() != x.value().columns()) {
      throw new ShapeException(
          transposed ? "product with a transposed matrix" : "product",
          (transposed ? matrix.value().shape() + " transposed" : matrix.value().shape())
              + " times a left side of width "
              + packed.rows(),
          x.value().shape());
    }
    int rows = x.value().rows();
    Tensor result = kernels.allocate(Shape.of(rows, packed.columns()));
    multiply(kernels, x.value(), packed, result, false);
    return tape.record(
        result,
        List.of(x, matrix),
        y -> {
          if (x.differentiable()) {
            PackedMatrix back = kernels.pack(matrix.value(), !transposed);
            multiply(kernels, y.gradient(), back, x.gradient(), true);
          }
          if (matrix.differentiable()) {
            Tensor left = transposed ? y.gradient() : x.value();
            Tensor right = transposed ? x.value() : y.gradient();
            kernels.addProductOverRows(left, 0, 0, right, 0, 0, rows, matrix.gradient());
          }
        });
  }

  private static void multiply(
      Kernels kernels, Tensor a, PackedMatrix b, Tensor c, boolean accumulate) {
    kernels.overRows(
        a.rows(), (from, to) -> kernels.product(a, from, 0, b, c, from, 0, to - from, accumulate));
  }
}

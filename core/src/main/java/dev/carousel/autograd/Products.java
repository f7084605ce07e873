package dev.carousel.autograd;

import dev.carousel.expression.Expression.Operand;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Matrix products on a tape. */
public final class Products {
  private static final float[] NO_SCALARS = {};
  private static final Operand ROWS = new Operand("rows");
  private static final PointwiseProgram SUM_OVER_ROWS =
      new PointwiseProgram.Builder(Map.of(ROWS, new PointwiseProgram.Rows(0, 0)))
          .sink(ROWS, 1, 0, Sink.Mode.ADD_OVER_ROWS)
          .build();

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

  /**
   * x Wᵀ + b, a dense layer.
   *
   * @param x [rows, inputs]
   * @param weight W, [outputs, inputs]
   * @param bias b, [1, outputs]
   * @return [rows, outputs]
   * @throws ShapeException if the widths differ
   */
  public static Variable affine(Variable x, Variable weight, Variable bias) {
    Tape tape = x.tape();
    requireInner(x, weight.value().shape(), true);
    if (bias.value().rows() != 1 || bias.value().columns() != weight.value().rows()) {
      throw new ShapeException(
          "bias of a dense layer", "[1, " + weight.value().rows() + "]", bias.value().shape());
    }
    Addend addend = new Addend.Row(bias.value(), 0, 0);
    Tensor result = multiplied(tape, x.value(), weight.value(), true, addend);
    return tape.record(
        result,
        List.of(x, weight, bias),
        y -> {
          backward(x, weight, true, y);
          if (bias.differentiable()) {
            Tensor[] tensors = {y.gradient(), bias.gradient()};
            int width = bias.value().columns();
            tape.kernels()
                .compile(SUM_OVER_ROWS)
                .run(tensors, new int[2], NO_SCALARS, y.gradient().rows(), width);
          }
        });
  }

  private static Variable product(Variable x, Variable matrix, boolean transposed) {
    Tape tape = x.tape();
    requireInner(x, matrix.value().shape(), transposed);
    Tensor result = multiplied(tape, x.value(), matrix.value(), transposed, Addend.NOTHING);
    return tape.record(result, List.of(x, matrix), y -> backward(x, matrix, transposed, y));
  }

  private static void requireInner(Variable x, Shape matrix, boolean transposed) {
    int inner = transposed ? matrix.columns() : matrix.rows();
    if (inner != x.value().columns()) {
      throw new ShapeException(
          transposed ? "product with a transposed matrix" : "product",
          (transposed ? matrix + " transposed" : matrix) + " times a left side of width " + inner,
          x.value().shape());
    }
  }

  private static void backward(Variable x, Variable matrix, boolean transposed, Variable y) {
    Tape tape = x.tape();
    if (x.differentiable()) {
      x.addGradient(multiplied(tape, y.gradient(), matrix.value(), !transposed, Addend.NOTHING));
    }
    if (matrix.differentiable()) {
      Tensor left = transposed ? y.gradient() : x.value();
      Tensor right = transposed ? x.value() : y.gradient();
      tape.kernels().addOuterProduct(left, right, matrix.gradient());
    }
  }

  private static Tensor multiplied(
      Tape tape, Tensor a, Tensor matrix, boolean transposed, Addend addend) {
    Kernels kernels = tape.kernels();
    int inner = transposed ? matrix.columns() : matrix.rows();
    int columns = transposed ? matrix.rows() : matrix.columns();
    PackedMatrix b = tape.workspace().allocatePacked(inner, columns);
    kernels.pack(matrix, 0, transposed, b);
    Tensor c = tape.workspace().allocate(Shape.of(a.rows(), columns));
    kernels.overRows(
        a.rows(), (from, to) -> kernels.product(a, from, b, addend, c, from, to - from));
    return c;
  }
}

package dev.carousel.autograd;

import dev.carousel.expression.Expression.Operand;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.OuterProduct;
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
            addSumOverRows(tape.kernels(), y.gradient(), bias.gradient());
          }
        });
  }

  /** A bias's gradient: the sum of the rows is added to a row as wide as they are. */
  static void addSumOverRows(Kernels kernels, Tensor rows, Tensor sum) {
    kernels
        .compile(SUM_OVER_ROWS)
        .run(new Tensor[] {rows, sum}, new int[2], NO_SCALARS, rows.rows(), rows.columns());
  }

  /**
   * A product for each of several groups of adjacent rows: C_g = A_g B_gᵀ or C_g = A_g B_g.
   *
   * @param a [groups·m, inner], A_g being the rows from g·m on
   * @param b [groups·n, inner] if transposed, else [groups·inner, n]
   * @param groups how many
   * @param transposed whether the products are with the transpose of B_g
   * @return [groups·m, n]
   * @throws ShapeException if the shapes do not go together
   */
  public static Variable grouped(Variable a, Variable b, int groups, boolean transposed) {
    Tape tape = a.tape();
    Shape left = a.value().shape();
    Shape right = b.value().shape();
    int height = right.rows() / groups;
    if (left.rows() % groups != 0
        || right.rows() % groups != 0
        || left.columns() != (transposed ? right.columns() : height)) {
      throw new ShapeException(
          "product of " + groups + " groups", "a right side that goes with " + left, right);
    }
    Tensor result = multiplied(tape, a.value(), b.value(), groups, transposed);
    return tape.record(
        result,
        List.of(a, b),
        c -> {
          if (a.differentiable()) {
            a.addGradient(multiplied(tape, c.gradient(), b.value(), groups, !transposed));
          }
          if (b.differentiable()) {
            Tensor outer = transposed ? c.gradient() : a.value();
            Tensor inner = transposed ? a.value() : c.gradient();
            int rows = left.rows() / groups;
            for (int g = 0; g < groups; g++) {
              int[] first = {g * rows};
              tape.kernels()
                  .addOuterProducts(
                      new OuterProduct[] {
                        new OuterProduct(outer, inner, first, b.gradient(), g * height)
                      },
                      first,
                      new int[] {rows});
            }
          }
        });
  }

  private static Tensor multiplied(Tape tape, Tensor a, Tensor b, int groups, boolean transposed) {
    Kernels kernels = tape.kernels();
    int rows = a.rows() / groups;
    int height = b.rows() / groups;
    int inner = transposed ? b.columns() : height;
    int columns = transposed ? height : b.columns();
    PackedMatrix[] packed = new PackedMatrix[groups];
    for (int g = 0; g < groups; g++) {
      packed[g] = tape.workspace().allocatePacked(inner, columns);
    }
    Tensor c = tape.workspace().allocate(Shape.of(a.rows(), columns));
    kernels.overRows(
        groups,
        (from, to) -> {
          for (int g = from; g < to; g++) {
            kernels.pack(b, g * height, transposed, packed[g]);
            kernels.product(a, g * rows, packed[g], Addend.NOTHING, c, g * rows, rows);
          }
        });
    return c;
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

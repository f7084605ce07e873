package dev.carousel.autograd;

import static dev.carousel.expression.Functions.mean;

import dev.carousel.expression.Expression.Operand;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Choosing, joining and cutting rows on a tape. */
public final class RowOperations {
  private static final Operand P = new Operand("p");
  private static final Operand P_ADJOINT = new Operand("p̄");
  private static final Operand COLUMNS = new Operand("n");

  /** ā = p ∘ (p̄ - Σ p̄ ∘ p), with the sum as n times the mean. */
  private static final PointwiseProgram SOFTMAX_ADJOINT =
      new PointwiseProgram.Builder(
              Map.of(
                  P, new PointwiseProgram.Rows(0, 0),
                  P_ADJOINT, new PointwiseProgram.Rows(1, 0),
                  COLUMNS, new PointwiseProgram.Scalar(0)))
          .sink(
              P.times(P_ADJOINT.minus(COLUMNS.times(mean(P_ADJOINT.times(P))))),
              2,
              0,
              Sink.Mode.ADD)
          .build();

  private RowOperations() {}

  /**
   * Rows of a table in any order and number: an embedding, a permutation, a selection.
   *
   * @param table [any, columns]
   * @param index which row of the table each row of the result is, -1 for a row of zeros
   * @return [index.length, columns]
   */
  public static Variable gather(Variable table, int[] index) {
    Kernels kernels = table.tape().kernels();
    Tensor value =
        table.tape().workspace().allocate(Shape.of(index.length, table.value().columns()));
    kernels.gatherRows(table.value(), index, value);
    return table
        .tape()
        .record(
            value,
            List.of(table),
            y -> kernels.scatterAddRows(y.gradient(), index, table.gradient()));
  }

  /**
   * Puts matrices beside each other.
   *
   * @param parts matrices with equally many rows
   * @return [rows, sum of the columns]
   * @throws ShapeException if the rows differ
   */
  public static Variable concatenateColumns(List<Variable> parts) {
    Tape tape = parts.get(0).tape();
    Kernels kernels = tape.kernels();
    int rows = parts.get(0).value().rows();
    int columns = 0;
    for (Variable part : parts) {
      if (part.value().rows() != rows) {
        throw new ShapeException("concatenate columns", rows + " rows", part.value().shape());
      }
      columns += part.value().columns();
    }
    Tensor value = tape.workspace().allocate(Shape.of(rows, columns));
    int column = 0;
    for (Variable part : parts) {
      int width = part.value().columns();
      kernels.copy(part.value(), 0, 0, value, 0, column, rows, width, false);
      column += width;
    }
    return tape.record(
        value,
        parts,
        y -> {
          int from = 0;
          for (Variable part : parts) {
            int width = part.value().columns();
            if (part.differentiable()) {
              kernels.copy(y.gradient(), 0, from, part.gradient(), 0, 0, rows, width, true);
            }
            from += width;
          }
        });
  }

  /**
   * Puts matrices below each other.
   *
   * @param parts matrices of equal width
   * @return [sum of the rows, columns]
   * @throws ShapeException if the widths differ
   */
  public static Variable concatenateRows(List<Variable> parts) {
    Tape tape = parts.get(0).tape();
    Kernels kernels = tape.kernels();
    int columns = parts.get(0).value().columns();
    int rows = 0;
    for (Variable part : parts) {
      if (part.value().columns() != columns) {
        throw new ShapeException("concatenate rows", columns + " columns", part.value().shape());
      }
      rows += part.value().rows();
    }
    Tensor value = tape.workspace().allocate(Shape.of(rows, columns));
    int row = 0;
    for (Variable part : parts) {
      int height = part.value().rows();
      kernels.copy(part.value(), 0, 0, value, row, 0, height, columns, false);
      row += height;
    }
    return tape.record(
        value,
        parts,
        y -> {
          int from = 0;
          for (Variable part : parts) {
            int height = part.value().rows();
            if (part.differentiable()) {
              kernels.copy(y.gradient(), from, 0, part.gradient(), 0, 0, height, columns, true);
            }
            from += height;
          }
        });
  }

  /**
   * Cuts a matrix into parts beside each other and puts them below each other.
   *
   * @param a [rows, parts · columns]
   * @param parts how many parts, of equal width
   * @return [parts · rows, columns]; row i of part k is row k · rows + i
   * @throws ShapeException if the columns cannot be shared out so
   */
  public static Variable stackColumns(Variable a, int parts) {
    int rows = a.value().rows();
    int columns = a.value().columns() / parts;
    if (columns * parts != a.value().columns()) {
      throw new ShapeException("stack columns", parts + " parts of equal width", a.value().shape());
    }
    Kernels kernels = a.tape().kernels();
    Tensor value = a.tape().workspace().allocate(Shape.of(parts * rows, columns));
    for (int part = 0; part < parts; part++) {
      kernels.copy(a.value(), 0, part * columns, value, part * rows, 0, rows, columns, false);
    }
    return a.tape()
        .record(
            value,
            List.of(a),
            y -> {
              for (int part = 0; part < parts; part++) {
                kernels.copy(
                    y.gradient(),
                    part * rows,
                    0,
                    a.gradient(),
                    0,
                    part * columns,
                    rows,
                    columns,
                    true);
              }
            });
  }

  /**
   * Cuts a range of columns out.
   *
   * @param a [rows, any]
   * @param from the first column
   * @param columns how many
   * @return [rows, columns]
   * @throws ShapeException if there are no such columns
   */
  public static Variable sliceColumns(Variable a, int from, int columns) {
    Kernels kernels = a.tape().kernels();
    int rows = a.value().rows();
    Tensor value = a.tape().workspace().allocate(Shape.of(rows, columns));
    kernels.copy(a.value(), 0, from, value, 0, 0, rows, columns, false);
    return a.tape()
        .record(
            value,
            List.of(a),
            y -> kernels.copy(y.gradient(), 0, 0, a.gradient(), 0, from, rows, columns, true));
  }

  /**
   * Softmax over the beginning of each row.
   *
   * @param logits [rows, columns]
   * @param counts how many elements of each row take part, each 1 to columns; shared, not copied
   * @return [rows, columns], each row's first elements adding up to 1, 0 beyond them
   */
  public static Variable softmax(Variable logits, int[] counts) {
    Tape tape = logits.tape();
    Kernels kernels = tape.kernels();
    Tensor p = tape.workspace().allocate(logits.value().shape());
    kernels.softmax(logits.value(), counts, p);
    int columns = p.columns();
    return tape.record(
        p,
        List.of(logits),
        y ->
            kernels
                .compile(SOFTMAX_ADJOINT)
                .run(
                    new Tensor[] {p, y.gradient(), logits.gradient()},
                    new int[3],
                    new float[] {columns},
                    p.rows(),
                    columns));
  }

  /**
   * Inverted dropout (Srivastava et al., 2014): on a {@linkplain Tape#isNoisy noisy} tape each
   * element is zeroed with some probability and the others are scaled up so that the expectation
   * stays.
   *
   * @param a any shape
   * @param rate the probability of zero, at least 0 and below 1
   * @return the same shape; a itself when nothing is dropped
   */
  public static Variable dropout(Variable a, double rate) {
    Tape tape = a.tape();
    if (rate == 0 || !tape.isNoisy()) {
      return a;
    }
    Tensor mask = tape.mask(a.value().shape(), rate, 1 / (1 - rate));
    return Elementwise.times(a, tape.constant(mask));
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Tensor;
import java.util.Optional;

/** Products of matrices, of which the right one may be the same in all runs. */
final class MatrixProducts {
  private final Kernels kernels;
  private final Optional<PackedMatrix> right;

  /**
   * The products of a node.
   *
   * @param input which of its inputs is the right matrix
   * @param transposed whether the products are with its transpose
   */
  MatrixProducts(NodeReader node, int input, boolean transposed) {
    kernels = node.kernels();
    boolean isMatrix =
        node.known(input)
            .filter(value -> value instanceof Floats && value.shape().rank() == 2)
            .filter(value -> value.shape().elements() > 0)
            .isPresent();
    right =
        isMatrix
            ? node.absorbed(input).map(value -> packed((Floats) value, transposed, node.budget()))
            : Optional.empty();
  }

  /** The right matrix, if it is the same in all runs. */
  Optional<PackedMatrix> right() {
    return right;
  }

  /** A matrix with elements, ready to be multiplied with. */
  PackedMatrix packed(Floats matrix, boolean transposed, Budget budget) {
    int rows = matrix.shape().size(0);
    int columns = matrix.shape().size(1);
    budget.scratch(2L * rows * columns * Float.BYTES);
    return kernels.pack(kernels.tensor(matrix.elements(), rows, columns), transposed);
  }

  /**
   * A product of one matrix.
   *
   * @param a its rows, each as long as the right matrix has rows
   * @param into its rows, as many
   */
  void multiply(Floats a, PackedMatrix b, Floats into, Budget budget) {
    int rows = into.elements().length / b.columns();
    budget.product(rows, b.rows(), b.columns());
    budget.scratch(((long) a.elements().length + into.elements().length) * Float.BYTES);
    Tensor left = kernels.tensor(a.elements(), rows, b.rows());
    Tensor product = kernels.zeros(rows, b.columns());
    kernels.product(left, 0, b, Addend.NOTHING, product, 0, rows);
    kernels.read(product, into.elements());
  }

  /**
   * Products of matrices that lie one after the other, each with its own.
   *
   * @param a [count, M, K]
   * @param b [count, K, N]
   * @param into [count, M, N], not empty
   */
  void multiplyEach(Floats a, Floats b, Floats into, int rows, int inner, Budget budget) {
    int count = a.elements().length / (rows * inner);
    int columns = b.elements().length / (count * inner);
    budget.product(count, rows, inner, columns);
    long all = (long) a.elements().length + b.elements().length + into.elements().length;
    budget.scratch((all + (long) inner * columns) * Float.BYTES);
    Tensor left = kernels.tensor(a.elements(), count * rows, inner);
    Tensor rights = kernels.tensor(b.elements(), count * inner, columns);
    Tensor products = kernels.zeros(count * rows, columns);
    PackedMatrix packed = kernels.allocatePacked(inner, columns);
    for (int i = 0; i < count; i++) {
      kernels.pack(rights, i * inner, false, packed);
      kernels.product(left, i * rows, packed, Addend.NOTHING, products, i * rows, rows);
    }
    kernels.read(products, into.elements());
  }
}

package dev.carousel.tensor;

import java.util.Objects;

/**
 * A sum over rows of outer products, C += Aᵀ B: the gradient of a weight matrix. Several of them
 * run over the same rows of their A.
 *
 * @param a the tensor that holds A; C has as many rows as it has columns
 * @param b the tensor that holds B, as wide as C
 * @param bRows where B begins, for each range of rows of A
 * @param c the tensor that holds C
 * @param cRow C's first row
 */
public record OuterProduct(Tensor a, Tensor b, int[] bRows, Tensor c, int cRow) {
  /** Checks that nothing is null. The array is shared, not copied. */
  public OuterProduct {
    Objects.requireNonNull(a);
    Objects.requireNonNull(b);
    Objects.requireNonNull(bRows);
    Objects.requireNonNull(c);
  }
}

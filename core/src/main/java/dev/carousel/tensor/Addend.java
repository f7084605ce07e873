package dev.carousel.tensor;

import java.util.Objects;

/** What a matrix product is added to. */
public sealed interface Addend {
  /** Nothing: the product replaces what the result held. */
  Addend NOTHING = new Nothing();

  /** What the result holds. */
  Addend RESULT = new Result();

  /** See {@link #NOTHING}. */
  record Nothing() implements Addend {}

  /** See {@link #RESULT}. */
  record Result() implements Addend {}

  /**
   * The same numbers for every row of the result, as a bias is.
   *
   * @param tensor where they are
   * @param row in which row
   * @param column from which column on, as many as the result has columns
   */
  record Row(Tensor tensor, int row, int column) implements Addend {
    /** Checks that there is a tensor. */
    public Row {
      Objects.requireNonNull(tensor);
    }
  }
}

package dev.carousel.layer;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;

/**
 * Dropout of a layer's outputs: each is zeroed with some probability and the others are scaled up
 * so that the expectation stays (inverted dropout, Srivastava et al., 2014).
 *
 * @param rate the probability of zero
 * @param variational whether a sequence keeps one mask for all of its steps (Gal and Ghahramani, A
 *     Theoretically Grounded Application of Dropout in Recurrent Neural Networks, 2016) instead of
 *     a new one at each step
 */
public record Dropout(double rate, boolean variational) {
  /** Drops nothing. */
  public static final Dropout NONE = new Dropout(0, false);

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is below 0 or not below 1
   */
  public Dropout {
    Cell.requireRate("dropout", rate);
  }

  /**
   * Drops.
   *
   * @param x [T·B, any], time-major
   * @param rows B
   * @return the same shape; x itself when nothing is dropped
   */
  public Variable apply(Variable x, int rows) {
    Tape tape = x.tape();
    if (!variational || rate == 0 || !tape.isNoisy()) {
      return RowOperations.dropout(x, rate);
    }
    Tensor mask = tape.mask(Shape.of(rows, x.value().columns()), rate, 1 / (1 - rate));
    int[] sequence = new int[x.value().rows()];
    for (int row = 0; row < sequence.length; row++) {
      sequence[row] = row % rows;
    }
    return Elementwise.times(x, RowOperations.gather(tape.constant(mask), sequence));
  }
}

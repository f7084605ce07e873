package dev.carousel.cell;

import dev.carousel.tensor.Tensor;

/** Hears of what goes through recurrent layers and of what comes back. */
public interface PassListener {
  /**
   * A layer is about to run forwards.
   *
   * @param pass what goes in
   */
  void forward(RecurrentPass pass);

  /**
   * A layer has run backwards. Not called for one that no gradient reaches.
   *
   * @param pass what went in
   * @param outputAdjoint ∂L/∂outputs, [packed rows, units]: what is read of each step's output
   * @param states what was carried after every step, 0 to T
   */
  void backward(RecurrentPass pass, Tensor outputAdjoint, StateAdjoints states);
}

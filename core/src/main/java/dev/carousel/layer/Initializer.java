package dev.carousel.layer;

import dev.carousel.random.RandomStream;

/** Initial weights: a record whose components are its JSON. */
public interface Initializer {
  /** What a parameter is used for. */
  enum Role {
    /** Input weights of a recurrent layer, all gates stacked. */
    INPUT,
    /** Recurrent weights, all gates stacked. */
    RECURRENT,
    /** Per-unit weights of a recurrent layer, such as peepholes. */
    PEEPHOLE,
    /** Biases of a recurrent layer. */
    RECURRENT_BIAS,
    /** The matrix of a dense layer. */
    DENSE,
    /** The bias of a dense layer. */
    DENSE_BIAS,
    /** An embedding table. */
    EMBEDDING
  }

  /**
   * Initial values of one parameter.
   *
   * @param role what it is used for
   * @param rows its rows: for matrices the outputs (all gates stacked), 1 for vectors
   * @param columns its columns: for matrices the inputs
   * @param fan the width that scales it: the units of a recurrent layer, the inputs of a dense one
   * @param random where randomness comes from
   * @return [rows, columns] in row-major order
   */
  float[] values(Role role, int rows, int columns, int fan, RandomStream random);
}

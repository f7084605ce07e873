package dev.carousel.interop.onnx.recurrence;

/**
 * The order of the axes of inputs, states and outputs: the attribute layout. T is the number of
 * steps, B of sequences, D of directions, I of inputs and H of units.
 */
public enum Layout {
  /** X [T, B, I], Y [T, D, B, H], states [D, B, H]; the attribute's value 0. */
  STEPS_FIRST,
  /** X [B, T, I], Y [B, T, D, H], states [B, D, H]; the attribute's value 1. */
  SEQUENCES_FIRST;

  /** Which of the T·B rows of X is a sequence's step. */
  int input(int step, int row, int steps, int rows) {
    return this == STEPS_FIRST ? step * rows + row : row * steps + step;
  }

  /** Which of the T·D·B rows of Y is a sequence's step in a direction. */
  int output(int step, int way, int row, int steps, int ways, int rows) {
    return this == STEPS_FIRST
        ? (step * ways + way) * rows + row
        : (row * steps + step) * ways + way;
  }

  /** Which of the D·B rows of a state is a sequence's in a direction. */
  int state(int way, int row, int ways, int rows) {
    return this == STEPS_FIRST ? way * rows + row : row * ways + way;
  }
}

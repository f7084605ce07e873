package dev.carousel.testkit;

/** The batches that a cell is tested on, by the lengths of their sequences. */
public enum SequenceLengths {
  /** One step of one sequence. */
  ONE_STEP_OF_ONE_SEQUENCE(1, 1),
  /** One step of several sequences. */
  ONE_STEP(1, 1, 1, 1),
  /** One sequence. */
  ONE_SEQUENCE(5, 5),
  /** Sequences that all fill the batch. */
  EQUAL(4, 4, 4, 4),
  /** Unsorted lengths, some of them equal, one of a single step. */
  UNEQUAL(6, 2, 6, 1, 4, 6),
  /** Every sequence ends before the batch does. */
  ALL_SHORT(5, 3, 1, 2);

  private final int steps;
  private final int[] lengths;

  SequenceLengths(int steps, int... lengths) {
    this.steps = steps;
    this.lengths = lengths;
  }

  /**
   * The number of steps of the padded batch.
   *
   * @return T
   */
  public int steps() {
    return steps;
  }

  /**
   * The length of each sequence.
   *
   * @return B lengths, each 1 to T; a copy
   */
  public int[] lengths() {
    return lengths.clone();
  }
}

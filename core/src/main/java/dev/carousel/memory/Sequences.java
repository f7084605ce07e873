package dev.carousel.memory;

import dev.carousel.data.Batch;

/** Sequences held in memory, of which any selection makes a batch. Immutable. */
interface Sequences {
  /** How many there are. */
  int count();

  /**
   * A batch of some of them.
   *
   * @param which the numbers of the sequences, each 0 to count - 1; row b of the batch is sequence
   *     which[b]
   */
  Batch batch(int[] which);

  /** Refuses a length or a number of sequences that leaves nothing to learn from. */
  static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }
}

package dev.carousel.sequence;

import dev.carousel.data.Batch;

/** Sequences held in memory, of which any selection makes a batch. Immutable. */
public interface Sequences {
  /**
   * How many there are.
   *
   * @return the number of sequences, at least 1
   */
  int count();

  /**
   * A batch of some of them.
   *
   * @param which the numbers of the sequences, each 0 to count - 1; row b of the batch is sequence
   *     which[b]; not kept
   * @return the batch, in arrays of its own
   */
  Batch batch(int[] which);

  /**
   * Refuses a size that leaves nothing to learn from.
   *
   * @param least the smallest size that does
   * @param name what the size is called
   * @param value the size
   * @throws IllegalArgumentException if it is below the least
   */
  static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }
}

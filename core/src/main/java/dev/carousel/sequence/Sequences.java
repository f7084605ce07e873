package dev.carousel.sequence;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

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
   * How long a sequence is, for tasks whose batches should be of sequences of similar length. What
   * is saved by that is whatever computes on padding too: attention, readout and softmax.
   *
   * @param sequence the number of a sequence, 0 to count - 1
   * @return its length, or any number that puts sequences in the order in which they go together,
   *     at least 0; always the same, so that batches are of any sequences, unless there is more to
   *     tell
   */
  default int length(int sequence) {
    return 1;
  }

  /**
   * What to call the steps of a sequence, for people.
   *
   * @param sequence a batch of one sequence
   * @return one label a step; none where there are no names
   */
  default List<String> labels(Batch sequence) {
    return List.of();
  }

  /**
   * Labels by token.
   *
   * @param sequence a batch of one sequence of tokens
   * @param name what a token id is called
   * @return one label a step
   */
  static List<String> labels(Batch sequence, IntFunction<String> name) {
    int[] ids = ((Inputs.Tokens) sequence.inputs()).ids();
    return Arrays.stream(ids).mapToObj(name).toList();
  }

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

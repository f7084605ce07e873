package dev.carousel.decode;

import dev.carousel.data.Logits;
import java.util.Arrays;

/**
 * What a model says after it has read a token of each sequence.
 *
 * @param rows the number of sequences
 * @param logits [rows, V]
 * @param attention [rows, S], or empty
 */
record Answers(int rows, float[] logits, float[] attention) {
  /** The logits of one sequence. */
  Logits logits(int row) {
    int vocabulary = logits.length / rows;
    Logits one = new Logits(logits, row * vocabulary, vocabulary);
    Finite.require(one);
    return one;
  }

  /** A copy of where the model looked for one sequence, null if it does not attend. */
  float[] attention(int row) {
    int steps = attention.length / rows;
    return steps == 0 ? null : Arrays.copyOfRange(attention, row * steps, (row + 1) * steps);
  }
}

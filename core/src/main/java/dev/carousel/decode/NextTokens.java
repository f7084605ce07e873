package dev.carousel.decode;

/**
 * A model that is asked for one token after another, for several sequences side by side. It holds
 * the state of each, so it is for one thread and for one decoding.
 */
public interface NextTokens {
  /**
   * The size of the vocabulary.
   *
   * @return V
   */
  int vocabulary();

  /**
   * The number of sequences side by side.
   *
   * @return at first as many as were begun, then as many as {@link #select} has left
   */
  int rows();

  /**
   * Reads one more token of each sequence.
   *
   * @param tokens one id a sequence, each 0 to V - 1
   * @return [rows, V], for each sequence the unnormalised log-probabilities of its next token, in
   *     row-major order; the caller's own
   * @throws IllegalArgumentException if there is not one token a sequence
   */
  float[] read(int[] tokens);

  /**
   * Goes on with some of the sequences.
   *
   * @param which sequence i goes on from what was sequence which[i]; any number of them, in any
   *     order, some perhaps more than once
   */
  void select(int[] which);

  /**
   * Where the model looked when it read last.
   *
   * @return [rows, S] in row-major order, for each sequence weights over the S steps of its source
   *     that add up to 1, 0 where the source is padded; empty if the model does not attend
   */
  default float[] attention() {
    return new float[0];
  }
}

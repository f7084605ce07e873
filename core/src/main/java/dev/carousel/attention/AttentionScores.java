package dev.carousel.attention;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Variable;
import java.util.List;

/** Scores of queries with the steps of sequences. */
public interface AttentionScores {
  /**
   * The trainable tensors.
   *
   * @return the parameters, always in this order
   */
  List<Parameter> parameters();

  /**
   * What is needed of the sequences, once for all queries.
   *
   * @param memory [B·S, memory], batch-major: step s of sequence b is row b·S + s
   * @return the keys, [B·S, any]
   */
  Variable keys(Variable memory);

  /**
   * The scores.
   *
   * @param queries [B·T, query], batch-major
   * @param keys as {@link #keys} gave them
   * @param rows B
   * @return [B·T, S], the score of each query with each step of its sequence
   */
  Variable scores(Variable queries, Variable keys, int rows);
}

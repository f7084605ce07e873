package dev.carousel.attention;

import dev.carousel.autograd.Products;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;
import dev.carousel.layer.BatchMajor;
import java.util.Arrays;

/**
 * Sequences that can be attended to.
 *
 * @param scores say how well queries go with steps
 * @param values [B·S, memory], batch-major: step s of sequence b is row b·S + s
 * @param keys what the scores need of them
 * @param lengths the real steps of each of the B sequences; not copied
 */
public record Memory(AttentionScores scores, Variable values, Variable keys, int[] lengths) {
  /**
   * Makes ready to attend.
   *
   * @param scores say how well queries go with steps
   * @param sequence [S·B, memory], time-major
   * @param steps S
   * @param lengths the real steps of each of the B sequences; not copied
   * @return the memory
   */
  public static Memory of(AttentionScores scores, Variable sequence, int steps, int[] lengths) {
    Variable values = BatchMajor.of(sequence, steps, lengths.length);
    return new Memory(scores, values, scores.keys(values), lengths);
  }

  /**
   * What queries find.
   *
   * @param contexts [T·B, memory], time-major: for each query the mean of its sequence's steps,
   *     weighted
   * @param weights [B·T, S], batch-major: the softmax of the scores over the sequence's real steps,
   *     0 where it is padded
   */
  public record Attended(Variable contexts, Variable weights) {}

  /**
   * Attends.
   *
   * @param queries [T·B, query], time-major
   * @return what they find
   */
  public Attended attend(Variable queries) {
    int rows = lengths.length;
    int steps = queries.value().rows() / rows;
    int[] counts = new int[rows * steps];
    for (int b = 0; b < rows; b++) {
      Arrays.fill(counts, b * steps, (b + 1) * steps, lengths[b]);
    }
    Variable scored = scores.scores(BatchMajor.of(queries, steps, rows), keys, rows);
    Variable weights = RowOperations.softmax(scored, counts);
    Variable contexts = Products.grouped(weights, values, rows, false);
    return new Attended(BatchMajor.toTimeMajor(contexts, steps, rows), weights);
  }
}

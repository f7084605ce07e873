package dev.carousel.decode;

import java.util.List;

/**
 * A sequence that a search has found.
 *
 * @param tokens its tokens, without those that begin and end it; the caller's own
 * @param ended whether the model has ended it; otherwise it was cut at the greatest length
 * @param score what sequences are compared by, see {@link BeamSearch}
 * @param logProbability the sum of log p of its tokens, that of its end included if it has one, in
 *     nats
 * @param attention where the model looked when it gave each token and, if it did, the end: weights
 *     over the steps of the batch's longest source; empty if the model does not attend
 */
public record Hypothesis(
    int[] tokens, boolean ended, double score, double logProbability, List<float[]> attention) {
  /** Copies the list. */
  public Hypothesis {
    attention = List.copyOf(attention);
  }
}

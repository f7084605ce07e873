package dev.carousel.decode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One token more than another beginning of a sequence has.
 *
 * @param before that beginning; null for the empty one
 * @param row which row it was when it was read last
 * @param token the token
 * @param length how many tokens this beginning has, an end included
 * @param logProbability the sum of their log p
 * @param attention where the model looked when it gave the token; null if it does not attend
 */
record Step(Step before, int row, int token, int length, double logProbability, float[] attention) {
  /** The beginning without a token. */
  static Step empty() {
    return new Step(null, 0, -1, 0, 0, null);
  }

  /** All tokens in order, an end included. */
  int[] tokens() {
    int[] tokens = new int[length];
    for (Step step = this; step.before != null; step = step.before) {
      tokens[step.length - 1] = step.token;
    }
    return tokens;
  }

  /** Where the model looked at each token. */
  List<float[]> attended() {
    Deque<float[]> rows = new ArrayDeque<>();
    for (Step step = this; step.before != null; step = step.before) {
      if (step.attention != null) {
        rows.addFirst(step.attention);
      }
    }
    return new ArrayList<>(rows);
  }
}

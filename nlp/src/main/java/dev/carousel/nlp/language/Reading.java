package dev.carousel.nlp.language;

import dev.carousel.data.Logits;
import dev.carousel.serve.ModelTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model makes of a sequence of tokens that it has read.
 *
 * @param nats the sum of -log p of all its tokens but the first
 * @param next [V], the logits of the token after the last one
 */
record Reading(double nats, float[] next) {
  /** How many tokens are read and logits given at once, where a step has not more already. */
  private static final int TOKENS_AT_ONCE = 1 << 12;

  private static final int LOGITS_AT_ONCE = 1 << 22;

  /**
   * Reads sequences side by side, each to its end, none beyond it.
   *
   * @param model at the beginning of as many sequences; afterwards at the end of the longest
   * @param sequences the ids of each, none empty; not kept
   * @return a reading of each
   */
  static List<Reading> of(ModelTokens model, List<int[]> sequences) {
    int vocabulary = model.vocabulary();
    double[] nats = new double[sequences.size()];
    float[][] next = new float[sequences.size()][];
    int[] rows = new int[sequences.size()];
    Arrays.setAll(rows, row -> row);
    for (int from = 0; rows.length > 0; ) {
      int shortest = Arrays.stream(rows).map(row -> sequences.get(row).length).min().orElseThrow();
      int most = Math.min(TOKENS_AT_ONCE, LOGITS_AT_ONCE / vocabulary) / rows.length;
      int steps = Math.min(shortest - from, Math.max(1, most));
      float[] logits = model.readAll(timeMajor(sequences, rows, from, steps), steps);
      for (int i = 0; i < rows.length; i++) {
        int[] ids = sequences.get(rows[i]);
        for (int t = 0; t < steps; t++) {
          int offset = (t * rows.length + i) * vocabulary;
          int following = from + t + 1;
          if (following < ids.length) {
            nats[rows[i]] -= new Logits(logits, offset, vocabulary).logProbability(ids[following]);
          } else {
            next[rows[i]] = Arrays.copyOfRange(logits, offset, offset + vocabulary);
          }
        }
      }
      from += steps;
      rows = without(model, sequences, rows, from);
    }
    List<Reading> readings = new ArrayList<>();
    for (int row = 0; row < nats.length; row++) {
      readings.add(new Reading(nats[row], next[row]));
    }
    return readings;
  }

  private static int[] timeMajor(List<int[]> sequences, int[] rows, int from, int steps) {
    int[] tokens = new int[steps * rows.length];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < rows.length; i++) {
        tokens[t * rows.length + i] = sequences.get(rows[i])[from + t];
      }
    }
    return tokens;
  }

  /** Leaves out the sequences that end here, but for the last ones. */
  private static int[] without(ModelTokens model, List<int[]> sequences, int[] rows, int end) {
    int[] places = new int[rows.length];
    int longer = 0;
    for (int i = 0; i < rows.length; i++) {
      if (sequences.get(rows[i]).length > end) {
        places[longer++] = i;
      }
    }
    int[] left = Arrays.copyOf(places, longer);
    if (longer > 0 && longer < rows.length) {
      model.select(left);
    }
    return Arrays.stream(left).map(place -> rows[place]).toArray();
  }
}

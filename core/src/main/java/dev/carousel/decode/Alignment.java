package dev.carousel.decode;

import dev.carousel.data.LogitSequence;
import java.util.Arrays;

/**
 * Which step has which of some given labels: their likeliest path through connectionist temporal
 * classification, found by Viterbi's algorithm over the states of {@link Trellis}.
 *
 * @param labels the labels that were given, l
 * @param places for each step the place in the labels, from 0, or -1 for a blank; never falls but
 *     for blanks
 * @param logProbability the log of that one path's probability, in nats
 */
public record Alignment(int[] labels, int[] places, double logProbability) {
  /**
   * Finds the likeliest path of some labels. Of several, it is the one that enters later states
   * later.
   *
   * @param outputs what a model says at each step of a sequence
   * @param labels l, each at least 1; not kept
   * @return the alignment, a place for each step
   * @throws IllegalArgumentException if a label is no class of the outputs, there are fewer steps
   *     than the labels take, logits of -∞ leave no path for them, or a logit is NaN or +∞, or all
   *     of a step are -∞
   */
  public static Alignment of(LogitSequence outputs, int[] labels) {
    int steps = outputs.length();
    int classes = outputs.classes();
    Trellis trellis = new Trellis(labels, classes);
    if (steps < trellis.leastSteps()) {
      throw new IllegalArgumentException(Trellis.shortage(labels, steps));
    }
    double[] logY = new double[steps * classes];
    outputs.logProbabilities(logY);
    int states = trellis.states();
    double[] best = new double[states];
    double[] next = new double[states];
    byte[] back = new byte[steps * states];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (int t = 0; t < steps; t++) {
      Finite.require(outputs.at(t));
      Arrays.fill(next, Double.NEGATIVE_INFINITY);
      int last = trellis.last(t);
      for (int s = trellis.first(t, steps); s <= last; s++) {
        double from = t == 0 ? 0 : best[s];
        int by = 0;
        if (t > 0 && s > 0 && best[s - 1] > from) {
          from = best[s - 1];
          by = 1;
        }
        if (t > 0 && trellis.passesBlank(s) && best[s - 2] > from) {
          from = best[s - 2];
          by = 2;
        }
        next[s] = from + logY[t * classes + trellis.classOf(s)];
        back[t * states + s] = (byte) by;
      }
      double[] swap = best;
      best = next;
      next = swap;
    }
    int state = states > 1 && best[states - 2] > best[states - 1] ? states - 2 : states - 1;
    double logProbability = best[state];
    if (logProbability == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "the labels have a probability of 0, since logits are -Infinity, so they cannot be"
              + " aligned");
    }
    int[] places = new int[steps];
    for (int t = steps - 1; t >= 0; t--) {
      places[t] = state % 2 == 0 ? -1 : state / 2;
      state -= back[t * states + state];
    }
    return new Alignment(labels.clone(), places, logProbability);
  }

  /**
   * The class at each step.
   *
   * @return the path, 0 for a blank
   */
  public int[] path() {
    return Arrays.stream(places).map(place -> place < 0 ? Trellis.BLANK : labels[place]).toArray();
  }
}

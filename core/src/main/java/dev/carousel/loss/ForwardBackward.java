package dev.carousel.loss;

import dev.carousel.data.LogSum;
import dev.carousel.data.LogitSequence;
import dev.carousel.decode.Trellis;
import java.util.Arrays;

/**
 * The sum over all paths of given labels through connectionist temporal classification, and its
 * derivatives (Graves et al., 2006, section 4.1), in double and in logarithms. With y_t(k) the
 * softmax at step t and c(s) the class of state s of the {@link Trellis}:
 *
 * <pre>
 * α_t(s) = y_t(c(s)) (α_t-1(s) + α_t-1(s-1) + [s passes a blank] α_t-1(s-2))
 * β_t(s) = Σ over states s' that may follow s of β_t+1(s') y_t+1(c(s')),  1 for the last two at T
 * p = α_T(2L) + α_T(2L-1)
 * ∂(-log p)/∂u_t(k) = y_t(k) - Σ over s with c(s) = k of α_t(s) β_t(s) / p
 * </pre>
 *
 * <p>Scaling each step to a sum of 1 would do without logarithms, but a state that is unlikely by
 * 1e-308 so far may be on the likeliest path, where outputs are sure and wrong; then p would be 0.
 *
 * <p>For one thread. Its memory grows to what the longest sequence needs and is used again.
 */
final class ForwardBackward {
  private double[] logY = {};
  private double[] logAlpha = {};
  private double[] logBeta = {};
  private double[] following = {};
  private double[] occupied = {};
  private Trellis trellis;
  private int steps;
  private int classes;
  private int states;
  private double logProbability;

  /**
   * The log of the sum over all paths.
   *
   * @param outputs u, at each step of one sequence
   * @param labels l
   * @return log p(labels), in nats; -∞ if there is no path, NaN if a logit is NaN or +∞
   * @throws IllegalArgumentException if a label is none of the outputs' classes
   */
  double logProbability(LogitSequence outputs, int[] labels) {
    trellis = new Trellis(labels, outputs.classes());
    steps = outputs.length();
    classes = outputs.classes();
    states = trellis.states();
    logY = atLeast(logY, steps * classes);
    outputs.logProbabilities(logY);
    logAlpha = atLeast(logAlpha, steps * states);
    Arrays.fill(logAlpha, 0, steps * states, Double.NEGATIVE_INFINITY);
    for (int s = trellis.first(0, steps); s <= trellis.last(0); s++) {
      logAlpha[s] = logY[trellis.classOf(s)];
    }
    for (int t = 1; t < steps; t++) {
      int now = t * states;
      int before = now - states;
      int last = trellis.last(t);
      for (int s = trellis.first(t, steps); s <= last; s++) {
        double stay = logAlpha[before + s];
        double step = s > 0 ? logAlpha[before + s - 1] : Double.NEGATIVE_INFINITY;
        double sum =
            trellis.passesBlank(s)
                ? LogSum.of(stay, step, logAlpha[before + s - 2])
                : LogSum.of(stay, step);
        logAlpha[now + s] = sum + logY[t * classes + trellis.classOf(s)];
      }
    }
    int end = (steps - 1) * states + states - 1;
    logProbability = states == 1 ? logAlpha[end] : LogSum.of(logAlpha[end], logAlpha[end - 1]);
    return logProbability;
  }

  /**
   * The derivatives of -log p by u, for the sequence whose probability was asked last; once.
   *
   * @return [steps, classes] in row-major order, perhaps longer; valid until the next sequence; NaN
   *     where p is 0 or NaN
   */
  double[] derivatives() {
    logBeta = atLeast(logBeta, states);
    following = atLeast(following, states);
    occupied = atLeast(occupied, classes);
    for (int t = steps - 1; t >= 0; t--) {
      Arrays.fill(occupied, 0, classes, 0);
      Arrays.fill(logBeta, 0, states, Double.NEGATIVE_INFINITY);
      int at = t * classes;
      int last = trellis.last(t);
      for (int s = trellis.first(t, steps); s <= last; s++) {
        logBeta[s] = t == steps - 1 ? 0 : reached(s);
        occupied[trellis.classOf(s)] +=
            Math.exp(logAlpha[t * states + s] + logBeta[s] - logProbability);
      }
      for (int s = 0; s < states; s++) {
        following[s] = logBeta[s] + logY[at + trellis.classOf(s)];
      }
      for (int k = 0; k < classes; k++) {
        logY[at + k] = Math.exp(logY[at + k]) - occupied[k];
      }
    }
    return logY;
  }

  /** log β of a state, where {@link #following} is the next step's log β y. */
  private double reached(int s) {
    double stay = following[s];
    double step = s + 1 < states ? following[s + 1] : Double.NEGATIVE_INFINITY;
    boolean passes = s + 2 < states && trellis.passesBlank(s + 2);
    return passes ? LogSum.of(stay, step, following[s + 2]) : LogSum.of(stay, step);
  }

  private static double[] atLeast(double[] memory, int size) {
    return memory.length < size ? new double[size] : memory;
  }
}

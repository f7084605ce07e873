package dev.carousel.inspect;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The effective memory horizon: the smallest lag from which on the spectral norm of ∂s_T/∂s_{T-ℓ}
 * stays below 1/e, of its 1 at lag 0. So it is the time constant where the norm decays
 * exponentially: a leaky unit s_t = f s_{t-1} + … has the norm f^ℓ and the horizon -1/ln f, rounded
 * up, which is about 1/(1-f), the characteristic forgetting time of Tallec and Ollivier, Can
 * recurrent neural networks warp time?, ICLR 2018. A layer's horizon is that of the state that
 * remembers longest.
 *
 * @param steps the horizon; empty where the sequence is too short to reach it
 * @param note which state's it is, or why there is none
 */
public record MemoryHorizon(OptionalInt steps, String note) {
  /** What the norm must have fallen below. */
  public static final double THRESHOLD = Math.exp(-1);

  /**
   * The horizon of one state.
   *
   * @param jacobian its norms by lag
   * @return the smallest lag such that the norm is below {@link #THRESHOLD} there and at all larger
   *     lags known; empty if it is not at the largest
   */
  public static OptionalInt of(JacobianNorms jacobian) {
    double[] norms = jacobian.norms();
    int first = norms.length;
    while (first > 0 && norms[first - 1] < THRESHOLD) {
      first--;
    }
    return first < norms.length ? OptionalInt.of(jacobian.lags()[first]) : OptionalInt.empty();
  }

  /**
   * The horizon of a layer.
   *
   * @param jacobians the norms by lag of each of its states, at least one
   * @return the longest horizon of a state, or none if a state's is not reached
   */
  public static MemoryHorizon longest(Map<String, JacobianNorms> jacobians) {
    String longest = null;
    int steps = -1;
    for (Map.Entry<String, JacobianNorms> entry : jacobians.entrySet()) {
      OptionalInt own = of(entry.getValue());
      if (own.isEmpty()) {
        return new MemoryHorizon(OptionalInt.empty(), notReached(entry));
      }
      if (own.getAsInt() > steps) {
        steps = own.getAsInt();
        longest = entry.getKey();
      }
    }
    return new MemoryHorizon(
        OptionalInt.of(steps),
        "from this lag on the norm of ∂%s_T/∂%s_{T-lag} is below 1/e".formatted(longest, longest));
  }

  private static String notReached(Map.Entry<String, JacobianNorms> entry) {
    double[] norms = entry.getValue().norms();
    int[] lags = entry.getValue().lags();
    double last = norms[norms.length - 1];
    int lag = lags[lags.length - 1];
    String state = entry.getKey();
    return Double.isNaN(last)
        ? "∂%s_T/∂%s_{T-lag} is not finite at lag %d".formatted(state, state, lag)
        : String.format(
            Locale.ROOT,
            "not reached: the norm of ∂%s_T/∂%s_{T-lag} is still %.3g at lag %d, the longest that"
                + " the sequence has",
            state,
            state,
            last,
            lag);
  }
}

package dev.carousel.timeseries.anomaly;

import java.util.Optional;

/**
 * How the score is chosen above which a sequence is called anomalous: a record whose components are
 * its JSON.
 */
public interface Threshold {
  /**
   * Chooses it.
   *
   * @param scores [n] of the validation part, the higher the more anomalous; not changed
   * @param anomalous [n], which are anomalies; at least one is none
   * @return the highest score that is not called anomalous; NaN if a score is NaN
   */
  double choose(double[] scores, boolean[] anomalous);

  /**
   * Whether a validation part will not do.
   *
   * @param anomalous [n], which are anomalies
   * @return what is missing and the way out; usually nothing
   */
  default Optional<String> refusal(boolean[] anomalous) {
    return Optional.empty();
  }
}

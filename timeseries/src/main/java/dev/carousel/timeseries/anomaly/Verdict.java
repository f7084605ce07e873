package dev.carousel.timeseries.anomaly;

import java.util.Map;

/**
 * What is said of something that was scored.
 *
 * @param score the higher the more anomalous; NaN where it cannot be judged
 * @param threshold the highest score that is not anomalous
 */
public record Verdict(double score, double threshold) {
  /**
   * Says it.
   *
   * @param answer to which "anomaly", "score" and "threshold" are added; the first two are null
   *     where there is no score
   * @return the same map
   */
  public Map<String, Object> addTo(Map<String, Object> answer) {
    boolean judged = !Double.isNaN(score);
    answer.put("anomaly", judged ? score > threshold : null);
    answer.put("score", judged ? score : null);
    answer.put("threshold", threshold);
    return answer;
  }
}

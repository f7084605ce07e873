package dev.carousel.timeseries.metric;

/**
 * What came of flagging anomalies, in numbers of whatever is counted.
 *
 * <pre>
 * precision = found / (found + false alarms)      recall = found / (found + missed)
 * F1 = 2 found / (2 found + false alarms + missed)
 * </pre>
 */
public sealed interface Alarms permits Detections, EventDetections {
  /**
   * Anomalies that were flagged.
   *
   * @return their number
   */
  long found();

  /**
   * Anomalies that were not flagged.
   *
   * @return their number
   */
  long missed();

  /**
   * What was flagged and is no anomaly.
   *
   * @return its number
   */
  long falseAlarms();

  /**
   * How much of what was flagged is an anomaly.
   *
   * @return 0 to 1; 0 if nothing was flagged
   */
  default double precision() {
    return found() == 0 ? 0 : (double) found() / (found() + falseAlarms());
  }

  /**
   * How much of the anomalies was flagged.
   *
   * @return 0 to 1, NaN if there is no anomaly
   */
  default double recall() {
    return (double) found() / (found() + missed());
  }

  /**
   * The harmonic mean of precision and recall.
   *
   * @return 0 to 1, NaN if there is no anomaly and nothing was flagged
   */
  default double f1() {
    return 2.0 * found() / (2.0 * found() + falseAlarms() + missed());
  }
}

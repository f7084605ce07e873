package dev.carousel.serve;

/** A service that also finds anomalies in a table. */
public interface AnomalyDetector extends Service {
  /**
   * Follows a table such as the task describes, from its first line on.
   *
   * @return gives a row for each row of the table that can be judged, with "anomaly", "score" and
   *     "threshold"
   */
  TableFollower detections();
}

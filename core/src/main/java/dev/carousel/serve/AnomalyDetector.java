package dev.carousel.serve;

/** A service that also finds anomalies in a table. */
public interface AnomalyDetector extends Service {
  /**
   * Follows a table such as the task describes, from its first line on.
   *
   * @return gives a row for each row of the table, whose last keys are "anomaly", "score" and
   *     "threshold"; the first two are null where it cannot be judged
   * @throws dev.carousel.data.InvalidDataException if the data are no table
   */
  TableFollower detections();
}

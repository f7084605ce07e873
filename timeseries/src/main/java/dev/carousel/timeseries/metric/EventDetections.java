package dev.carousel.timeseries.metric;

/**
 * What came of flagging the steps of a series, by events: an event is a stretch of anomalous steps,
 * found if any of its steps is flagged; a false alarm is a stretch of flagged steps that touches no
 * event (Hundman et al., Detecting spacecraft anomalies using LSTMs and nonparametric dynamic
 * thresholding, 2018).
 *
 * <p>One flagged step finds an event of any length, so these figures belong beside those of {@link
 * Detections}: flagging everything finds every event without a false alarm.
 *
 * @param found events that were found
 * @param missed events that were not
 * @param falseAlarms flagged stretches that touch no event
 */
public record EventDetections(long found, long missed, long falseAlarms) implements Alarms {
  /**
   * Counts the events of one series.
   *
   * @param flagged [steps]
   * @param anomalous [steps]
   * @return the numbers
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static EventDetections of(boolean[] flagged, boolean[] anomalous) {
    Detections.requireAsMany(flagged, anomalous);
    long found = touched(anomalous, flagged);
    return new EventDetections(
        found, stretches(anomalous) - found, stretches(flagged) - touched(flagged, anomalous));
  }

  private static long stretches(boolean[] marks) {
    long stretches = 0;
    for (int t = 0; t < marks.length; t++) {
      stretches += marks[t] && (t == 0 || !marks[t - 1]) ? 1 : 0;
    }
    return stretches;
  }

  private static long touched(boolean[] marks, boolean[] others) {
    long touched = 0;
    boolean counted = false;
    for (int t = 0; t < marks.length; t++) {
      if (!marks[t]) {
        counted = false;
      } else if (others[t] && !counted) {
        counted = true;
        touched++;
      }
    }
    return touched;
  }

  /**
   * Those of two series together, whose stretches do not join.
   *
   * @param other of another series
   * @return the sums
   */
  public EventDetections plus(EventDetections other) {
    return new EventDetections(
        found + other.found, missed + other.missed, falseAlarms + other.falseAlarms);
  }
}

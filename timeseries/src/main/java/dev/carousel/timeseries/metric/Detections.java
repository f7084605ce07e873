package dev.carousel.timeseries.metric;

/**
 * What came of flagging anomalies, each step or sequence for itself. Beside the figures of all
 * {@link Alarms}, accuracy = (TP + TN) / all.
 *
 * @param found TP, anomalies that were flagged
 * @param missed FN, anomalies that were not
 * @param falseAlarms FP, what was flagged and is none
 * @param leftAlone TN, the rest
 */
public record Detections(long found, long missed, long falseAlarms, long leftAlone)
    implements Alarms {
  /**
   * Flags what scores above a threshold.
   *
   * @param scores [n], the higher the more anomalous
   * @param threshold the highest score that is not flagged
   * @return [n], which are flagged; none whose score is NaN
   */
  public static boolean[] above(double[] scores, double threshold) {
    boolean[] flagged = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      flagged[i] = scores[i] > threshold;
    }
    return flagged;
  }

  /**
   * Counts.
   *
   * @param flagged [n]
   * @param anomalous [n]
   * @return the numbers
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static Detections of(boolean[] flagged, boolean[] anomalous) {
    requireAsMany(flagged, anomalous);
    long found = 0;
    long missed = 0;
    long falseAlarms = 0;
    for (int i = 0; i < flagged.length; i++) {
      found += flagged[i] && anomalous[i] ? 1 : 0;
      missed += !flagged[i] && anomalous[i] ? 1 : 0;
      falseAlarms += flagged[i] && !anomalous[i] ? 1 : 0;
    }
    return new Detections(
        found, missed, falseAlarms, flagged.length - found - missed - falseAlarms);
  }

  static void requireAsMany(boolean[] flagged, boolean[] anomalous) {
    if (flagged.length != anomalous.length) {
      throw new IllegalArgumentException(
          "%d flags for %d marks of anomalies".formatted(flagged.length, anomalous.length));
    }
  }

  /**
   * How much was told right.
   *
   * @return 0 to 1, NaN if there is nothing
   */
  public double accuracy() {
    return (double) (found + leftAlone) / (found + missed + falseAlarms + leftAlone);
  }
}

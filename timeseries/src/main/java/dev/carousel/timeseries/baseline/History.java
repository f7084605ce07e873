package dev.carousel.timeseries.baseline;

/**
 * What is known of a series at one moment: its values before a step, as far as they were observed.
 *
 * @param values [steps] the series; shared, not copied; nothing from the end on is read, nor what
 *     was not observed
 * @param observed [steps], which values were observed; shared, not copied
 * @param end o, the step after the last of the history, which is the first to be forecast
 */
public record History(double[] values, boolean[] observed, int end) {
  /**
   * Checks the arrays.
   *
   * @throws IllegalArgumentException if they differ in length or are shorter than the history
   */
  public History {
    if (values.length != observed.length) {
      throw new IllegalArgumentException(
          "%d values and %d marks of what was observed".formatted(values.length, observed.length));
    }
    if (end < 0 || end > values.length) {
      throw new IllegalArgumentException(
          "a history of %d steps in a series of %d".formatted(end, values.length));
    }
  }

  /**
   * Whether a value is known.
   *
   * @param step t, 0 the oldest
   * @return whether t is before the end and was observed
   */
  public boolean knows(int step) {
    return step < end && observed[step];
  }

  /**
   * How many values are known.
   *
   * @return 0 to the number of steps
   */
  public int count() {
    int count = 0;
    for (int t = 0; t < end; t++) {
      count += observed[t] ? 1 : 0;
    }
    return count;
  }

  /**
   * The oldest step whose value is known.
   *
   * @return t
   * @throws IllegalArgumentException if none is
   */
  public int first() {
    for (int t = 0; t < end; t++) {
      if (observed[t]) {
        return t;
      }
    }
    throw nothing();
  }

  /**
   * The latest step whose value is known.
   *
   * @return t
   * @throws IllegalArgumentException if none is
   */
  public int last() {
    for (int t = end - 1; t >= 0; t--) {
      if (observed[t]) {
        return t;
      }
    }
    throw nothing();
  }

  private IllegalArgumentException nothing() {
    return new IllegalArgumentException(
        "none of the %d values before step %d was observed".formatted(end, end));
  }
}

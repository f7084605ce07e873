package dev.carousel.classification;

/**
 * How often each class was taken for each other one, and the figures that follow.
 *
 * <p>F1 of a class is 2 tp / (2 tp + fp + fn), with tp the times it was rightly given, fp wrongly
 * given and fn wrongly not given; so it is 0 for a class that is given but never right. Macro-F1 is
 * the plain mean over the classes that were right or given at least once, which is what
 * scikit-learn's {@code f1_score(average="macro")} computes; classes that are neither do not count.
 */
public final class ConfusionCounts {
  private final long[][] counts;
  private long total;
  private long right;

  /**
   * Counts of 0.
   *
   * @param classes how many there are, at least 1
   */
  public ConfusionCounts(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1, got " + classes);
    }
    counts = new long[classes][classes];
  }

  /**
   * Counts one answer.
   *
   * @param actual the class that is right
   * @param given the class that was answered
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public void add(int actual, int given) {
    counts[actual][given]++;
    total++;
    if (actual == given) {
      right++;
    }
  }

  /**
   * How often one class was taken for another.
   *
   * @param actual the class that was right
   * @param given the class that was answered
   * @return the count
   */
  public long count(int actual, int given) {
    return counts[actual][given];
  }

  /**
   * The part of answers that are right.
   *
   * @return 0 to 1
   * @throws IllegalStateException if nothing was counted
   */
  public double accuracy() {
    requireSome();
    return (double) right / total;
  }

  /**
   * The mean of F1 over classes.
   *
   * @return 0 to 1
   * @throws IllegalStateException if nothing was counted
   */
  public double macroF1() {
    requireSome();
    double sum = 0;
    int occurring = 0;
    for (int k = 0; k < counts.length; k++) {
      long actual = 0;
      long given = 0;
      for (int other = 0; other < counts.length; other++) {
        actual += counts[k][other];
        given += counts[other][k];
      }
      if (actual + given > 0) {
        sum += 2.0 * counts[k][k] / (actual + given);
        occurring++;
      }
    }
    return sum / occurring;
  }

  private void requireSome() {
    if (total == 0) {
      throw new IllegalStateException("no answer was counted");
    }
  }
}

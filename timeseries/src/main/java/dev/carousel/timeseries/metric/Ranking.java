package dev.carousel.timeseries.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How well scores tell anomalies from the rest, whatever the threshold: scores of anomalies should
 * be the higher ones.
 */
public final class Ranking {
  private Ranking() {}

  /**
   * The area under the receiver operating characteristic, which is the chance that an anomaly
   * scores higher than what is none, ties counted half (Hanley and McNeil, 1982):
   *
   * <pre>
   * AUC = P(s⁺ &gt; s⁻) + P(s⁺ = s⁻) / 2
   * </pre>
   *
   * @param scores [n], the higher the more anomalous; not changed
   * @param anomalous [n], which are anomalies
   * @return 0 to 1, 1/2 for scores that say nothing; NaN if all or none are anomalies or a score is
   *     NaN
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static double rocAuc(double[] scores, boolean[] anomalous) {
    Integer[] order = descending(scores, anomalous);
    if (hasNaN(scores)) {
      return Double.NaN;
    }
    double pairs = 0;
    long anomalies = 0;
    long others = 0;
    for (int from = 0; from < order.length; ) {
      int to = endOfTie(order, from, scores);
      long anomaliesHere = anomalies(order, from, to, anomalous);
      long othersHere = to - from - anomaliesHere;
      pairs += othersHere * (anomalies + anomaliesHere / 2.0);
      anomalies += anomaliesHere;
      others += othersHere;
      from = to;
    }
    return pairs / anomalies / others;
  }

  /**
   * The average precision, which is the area under the steps of precision over recall:
   *
   * <pre>
   * AP = Σ (R(k) - R(k - 1)) P(k)
   * </pre>
   *
   * <p>where P and R are precision and recall with the k-th highest of the different scores as
   * threshold. There is no interpolation between them, which would be too optimistic (Davis and
   * Goadrich, The relationship between precision-recall and ROC curves, 2006).
   *
   * @param scores [n], the higher the more anomalous; not changed
   * @param anomalous [n], which are anomalies
   * @return 0 to 1, the share of anomalies for scores that say nothing; NaN if none is an anomaly
   *     or a score is NaN
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static double averagePrecision(double[] scores, boolean[] anomalous) {
    Integer[] order = descending(scores, anomalous);
    if (hasNaN(scores)) {
      return Double.NaN;
    }
    double sum = 0;
    long anomalies = 0;
    for (int from = 0; from < order.length; ) {
      int to = endOfTie(order, from, scores);
      long here = anomalies(order, from, to, anomalous);
      anomalies += here;
      sum += here * ((double) anomalies / to);
      from = to;
    }
    return sum / anomalies;
  }

  private static Integer[] descending(double[] scores, boolean[] anomalous) {
    if (scores.length != anomalous.length) {
      throw new IllegalArgumentException(
          "%d scores for %d marks of anomalies".formatted(scores.length, anomalous.length));
    }
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
    return order;
  }

  private static boolean hasNaN(double[] scores) {
    return Arrays.stream(scores).anyMatch(Double::isNaN);
  }

  private static int endOfTie(Integer[] order, int from, double[] scores) {
    int to = from + 1;
    while (to < order.length && scores[order[to]] == scores[order[from]]) {
      to++;
    }
    return to;
  }

  private static long anomalies(Integer[] order, int from, int to, boolean[] anomalous) {
    return Arrays.stream(order, from, to).filter(i -> anomalous[i]).count();
  }
}

package dev.carousel.experiment.statistics;

/**
 * The probability of improvement (Agarwal et al., Deep Reinforcement Learning at the Edge of the
 * Statistical Precipice, NeurIPS 2021): how probable it is that a trial of one variant is better
 * than a trial of another, whatever their seeds. It is the Mann-Whitney statistic as a fraction.
 */
public final class Improvement {
  private Improvement() {}

  /**
   * Counts.
   *
   * @param first figures of the one
   * @param second figures of the other
   * @param lowerIsBetter whether small figures are good
   * @return the fraction of all pairs in which the first is better, equal ones counting half; NaN
   *     if there are none
   */
  public static double probability(double[] first, double[] second, boolean lowerIsBetter) {
    double better = 0;
    for (double a : first) {
      for (double b : second) {
        int order = lowerIsBetter ? Double.compare(b, a) : Double.compare(a, b);
        better += order > 0 ? 1 : order == 0 ? 0.5 : 0;
      }
    }
    return better / ((double) first.length * second.length);
  }
}

package dev.carousel.experiment.statistics;

import java.util.Optional;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.TTest;

/**
 * How two samples measured in pairs differ. What is not defined is NaN, and the note says why.
 *
 * @param difference the differences, first minus second, in short
 * @param effectSize the mean difference in standard deviations of the differences (Cohen's d of
 *     paired samples), times Hedges' correction for small samples 1 - 3 / (4 (n - 1) - 1); Hedges,
 *     1981
 * @param p the two-sided probability of a mean difference at least as large, were there none, by
 *     Student's t test of paired samples
 * @param note why there is no p, if there is none
 */
public record PairedDifference(
    Summary difference, double effectSize, double p, Optional<String> note) {
  /** With fewer pairs, a probability would say more about luck than about the variants. */
  public static final int FEWEST = 3;

  /**
   * Compares two samples.
   *
   * @param first one value a pair
   * @param second the other values, in the same order
   * @return how they differ
   */
  public static PairedDifference of(double[] first, double[] second) {
    int n = first.length;
    double[] differences = new double[n];
    for (int i = 0; i < n; i++) {
      differences[i] = first[i] - second[i];
    }
    Summary summary = Summary.of(differences);
    if (n < FEWEST) {
      return without(
          summary,
          "no p-value: %d %s measured in both; at least %d are needed"
              .formatted(n, n == 1 ? "seed is" : "seeds are", FEWEST));
    } else if (!Double.isFinite(summary.mean())) {
      return without(summary, "no p-value: a figure is not finite");
    } else if (summary.sd() == 0) {
      return without(
          summary,
          summary.mean() == 0
              ? "no p-value: the two are equal on every seed"
              : "no p-value: the difference is the same on every seed");
    }
    double correction = 1 - 3.0 / (4.0 * (n - 1) - 1);
    double p =
        TTest.withDefaults()
            .with(AlternativeHypothesis.TWO_SIDED)
            .pairedTest(first, second)
            .getPValue();
    return new PairedDifference(
        summary, summary.mean() / summary.sd() * correction, p, Optional.empty());
  }

  private static PairedDifference without(Summary summary, String note) {
    return new PairedDifference(summary, Double.NaN, Double.NaN, Optional.of(note));
  }
}

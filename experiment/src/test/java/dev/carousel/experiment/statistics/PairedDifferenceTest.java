package dev.carousel.experiment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  private static final double[] FIRST = {8.41, 8.52, 8.47, 8.60, 8.39};
  private static final double[] SECOND = {8.70, 8.66, 8.71, 8.80, 8.55};

  /** For four degrees of freedom Student's distribution has a closed form. */
  private static double twoSided(double t) {
    double u = t * t / (1 + t * t / 4);
    return 1 - 3.0 / 4 * Math.sqrt(u) * (1 - u / 12);
  }

  @Test
  void isStudentsTestOfPairs() {
    PairedDifference paired = PairedDifference.of(FIRST, SECOND);

    double mean = -0.206;
    double sd =
        Math.sqrt(
            (0.084 * 0.084 + 0.066 * 0.066 + 0.034 * 0.034 + 0.006 * 0.006 + 0.046 * 0.046) / 4);
    assertThat(paired.difference().mean()).isCloseTo(mean, within(1e-12));
    assertThat(paired.difference().sd()).isCloseTo(sd, within(1e-12));
    assertThat(paired.p()).isCloseTo(twoSided(mean / sd * Math.sqrt(5)), within(1e-12));
    assertThat(paired.effectSize()).isCloseTo(mean / sd * (1 - 3.0 / 15), within(1e-12));
    assertThat(paired.note()).isEmpty();
  }

  @Test
  void pairsMatterAndNotTheirOrder() {
    double[] turned = {8.39, 8.60, 8.47, 8.52, 8.41};
    double[] alike = {8.55, 8.80, 8.71, 8.66, 8.70};
    assertThat(PairedDifference.of(turned, alike).p())
        .isCloseTo(PairedDifference.of(FIRST, SECOND).p(), within(1e-12));
    assertThat(PairedDifference.of(turned, SECOND).p())
        .isGreaterThan(PairedDifference.of(FIRST, SECOND).p());
  }

  @Test
  void fewerThanThreePairsGetASentence() {
    PairedDifference paired = PairedDifference.of(new double[] {1, 2}, new double[] {3, 5});
    assertThat(paired.difference().mean()).isEqualTo(-2.5);
    assertThat(paired.p()).isNaN();
    assertThat(paired.effectSize()).isNaN();
    assertThat(paired.note())
        .contains("no p-value: 2 seeds are measured in both; at least 3 are needed");
  }

  @Test
  void whatCannotBeTestedSaysWhy() {
    double[] same = {1, 2, 3};
    assertThat(PairedDifference.of(same, same).note())
        .contains("no p-value: the two are equal on every seed");
    assertThat(PairedDifference.of(new double[] {2, 3, 4}, same).note())
        .contains("no p-value: the difference is the same on every seed");
    assertThat(PairedDifference.of(new double[] {2, Double.NaN, 4}, same).note())
        .contains("no p-value: a figure is not finite");
  }
}

package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CrpsTest {
  /** SciPy 1.17.1: energy_distance(samples, [y]) ** 2 / 2, the score of the five points. */
  @Test
  void figuresOfSciPy() {
    double[] samples = {2, -1, 0.5, 3, 0.5};
    double[] levels = {0.1, 0.3, 0.5, 0.7, 0.9};
    double[] sorted = {-1, 0.5, 0.5, 2, 3};
    assertThat(Crps.ofQuantiles(levels, sorted, 1.25)).isCloseTo(0.49, within(1e-14));
    assertThat(Crps.ofQuantiles(levels, sorted, -3)).isCloseTo(3.24, within(1e-14));
    // The fair estimate takes E|X - X'| over pairs of different samples only, 5 / 4 of 1.52.
    assertThat(Crps.ofSamples(samples, 1.25)).isCloseTo(0.49 + 0.76 - 0.95, within(1e-14));
    assertThat(Crps.ofSamples(samples, -3)).isCloseTo(3.24 + 0.76 - 0.95, within(1e-14));
    assertThat(samples).containsExactly(2, -1, 0.5, 3, 0.5);
  }

  /** By numerical integration of (F(z) - [y ≤ z])² with scipy.integrate.quad: 0.2693329. */
  @Test
  void fewFairSamplesOfANormalDistributionAreRightOnAverage() {
    RandomStream random = new RandomStream(1);
    int repeats = 40_000;
    double sum = 0;
    for (int i = 0; i < repeats; i++) {
      double[] samples = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      sum += Crps.ofSamples(samples, 0.3);
    }
    // Five standard errors: one estimate has a standard deviation below 0.6.
    assertThat(sum / repeats).isCloseTo(0.2693329, within(5 * 0.6 / 200));
  }

  @Property
  void fairEstimateIsItsDefinition(
      @ForAll @Size(min = 2, max = 9) List<@DoubleRange(min = -1e3, max = 1e3) Double> samples,
      @ForAll @DoubleRange(min = -1e3, max = 1e3) double actual) {
    double error = 0;
    double spread = 0;
    for (double one : samples) {
      error += Math.abs(one - actual);
      for (double other : samples) {
        spread += Math.abs(one - other);
      }
    }
    int count = samples.size();
    double[] array = samples.stream().mapToDouble(Double::doubleValue).toArray();
    // Up to a hundred roundings of sums below 2e5.
    assertThat(Crps.ofSamples(array, actual))
        .isCloseTo(error / count - spread / (2.0 * count * (count - 1)), within(1e-8));
  }

  @Test
  void aCertainForecastHasItsAbsoluteError() {
    assertThat(Crps.ofSamples(new double[] {4, 4, 4}, 1)).isEqualTo(3);
    double[] levels = {0.25, 0.5, 0.75};
    double[] same = new double[3];
    Arrays.fill(same, 4);
    assertThat(Crps.ofQuantiles(levels, same, 1)).isEqualTo(3);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> Crps.ofSamples(new double[1], 0))
        .hasMessage("CRPS needs at least two samples of a forecast, got 1");
    assertThatThrownBy(() -> Crps.ofQuantiles(new double[] {0.5}, new double[2], 0))
        .hasMessage("2 quantiles for 1 levels");
  }
}

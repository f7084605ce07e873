package dev.carousel.timeseries.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StudentTTest {
  private static final float[] RAW = {9, 9, -0.5f, 0.25f, 1.25f};
  private static final double SIGMA = Math.log(1 + Math.exp(0.25f)) + 1e-6;
  private static final double NU = 2 + Math.log(1 + Math.exp(1.25f));

  private final StudentT likelihood = new StudentT();

  @Test
  void isTheTDistributionShiftedAndScaled() {
    Distribution distribution = likelihood.distribution(RAW, 2, 4);
    TDistribution expected = TDistribution.of(NU);
    double sigma = 4 * SIGMA;
    assertThat(distribution.mean()).isEqualTo(-2);
    for (double value : new double[] {-1e6, -2.1, -2, 0, 5, 1e3}) {
      assertThat(distribution.logProbability(value))
          .isCloseTo(
              expected.logDensity((value + 2) / sigma) - Math.log(sigma), Offset.offset(1e-12));
    }
    for (double probability : new double[] {1e-6, 0.025, 0.5, 0.975, 1 - 1e-6}) {
      double quantile = distribution.quantile(probability);
      // Commons Statistics solves for a quantile to 1e-9, and the density is below 1.
      assertThat(expected.cumulativeProbability((quantile + 2) / sigma))
          .isCloseTo(probability, Offset.offset(1e-9));
    }
  }

  @Test
  void lossIsTheNegativeLogDensityInTheUnitOfTheModel() {
    float[] raw = {RAW[2], RAW[3], 0};
    for (float freedom : new float[] {-1e4f, -3, 1.25f, 50, 1e4f}) {
      raw[2] = freedom;
      double nu = 2 + Math.max(freedom, 0) + Math.log1p(Math.exp(-Math.abs(freedom)));
      for (float target : new float[] {-8, -0.5f, 2, 40, 1e6f}) {
        double expected = Math.log(SIGMA) - TDistribution.of(nu).logDensity((target + 0.5) / SIGMA);
        // The loss is a float.
        assertThat(
                (double)
                    Evaluation.of(
                            likelihood, raw, 1, new Targets.Values(1, new float[] {target}, null))
                        .loss())
            .isCloseTo(expected, Offset.offset(1e-7 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void gradientByDegreesOfFreedomIsRightInTheTails() {
    // A value 20 spreads out and one in the middle, at few and at many degrees of freedom.
    for (float freedom : new float[] {-4, 0, 3, 8}) {
      float[] outputs = {0, 0, freedom, 0, 0, freedom};
      Targets.Values targets = new Targets.Values(1, new float[] {14, 0.1f}, null);
      Evaluation.checkGradient(likelihood, outputs, 2, targets);
    }
  }

  @Test
  void samplesHaveMeanAndMedianDeviation() {
    Distribution distribution = likelihood.distribution(RAW, 2, 4);
    RandomStream random = new RandomStream(7);
    int samples = 40_000;
    double upperQuartile = distribution.quantile(0.75);
    double sum = 0;
    int above = 0;
    for (int i = 0; i < samples; i++) {
      double sample = distribution.sample(random);
      sum += sample;
      above += sample > upperQuartile ? 1 : 0;
    }
    // Four standard errors; the variance is σ² ν / (ν - 2).
    double error = 4 * SIGMA * Math.sqrt(NU / (NU - 2) / samples);
    assertThat(sum / samples).isCloseTo(-2, Offset.offset(4 * error));
    assertThat((double) above / samples)
        .isCloseTo(0.25, Offset.offset(4 * Math.sqrt(0.25 * 0.75 / samples)));
  }
}

package dev.carousel.timeseries.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GaussianTest {
  // softplus(0.5413) is 1 to 4 digits: what σ exactly is, the test computes.
  private static final float[] RAW = {9, 1.5f, 0.5413f};
  private static final double SIGMA = Math.log(1 + Math.exp(0.5413f)) + 1e-6;

  private final Gaussian likelihood = new Gaussian();

  @Test
  void isTheNormalDistributionInTheUnitOfTheData() {
    Distribution distribution = likelihood.distribution(RAW, 1, 20);
    NormalDistribution expected = NormalDistribution.of(30, 20 * SIGMA);
    assertThat(distribution.mean()).isEqualTo(30);
    for (double value : new double[] {-200, 0, 29, 30, 31.5, 1000}) {
      // Doubles of at most 1200 after about ten roundings.
      assertThat(distribution.logProbability(value))
          .isCloseTo(expected.logDensity(value), Offset.offset(1e-11));
    }
    for (double probability : new double[] {1e-9, 0.025, 0.5, 0.975, 1 - 1e-9}) {
      double quantile = distribution.quantile(probability);
      assertThat(quantile)
          .isCloseTo(expected.inverseCumulativeProbability(probability), Offset.offset(1e-11));
      assertThat(expected.cumulativeProbability(quantile))
          .isCloseTo(probability, Offset.offset(1e-13));
    }
    assertThat(distribution.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(distribution.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void lossIsTheNegativeLogDensityInTheUnitOfTheModel() {
    for (float target : new float[] {-8, 0, 1.5f, 2, 40}) {
      float[] raw = {RAW[1], RAW[2]};
      double expected = -NormalDistribution.of(1.5, SIGMA).logDensity(target);
      // The loss is a float.
      assertThat(
              (double)
                  Evaluation.of(
                          likelihood, raw, 1, new Targets.Values(1, new float[] {target}, null))
                      .loss())
          .isCloseTo(expected, Offset.offset(1e-7 * Math.max(1, Math.abs(expected))));
    }
  }

  @Test
  void samplesHaveMeanAndDeviation() {
    Distribution distribution = likelihood.distribution(RAW, 1, 20);
    RandomStream random = new RandomStream(7);
    int samples = 40_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < samples; i++) {
      double deviation = distribution.sample(random) - 30;
      sum += deviation;
      squares += deviation * deviation;
    }
    // Four standard errors: σ / √n of the mean, σ² √(2 / n) of the variance.
    double variance = 400 * SIGMA * SIGMA;
    assertThat(sum / samples).isCloseTo(0, Offset.offset(4 * Math.sqrt(variance / samples)));
    assertThat(squares / samples)
        .isCloseTo(variance, Offset.offset(4 * variance * Math.sqrt(2.0 / samples)));
  }

  @Test
  void whatIsFarBeyondBelievingIsBounded() {
    Targets.Values huge = new Targets.Values(1, new float[] {1e30f, 0}, null);
    Evaluation evaluation = Evaluation.of(likelihood, new float[] {0, -1e4f, 0, 0}, 2, huge);
    assertThat(evaluation.loss()).isEqualTo(0.5e15f);
    assertThat(evaluation.gradient()[0]).isEqualTo(-0.5e15f);
    // σ = log 2: what the other value says is as precise as a float can be.
    double sigma = Math.log(2) + 1e-6;
    assertThat((double) evaluation.gradient()[3]).isCloseTo(0.25 / sigma, Offset.offset(1e-6));
  }
}

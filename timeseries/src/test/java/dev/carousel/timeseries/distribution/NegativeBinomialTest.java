package dev.carousel.timeseries.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import org.apache.commons.statistics.distribution.PascalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativeBinomialTest {
  private final NegativeBinomial likelihood = new NegativeBinomial();

  /** Figures of mpmath 1.3 with 50 digits: nll as in the class comment, mpmath.diff of it. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.25, 1, 3, 2.77878887394, -0.7174241839, 0.05946584059",
    "0.5, -3, 1, 0, 0.951729874459, 0.5943309097, -0.02115165067",
    "1.5, -18, 1, 2, 1.33164181579, -0.1434783156, 1.455107645e-8",
    "-2, -40, 64, 1.25, 114.21609425, -67.50145785, -1.350507801e-15",
    "2, 1, 1048576, 2.5, 23.1194652662, -56.61804108, -5.704187021",
    "0.25, -12, 16777216, 0.875, 20633.1637141, -483226.6766, -375.9765389",
    "-5, 4, 0.0001, 20000, 23.122312191, -1.992464493, -0.24365592"
  })
  void lossAndDerivativesAreThoseOfHighPrecision(
      float m,
      float a,
      float scale,
      float target,
      double loss,
      double byMean,
      double byDispersion) {
    Targets.Values targets = new Targets.Values(1, new float[] {target}, null, new float[] {scale});
    Evaluation evaluation = Evaluation.of(likelihood, new float[] {m, a}, 1, targets);
    close(evaluation.loss(), loss);
    close(evaluation.gradient()[0], byMean);
    close(evaluation.gradient()[1], byDispersion);
  }

  /** Floats, and a float as scale: some 1e-7 of the number. */
  private static void close(float actual, double expected) {
    assertThat((double) actual).isCloseTo(expected, Offset.offset(3e-7 * Math.abs(expected)));
  }

  /** Figures of scipy 1.17: nbinom(r, r / (r + mu)).ppf(…) and .logpmf(…). */
  @Test
  void quantilesAndProbabilitiesAreThoseOfScipy() {
    check(
        likelihood.distribution(new float[] {0, 0.5f, 0.25f}, 1, 1),
        new double[] {0, 0, 1, 3, 6, 12},
        new double[] {0, 1, 7},
        new double[] {-0.7147011324058443, -1.3312648908902625, -5.8531673838442035});
    check(
        likelihood.distribution(new float[] {1, -2}, 0, 40),
        new double[] {31, 40, 52, 66, 79, 98},
        new double[] {7, 52, 157},
        new double[] {-21.30188142547482, -3.2556823845318945, -30.5681176145454});
    check(
        likelihood.distribution(new float[] {0.25f, -12}, 0, 16777216),
        new double[] {13847657, 13851844, 13856981, 13862118, 13866306, 13871890},
        new double[] {13856980},
        new double[] {-9.215020637959242});
  }

  private static void check(
      Distribution distribution, double[] quantiles, double[] values, double[] logProbabilities) {
    double[] levels = {0.01, 0.1, 0.5, 0.9, 0.99, 0.9999};
    for (int i = 0; i < levels.length; i++) {
      assertThat(distribution.quantile(levels[i])).as("%s", levels[i]).isEqualTo(quantiles[i]);
    }
    for (int i = 0; i < values.length; i++) {
      // log Γ of some 1e8 is 2e9, of which a double holds 4e-7.
      assertThat(distribution.logProbability(values[i]))
          .isCloseTo(logProbabilities[i], Offset.offset(1e-6));
    }
  }

  @Test
  void isPascalsDistributionWhereRIsWhole() {
    Counts counts = new Counts(6.5, 4);
    PascalDistribution expected = PascalDistribution.of(4, 4 / 10.5);
    double sum = 0;
    for (int k = 0; k < 100; k++) {
      assertThat(counts.logProbability(k))
          .isCloseTo(expected.logProbability(k), Offset.offset(1e-12));
      sum += Math.exp(counts.logProbability(k));
    }
    // Beyond, 1e-16 of a probability is more than half a step.
    for (int k = 0; k < 40; k++) {
      // Half of the step up to k, so that rounding decides nothing.
      double probability = expected.cumulativeProbability(k) - 0.5 * expected.probability(k);
      assertThat(counts.quantile(probability)).isEqualTo(k);
    }
    assertThat(sum).isCloseTo(1, Offset.offset(1e-12));
    assertThat(counts.quantile(0)).isZero();
    assertThat(counts.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void onlyCountsAreProbable() {
    Distribution distribution = likelihood.distribution(new float[2], 0, 1);
    for (double value : new double[] {-1, 0.5, Double.POSITIVE_INFINITY}) {
      assertThat(distribution.logProbability(value)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
    assertThat(distribution.logProbability(Double.NaN)).isNaN();
  }

  @Test
  void gradientsAreRightForFewAndManyCounts() {
    // r from 1/3 to 20: both forms of the digamma difference.
    float[] outputs = {1, 3, 0.5f, -1, -1, -3, 2, -5, 1, 0, 1.5f, -7};
    Targets.Values targets =
        new Targets.Values(
            1, new float[] {4, 0, 0, 9, 0.5f, 3}, null, new float[] {1, 1, 2, 1, 4, 0.5f});
    Evaluation.checkGradient(likelihood, outputs, 6, targets);
  }

  @Test
  void samplesHaveMeanAndVariance() {
    for (Counts counts :
        new Counts[] {new Counts(0.3, 0.5), new Counts(50, 4), new Counts(4e9, 1e8)}) {
      double variance = counts.mean() * (1 + counts.mean() / counts.r());
      RandomStream random = new RandomStream(9);
      int samples = 40_000;
      double sum = 0;
      double squares = 0;
      double fourth = 0;
      for (int i = 0; i < samples; i++) {
        double sample = counts.sample(random);
        assertThat(sample).isNotNegative().isEqualTo(Math.rint(sample));
        double deviation = sample - counts.mean();
        sum += deviation;
        squares += deviation * deviation;
        fourth += Math.pow(deviation, 4);
      }
      // Four standard errors, that of the variance by the samples' own fourth moment.
      assertThat(sum / samples).isCloseTo(0, Offset.offset(4 * Math.sqrt(variance / samples)));
      assertThat(squares / samples)
          .isCloseTo(variance, Offset.offset(4 * Math.sqrt(fourth) / samples));
    }
  }

  @Test
  void valuesBelowZeroAreRefused() {
    Targets.Values targets = new Targets.Values(1, new float[] {-1.5f}, null, new float[] {2});
    assertThatThrownBy(() -> Evaluation.of(likelihood, new float[2], 1, targets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "negative-binomial: -3.0 is no count, which is 0 or more; use another likelihood");
  }
}

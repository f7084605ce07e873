package dev.carousel.timeseries.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a series or a model gives, what comes out are numbers. */
class LikelihoodPropertiesTest {
  private static final float LIMIT = (float) LikelihoodLoss.LIMIT;

  @Provide
  Arbitrary<float[]> raw() {
    return Arbitraries.oneOf(
            Arbitraries.floats().between(-1e4f, 1e4f),
            Arbitraries.floats().between(-10, 10),
            Arbitraries.of(-1e4f, -100f, 0f, 1e-30f, 100f, 1e4f))
        .withoutEdgeCases()
        .array(float[].class)
        .ofSize(12);
  }

  @Provide
  Arbitrary<Float> target() {
    return Arbitraries.oneOf(
            Arbitraries.of(0f, 1e-30f, -1e-30f, 1f, 1e30f, -1e30f),
            Arbitraries.floats().between(-1e30f, 1e30f),
            Arbitraries.floats().between(-100, 100))
        .withoutEdgeCases();
  }

  @Provide
  Arbitrary<Double> scale() {
    return Arbitraries.oneOf(
            Arbitraries.of(1e-30, 1.0, 1e30),
            Arbitraries.doubles().between(-30, 30).map(exponent -> Math.pow(10, exponent)))
        .withoutEdgeCases();
  }

  @Provide
  Arbitrary<Likelihood> likelihood() {
    return Arbitraries.of(LikelihoodTest.likelihoods());
  }

  /** A constant series: the same value twice, beside another. */
  @Property
  void lossesAndGradientsAreFinite(
      @ForAll("likelihood") Likelihood likelihood,
      @ForAll("raw") float[] raw,
      @ForAll("target") float first,
      @ForAll("target") float second,
      @ForAll("scale") double scale) {
    int parameters = likelihood.parameters();
    float[] outputs = new float[3 * parameters];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = raw[i % raw.length];
    }
    float[] values = {first, first, second};
    if (likelihood instanceof NegativeBinomial) {
      values = new float[] {Math.abs(first), Math.abs(first), Math.abs(second)};
    }
    Targets.Values targets =
        new Targets.Values(
            1, values, null, new float[] {(float) scale, (float) scale, (float) scale});
    Evaluation evaluation = Evaluation.of(likelihood, outputs, 3, targets);
    assertThat(evaluation.loss()).isFinite().isBetween(-LIMIT, LIMIT);
    for (float derivative : evaluation.gradient()) {
      assertThat(derivative).isFinite().isBetween(-LIMIT, LIMIT);
    }
  }

  @Property
  void distributionsGiveNumbers(
      @ForAll("likelihood") Likelihood likelihood,
      @ForAll("raw") float[] raw,
      @ForAll("target") float value,
      @ForAll("scale") double scale) {
    Distribution distribution = likelihood.distribution(raw, 0, scale);
    assertThat(distribution.mean()).isFinite();
    if (!(likelihood instanceof Quantiles)) {
      assertThat(distribution.logProbability(value)).isNotNaN();
    }
    double before = Double.NEGATIVE_INFINITY;
    for (double probability : new double[] {0.001, 0.1, 0.5, 0.9, 0.999}) {
      double quantile = distribution.quantile(probability);
      assertThat(quantile).isFinite().isGreaterThanOrEqualTo(before);
      before = quantile;
    }
    RandomStream random = new RandomStream(1);
    for (int i = 0; i < 10; i++) {
      assertThat(distribution.sample(random)).isFinite();
    }
  }
}

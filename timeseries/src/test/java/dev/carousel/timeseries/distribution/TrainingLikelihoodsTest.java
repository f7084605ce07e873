package dev.carousel.timeseries.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Products;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.optim.Adam;
import dev.carousel.optim.Updates;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The least model, one that gives the same raw numbers for every value, trained with Adam. */
class TrainingLikelihoodsTest {
  private static final int VALUES = 1000;
  private static final float SCALE = 40;

  private final Kernels kernels = new EjmlKernels();

  static List<Likelihood> likelihoods() {
    return LikelihoodTest.likelihoods();
  }

  /** Raw numbers after some steps, 0 at first. */
  private float[] trained(Likelihood likelihood, float[] values, int steps, double rate) {
    float[] scales = new float[values.length];
    float[] ones = new float[values.length];
    Arrays.fill(scales, SCALE);
    Arrays.fill(ones, 1);
    Targets.Values targets = new Targets.Values(1, values, null, scales);
    Tensor column = kernels.tensor(ones, values.length, 1);
    int parameters = likelihood.parameters();
    Parameter raw =
        new Parameter("raw", kernels.zeros(1, parameters), kernels.zeros(1, parameters));
    Updates updates = new Adam(rate, 0.9, 0.999, 1e-8).start(kernels, List.of(raw));
    for (int step = 0; step < steps; step++) {
      Tape tape = Tape.training(kernels, new RandomStream(1));
      Variable outputs = Products.times(tape.constant(column), tape.parameter(raw));
      kernels.fill(raw.gradient(), 0);
      tape.backward(likelihood.of(outputs, targets));
      updates.step(rate);
    }
    return kernels.toArray(raw.value());
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void findsTheDistributionThatDataWereDrawnFrom(Likelihood likelihood) {
    // Quantiles are learned of what they cannot be themselves.
    Likelihood source = likelihood instanceof Quantiles ? new Gaussian() : likelihood;
    Distribution drawn = source.distribution(new float[] {0.5f, 0.75f, 1.25f}, 0, SCALE);
    RandomStream random = new RandomStream(3);
    float[] values = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = (float) (drawn.sample(random) / SCALE);
    }
    float[] raw = trained(likelihood, values, 500, 0.02);
    Distribution found = likelihood.distribution(raw, 0, SCALE);
    for (double probability : levels(likelihood)) {
      // The share of 1000 values below a quantile has a standard error of at most 0.016.
      double tolerance = 4 * Math.sqrt(0.25 / VALUES);
      assertThat(found.quantile(probability))
          .as("quantile %s", probability)
          .isBetween(
              drawn.quantile(Math.max(0, probability - tolerance)),
              drawn.quantile(Math.min(1, probability + tolerance)));
    }
  }

  private static List<Double> levels(Likelihood likelihood) {
    return likelihood instanceof Quantiles quantiles ? quantiles.levels() : List.of(0.1, 0.5, 0.9);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void constantTinyAndHugeSeriesLeaveNumbers(Likelihood likelihood) {
    for (float value : new float[] {0, 1, 1e-30f, 1e30f}) {
      float[] values = new float[20];
      Arrays.fill(values, value);
      for (float number : trained(likelihood, values, 2000, 0.1)) {
        assertThat(number).as("at values of %s", value).isFinite();
      }
      values[3] = 2 * value;
      for (float number : trained(likelihood, values, 100, 0.1)) {
        assertThat(number).as("at values of %s and one more", value).isFinite();
      }
    }
  }
}

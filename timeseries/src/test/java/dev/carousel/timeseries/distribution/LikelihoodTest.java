package dev.carousel.timeseries.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every likelihood: which numbers go together, and what counts. */
class LikelihoodTest {
  private static final int ROWS = 4;
  private static final int WIDTH = 3;
  // Counts where multiplied by their row's scale, so that every likelihood can have them.
  private static final float[] TARGETS = {0, 1, 2, 1.5f, 0.5f, 3, 8, 0, 4, 5, 2, 1};
  private static final float[] SCALES = {1, 2, 0.25f, 1};
  // The zeros are of an element, a column's end and a whole row.
  private static final float[] WEIGHTS = {1, 0, 1, 2, 0.5f, 0, 0, 0, 0, 3, 1, 0.5f};

  static List<Likelihood> likelihoods() {
    return List.of(
        new Gaussian(),
        new StudentT(),
        new NegativeBinomial(),
        new Quantiles(List.of(0.1, 0.5, 0.9)),
        new Quantiles(List.of(0.3)));
  }

  /** Numbers between -2 and 2, no two alike. */
  private static float[] outputs(Likelihood likelihood) {
    float[] outputs = new float[ROWS * WIDTH * likelihood.parameters()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) (2 * Math.cos(1.7 * i + 0.3));
    }
    return outputs;
  }

  private static Targets.Values targets(float[] weights) {
    return new Targets.Values(WIDTH, TARGETS, weights, SCALES);
  }

  private static double alone(Likelihood likelihood, int i) {
    int parameters = likelihood.parameters();
    float[] raw =
        Arrays.copyOfRange(outputs(likelihood), i * parameters, i * parameters + parameters);
    Targets.Values target =
        new Targets.Values(1, new float[] {TARGETS[i]}, null, new float[] {SCALES[i / WIDTH]});
    return Evaluation.of(likelihood, raw, 1, target).loss();
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void lossIsTheMeanOverValues(Likelihood likelihood) {
    double sum = 0;
    double weighted = 0;
    double total = 0;
    for (int i = 0; i < TARGETS.length; i++) {
      sum += alone(likelihood, i);
      weighted += WEIGHTS[i] * alone(likelihood, i);
      total += WEIGHTS[i];
    }
    float[] outputs = outputs(likelihood);
    // Losses below 100, each rounded to a float.
    Offset<Double> tolerance = Offset.offset(1e-5);
    assertThat((double) Evaluation.of(likelihood, outputs, ROWS, targets(null)).loss())
        .isCloseTo(sum / TARGETS.length, tolerance);
    assertThat((double) Evaluation.of(likelihood, outputs, ROWS, targets(WEIGHTS)).loss())
        .isCloseTo(weighted / total, tolerance);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void gradientsAreRight(Likelihood likelihood) {
    Evaluation.checkGradient(likelihood, outputs(likelihood), ROWS, targets(null));
    Evaluation.checkGradient(likelihood, outputs(likelihood), ROWS, targets(WEIGHTS));
    Targets.Values unscaled = new Targets.Values(WIDTH, TARGETS, null);
    Evaluation.checkGradient(likelihood, outputs(likelihood), ROWS, unscaled);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void unknownValuesStayOut(Likelihood likelihood) {
    float[] unknown = TARGETS.clone();
    for (int i = 0; i < unknown.length; i++) {
      unknown[i] = WEIGHTS[i] == 0 ? Float.NaN : unknown[i];
    }
    float[] outputs = outputs(likelihood);
    Evaluation known = Evaluation.of(likelihood, outputs, ROWS, targets(WEIGHTS));
    Evaluation without =
        Evaluation.of(
            likelihood, outputs, ROWS, new Targets.Values(WIDTH, unknown, WEIGHTS, SCALES));
    assertThat(without.loss()).isEqualTo(known.loss());
    assertThat(without.gradient()).containsExactly(known.gradient());
    int parameters = likelihood.parameters();
    for (int i = 0; i < known.gradient().length; i++) {
      if (WEIGHTS[i / parameters] == 0) {
        assertThat(known.gradient()[i]).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void withoutAnyWeightLossAndGradientAreZero(Likelihood likelihood) {
    Evaluation evaluation =
        Evaluation.of(likelihood, outputs(likelihood), ROWS, targets(new float[TARGETS.length]));
    assertThat(evaluation.loss()).isZero();
    assertThat(evaluation.gradient()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void unknownValueThatCountsShows(Likelihood likelihood) {
    float[] unknown = TARGETS.clone();
    unknown[0] = Float.NaN;
    Targets.Values targets = new Targets.Values(WIDTH, unknown, WEIGHTS, SCALES);
    assertThat(Evaluation.of(likelihood, outputs(likelihood), ROWS, targets).loss()).isNaN();
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void targetsThatDoNotFitAreRefused(Likelihood likelihood) {
    int parameters = likelihood.parameters();
    Variable outputs =
        Tape.prediction(Evaluation.KERNELS)
            .constant(Evaluation.KERNELS.tensor(outputs(likelihood), ROWS, WIDTH * parameters));
    String name = name(likelihood);
    assertThatThrownBy(() -> likelihood.of(outputs, new Targets.Values(2, new float[8], null)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "%s: expected outputs [4, %d], %d for each of 2 values a row, got [4, %d]",
            name, 2 * parameters, parameters, 3 * parameters);
    assertThatThrownBy(() -> likelihood.of(outputs, new Targets.Values(3, new float[9], null)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "%s: expected outputs [3, %d], %d for each of 3 values a row, got [4, %d]",
            name, 3 * parameters, parameters, 3 * parameters);
    assertThatThrownBy(() -> likelihood.of(outputs, new Targets.Labels(new int[4])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + " needs real values as targets, not labels");
  }

  private static String name(Likelihood likelihood) {
    if (likelihood instanceof NegativeBinomial) {
      return "negative-binomial";
    }
    if (likelihood instanceof Quantiles) {
      return "quantiles";
    }
    return likelihood instanceof Gaussian ? "gaussian" : "student-t";
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void numbersThatAreNoProbabilityOrScaleAreRefused(Likelihood likelihood) {
    float[] raw = new float[likelihood.parameters()];
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> likelihood.distribution(raw, 0, scale))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("scale must be above 0 and finite, got " + scale);
    }
    Distribution distribution = likelihood.distribution(raw, 0, 1);
    for (double probability : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> distribution.quantile(probability))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a quantile's probability must be 0 to 1, got " + probability);
    }
  }

  @ParameterizedTest
  @MethodSource("likelihoods")
  void distributionsReadTheirOwnRawNumbers(Likelihood likelihood) {
    float[] outputs = outputs(likelihood);
    int parameters = likelihood.parameters();
    float[] own = Arrays.copyOfRange(outputs, 5 * parameters, 6 * parameters);
    Distribution there = likelihood.distribution(outputs, 5 * parameters, 2);
    Distribution alone = likelihood.distribution(own, 0, 2);
    assertThat(there.mean()).isEqualTo(alone.mean());
    assertThat(there.quantile(0.3)).isEqualTo(alone.quantile(0.3));
    assertThat(there.sample(new RandomStream(4))).isEqualTo(alone.sample(new RandomStream(4)));
  }
}

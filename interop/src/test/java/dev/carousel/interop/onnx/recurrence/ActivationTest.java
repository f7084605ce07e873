package dev.carousel.interop.onnx.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.cell.DoubleReference;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class ActivationTest {
  /** The text of the standard, word for word. */
  private static DoubleUnaryOperator standard(Activation activation) {
    double alpha = activation.alpha();
    double beta = activation.beta();
    return switch (activation.function()) {
      case RELU -> x -> Math.max(0, x);
      case TANH -> x -> (1 - Math.exp(-2 * x)) / (1 + Math.exp(-2 * x));
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case AFFINE -> x -> alpha * x + beta;
      case LEAKY_RELU -> x -> x >= 0 ? x : alpha * x;
      case THRESHOLDED_RELU -> x -> x >= alpha ? x : 0;
      case SCALED_TANH -> x -> alpha * Math.tanh(beta * x);
      case HARD_SIGMOID -> x -> Math.min(Math.max(alpha * x + beta, 0), 1);
      case ELU -> x -> x >= 0 ? x : alpha * (Math.exp(x) - 1);
      case SOFTSIGN -> x -> x / (1 + Math.abs(x));
      case SOFTPLUS -> x -> Math.log(1 + Math.exp(x));
    };
  }

  private static double value(Activation activation, double x) {
    OnnxRnn cell = new OnnxRnn(1, activation, OptionalDouble.empty());
    DMatrixRMaj zero = new DMatrixRMaj(1, 1);
    DMatrixRMaj one = new DMatrixRMaj(new double[][] {{1}});
    return new DoubleReference(cell.equations())
        .forward(
            new DoubleReference.Arguments(
                Map.of("W_h", one, "U_h", zero),
                Map.of("b_h", zero),
                List.of(new DMatrixRMaj(new double[][] {{x}})),
                new int[] {1},
                Map.of("h", zero),
                Map.of()))
        .outputs()
        .get(0)
        .get(0);
  }

  @Property(tries = 2000)
  void theFormulasAreTheStandards(
      @ForAll ActivationFunction function,
      @ForAll @DoubleRange(min = -3, max = 3) double alpha,
      @ForAll @DoubleRange(min = -3, max = 3) double beta,
      @ForAll @DoubleRange(min = -20, max = 20) double x) {
    Activation activation =
        new Activation(
            function, function.takesAlpha() ? alpha : 0, function.takesBeta() ? beta : 0);
    // Both sides round a few times by 1.1e-16 of numbers up to 63.
    assertThat(value(activation, x))
        .isCloseTo(standard(activation).applyAsDouble(x), within(1e-13));
  }

  @Property(tries = 500)
  void whatIsComplementaryIsOneMinusItsOpposite(
      @ForAll ActivationFunction function, @ForAll @DoubleRange(min = -9, max = 9) double x) {
    double number = function.takesAlpha() ? 0.3 : 0;
    Activation activation = new Activation(function, number, function.takesBeta() ? 0.5 : 0);
    if (activation.complementary()) {
      assertThat(value(activation, -x)).isCloseTo(1 - value(activation, x), within(1e-15));
    }
  }

  @Test
  void aNumberGoesToTheNextFunctionThatTakesOne() {
    assertThat(
            Activation.listed(
                List.of("Sigmoid", "LeakyRelu", "HardSigmoid", "Elu"),
                List.of(0.25f, 0.75f),
                List.of(0.125f)))
        .containsExactly(
            new Activation(ActivationFunction.SIGMOID, 0, 0),
            new Activation(ActivationFunction.LEAKY_RELU, 0.25, 0),
            new Activation(ActivationFunction.HARD_SIGMOID, 0.75, 0.125),
            new Activation(ActivationFunction.ELU, 1, 0));
  }

  @Test
  void aFloatMeansItsShortestDecimal() {
    assertThat(Activation.listed(List.of("LeakyRelu"), List.of(0.01f), List.of()))
        .containsExactly(Activation.of(ActivationFunction.LEAKY_RELU));
  }

  @Test
  void defaultsAreThoseOfTheOperatorsOfTheirNames() {
    assertThat(
            Activation.listed(
                List.of("Affine", "LeakyRelu", "ThresholdedRelu", "HardSigmoid", "Elu"),
                List.of(),
                List.of()))
        .containsExactly(
            new Activation(ActivationFunction.AFFINE, 1, 0),
            new Activation(ActivationFunction.LEAKY_RELU, 0.01, 0),
            new Activation(ActivationFunction.THRESHOLDED_RELU, 1, 0),
            new Activation(ActivationFunction.HARD_SIGMOID, 0.2, 0.5),
            new Activation(ActivationFunction.ELU, 1, 0));
  }

  @Test
  void aMissingNumberWithoutADefaultIsRefused() {
    assertThatThrownBy(() -> Activation.listed(List.of("ScaledTanh"), List.of(1f), List.of()))
        .hasMessage(
            "activation ScaledTanh has no default beta in the standard;"
                + " give activation_beta a value for it");
  }

  @Test
  void moreNumbersThanAreTakenAreRefused() {
    assertThatThrownBy(
            () ->
                Activation.listed(
                    List.of("Sigmoid", "LeakyRelu", "Tanh"), List.of(0f, 0.1f, 0f), List.of()))
        .hasMessage(
            "activation_alpha has 3 values, but only 1 of the activations"
                + " [Sigmoid, LeakyRelu, Tanh] take one; give each of those its own");
  }

  /** Some exporters write a number for each function, although none takes one. */
  @Test
  void numbersThatNothingTakesAreNoMatter() {
    assertThat(Activation.listed(List.of("Tanh"), List.of(1f), List.of(0f)))
        .containsExactly(Activation.of(ActivationFunction.TANH));
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Activation.listed(List.of("Gelu"), List.of(), List.of()))
        .hasMessage(
            "activation 'Gelu' is not one of the standard's recurrent operators, which are Relu,"
                + " Tanh, Sigmoid, Affine, LeakyRelu, ThresholdedRelu, ScaledTanh, HardSigmoid,"
                + " Elu, Softsign, Softplus");
  }

  @Test
  void aNumberThatIsNotTakenIsRefused() {
    assertThatThrownBy(() -> new Activation(ActivationFunction.TANH, 0.5, 0))
        .hasMessage("activation Tanh cannot have alpha 0.5; it takes none, so leave it 0");
    assertThatThrownBy(() -> new Activation(ActivationFunction.ELU, Double.NaN, 0))
        .hasMessage("activation Elu cannot have alpha NaN; give it a finite number");
  }
}

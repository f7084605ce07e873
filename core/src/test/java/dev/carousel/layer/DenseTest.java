package dev.carousel.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DenseTest {
  private final Kernels kernels = new EjmlKernels();
  private final Dense layer =
      new Dense("d", 2, 3, kernels, new PyTorchInitializer(), new RandomStream(1));

  @BeforeEach
  void setWeights() {
    kernels.write(layer.parameters().get(0).value(), new float[] {1, 2, 3, 4, 5, 6});
    kernels.write(layer.parameters().get(1).value(), new float[] {10, 20, 30});
  }

  @Test
  void namesItsParameters() {
    assertThat(layer.parameters()).extracting(Parameter::name).containsExactly("d.W", "d.b");
    assertThat(layer.parameters().get(0).value().shape()).hasToString("[3, 2]");
    assertThat(layer.parameters().get(1).value().shape()).hasToString("[1, 3]");
  }

  @Test
  void isAnAffineMap() {
    Tape tape = Tape.prediction(kernels);
    Variable y = layer.apply(tape.constant(kernels.tensor(new float[] {1, 0, -1, 2}, 2, 2)));

    assertThat(y.value().shape()).hasToString("[2, 3]");
    assertThat(kernels.toArray(y.value())).containsExactly(11, 23, 35, 13, 25, 37);
  }

  /** For L = Σ v ∘ (x Wᵀ + b): ∂L/∂W = vᵀ x, ∂L/∂b = the columns' sums of v, ∂L/∂x = v W. */
  @Test
  void givesGradients() {
    Tape tape = Tape.training(kernels, new RandomStream(0));
    Parameter x =
        new Parameter("x", kernels.tensor(new float[] {1, 0, -1, 2}, 2, 2), kernels.zeros(2, 2));
    Variable v = tape.constant(kernels.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    tape.backward(Reductions.sum(Elementwise.times(layer.apply(tape.parameter(x)), v), 1));
    List<Parameter> parameters = layer.parameters();

    assertThat(kernels.toArray(parameters.get(0).gradient()))
        .containsExactly(1 - 4, 8, 2 - 5, 10, 3 - 6, 12);
    assertThat(kernels.toArray(parameters.get(1).gradient())).containsExactly(5, 7, 9);
    assertThat(kernels.toArray(x.gradient())).containsExactly(22, 28, 49, 64);
  }

  @Test
  void refusesInputsOfAnotherWidth() {
    Tape tape = Tape.prediction(kernels);
    assertThatThrownBy(() -> layer.apply(tape.constant(kernels.zeros(4, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "product with a transposed matrix: expected [3, 2] transposed times a left side of"
                + " width 2, got [4, 3]");
  }
}

package dev.carousel.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Parameter;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClippingTest {
  private final Kernels kernels = new EjmlKernels();
  private final Parameter a = parameter("a", 3, -4);
  private final Parameter b = parameter("b", 12);
  private final List<Parameter> both = List.of(a, b);

  private Parameter parameter(String name, float... gradient) {
    return new Parameter(
        name, kernels.zeros(gradient.length), kernels.tensor(gradient, gradient.length));
  }

  @Test
  void takesAllGradientsAsOneVector() {
    assertThat(Clipping.globalNorm(kernels, both)).isEqualTo(13);
  }

  @Test
  void normIsNotFiniteIfAnElementIsNot() {
    kernels.write(b.gradient(), new float[] {Float.NaN});
    assertThat(Clipping.globalNorm(kernels, both)).isNaN();
    kernels.write(b.gradient(), new float[] {Float.NEGATIVE_INFINITY});
    assertThat(Clipping.globalNorm(kernels, both)).isInfinite();
  }

  @Test
  void squaresDoNotOverflow() {
    kernels.write(b.gradient(), new float[] {Float.MAX_VALUE});
    assertThat(Clipping.globalNorm(kernels, both)).isEqualTo((double) Float.MAX_VALUE);
  }

  @Test
  void factorTakesTheNormToTheLimit() {
    assertThat(Clipping.factor(13, 6.5)).isEqualTo(0.5);
  }

  @Test
  void normsUpToTheLimitStay() {
    assertThat(Clipping.factor(13, 13)).isEqualTo(1);
    assertThat(Clipping.factor(0, 13)).isEqualTo(1);
  }

  @Test
  void cutsElements() {
    Clipping.byValue(kernels, both, 3.5);

    assertThat(kernels.toArray(a.gradient())).containsExactly(3, -3.5f);
    assertThat(kernels.toArray(b.gradient())).containsExactly(3.5f);
  }
}

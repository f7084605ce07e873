package dev.carousel.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.cell.Cell;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitializersTest {
  private final Kernels kernels = new EjmlKernels();

  static List<Initializer> all() {
    return List.of(new PyTorchInitializer(), new KerasInitializer(), new UniformInitializer(0.1));
  }

  private static float[] values(
      Initializer initializer, Role role, int rows, int columns, int fan) {
    return initializer.values(role, rows, columns, fan, new RandomStream(9));
  }

  /**
   * Bounds are kept and come into use: of n uniform numbers the largest is below 0.9 of the bound
   * with probability 0.9^n, here at most 0.9^100 = 3e-5 and never for this seed.
   */
  private static void assertUniform(float[] values, double bound) {
    float largest = 0;
    double sum = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
      sum += value;
    }
    assertThat((double) largest).isBetween(0.9 * bound, bound * (1 + 0x1p-24));
    // The mean's deviation is bound / √(3 n); five of them.
    assertThat(sum / values.length).isCloseTo(0, within(5 * bound / Math.sqrt(3 * values.length)));
  }

  @Test
  void pytorchScalesByTheUnits() {
    Initializer pytorch = new PyTorchInitializer();
    for (Role role : EnumSet.complementOf(EnumSet.of(Role.EMBEDDING))) {
      assertUniform(values(pytorch, role, 40, 7, 16), 0.25);
    }
  }

  @Test
  void pytorchEmbeddingsAreNormal() {
    float[] values = values(new PyTorchInitializer(), Role.EMBEDDING, 100, 100, 100);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += value * value;
    }
    // 10,000 numbers: the deviations of mean and variance are 0.01 and 0.0141; five of them.
    assertThat(sum / values.length).isCloseTo(0, within(0.05));
    assertThat(squares / values.length).isCloseTo(1, within(0.07));
  }

  @Test
  void kerasFollowsGlorot() {
    Initializer keras = new KerasInitializer();
    assertUniform(values(keras, Role.INPUT, 40, 14, 10), Math.sqrt(6.0 / 54));
    assertUniform(values(keras, Role.DENSE, 10, 14, 14), Math.sqrt(6.0 / 24));
    assertUniform(values(keras, Role.PEEPHOLE, 1, 100, 100), Math.sqrt(6.0 / 200));
    assertUniform(values(keras, Role.EMBEDDING, 30, 20, 20), 0.05);
    assertThat(values(keras, Role.RECURRENT_BIAS, 1, 10, 10)).hasSize(10).containsOnly(0);
    assertThat(values(keras, Role.DENSE_BIAS, 1, 10, 10)).hasSize(10).containsOnly(0);
  }

  @Test
  void uniformUsesOneScaleForEverything() {
    for (Role role : Role.values()) {
      assertUniform(values(new UniformInitializer(0.02), role, 40, 7, 16), 0.02);
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "40, 10", "3, 17", "1, 6", "6, 1", "1, 1"})
  void kerasRecurrentWeightsAreOrthogonal(int rows, int columns) {
    float[] q = values(new KerasInitializer(), Role.RECURRENT, rows, columns, columns);
    int narrow = Math.min(rows, columns);
    int tall = Math.max(rows, columns);
    for (int i = 0; i < narrow; i++) {
      for (int j = 0; j < narrow; j++) {
        double product = 0;
        for (int k = 0; k < tall; k++) {
          product +=
              rows >= columns
                  ? (double) q[k * columns + i] * q[k * columns + j]
                  : (double) q[i * columns + k] * q[j * columns + k];
        }
        // Each factor is rounded to float once, by 2^-24 of itself at most, and the vectors have
        // norm 1, so the product is off by 2 · 2^-24.
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(0x1p-22));
      }
    }
  }

  /** Without moving the signs of R into Q, the first element of each column has one sign. */
  @Test
  void orthogonalMatricesAreUniformlyDistributed() {
    RandomStream random = new RandomStream(4);
    int positive = 0;
    for (int i = 0; i < 1000; i++) {
      positive += OrthogonalMatrix.values(3, 3, random)[0] > 0 ? 1 : 0;
    }
    // Mean 500, deviation 15.8; five of them.
    assertThat(positive).isBetween(421, 579);
  }

  @ParameterizedTest
  @MethodSource("all")
  void equalSeedsGiveEqualWeights(Initializer initializer) {
    for (Role role : Role.values()) {
      float[] values = values(initializer, role, 4, 3, 3);
      assertThat(values).hasSize(12 - (values.length == 3 ? 9 : 0));
      assertThat(values(initializer, role, 4, 3, 3)).containsExactly(values);
    }
    assertThat(initializer.values(Role.INPUT, 4, 3, 3, new RandomStream(10)))
        .isNotEqualTo(values(initializer, Role.INPUT, 4, 3, 3));
  }

  /** The cell's own bias is added to whatever the preset gives. */
  @Test
  void cellsAddTheirOwnBias() {
    float[] keras = vectors(new KerasInitializer());
    float[] uniform = vectors(new UniformInitializer(0.1));

    // b_f, p, b_g of two units each.
    assertThat(keras[0]).isEqualTo(1);
    assertThat(keras[1]).isEqualTo(1);
    assertThat(keras[4]).isEqualTo(0);
    assertThat(keras[5]).isEqualTo(0);
    assertThat(uniform[0]).isBetween(0.9f, 1.1f).isNotEqualTo(1);
    assertThat(uniform[4]).isBetween(-0.1f, 0.1f).isNotEqualTo(0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void gainsBeginAtOneWhateverTheInitializer(Initializer initializer) {
    assertThat(vectors(initializer, new TestCells.Scaled(3))).startsWith(1, 1, 1);
  }

  private float[] vectors(Initializer initializer) {
    return vectors(initializer, new TestCells.Gated(2));
  }

  private float[] vectors(Initializer initializer, Cell cell) {
    List<Parameter> parameters =
        new Recurrent("r", RecurrentStack.of(cell), 3, kernels, initializer, new RandomStream(1))
            .parameters();
    return kernels.toArray(parameters.get(parameters.size() - 1).value());
  }

  @Test
  void uniformRefusesImpossibleScales() {
    assertThatThrownBy(() -> new UniformInitializer(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be above 0, got 0.0");
    assertThatThrownBy(() -> new UniformInitializer(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be above 0, got NaN");
  }
}

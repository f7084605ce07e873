package dev.carousel.testkit;

import static dev.carousel.testkit.KernelsBench.SIZES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The part of the contract on tensors as storage, and on the name of their kernels. */
interface StorageContract extends KernelsSubject {
  /** What is written is read, in row-major order and through every shape. */
  @Test
  default void whatIsWrittenIsRead() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int size : SIZES) {
      float[] values = bench.numbers(3 * size);
      Tensor tensor = kernels.allocate(Shape.of(3, size));
      kernels.write(tensor, values);
      float[] written = values.clone();
      values[0]++;
      assertThat(kernels.toArray(tensor)).as("a copy of what was written").isEqualTo(written);
      assertThat(kernels.toArray(tensor.reshaped(size, 3))).isEqualTo(written);
      assertThat(kernels.toArray(kernels.tensor(written, 3, 1, size))).isEqualTo(written);
      assertThat(kernels.toArray(kernels.zeros(size, 2))).isEqualTo(new float[2 * size]);
      kernels.fill(tensor, -2.5f);
      assertThat(kernels.toArray(tensor)).containsOnly(-2.5f);
    }
  }

  /** Arrays of a wrong length are refused. */
  @Test
  default void wrongLengthsAreRefused() {
    Kernels kernels = bench().kernels();
    Tensor tensor = kernels.zeros(2, 3);
    assertThatThrownBy(() -> kernels.write(tensor, new float[5]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("write: expected 6 numbers for [2, 3], got 5");
    assertThatThrownBy(() -> kernels.read(tensor, new float[7]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("read: expected 6 numbers for [2, 3], got 7");
  }

  /** Kernels have a name. */
  @Test
  default void kernelsHaveAName() {
    assertThat(bench().kernels().name()).isNotBlank();
  }
}

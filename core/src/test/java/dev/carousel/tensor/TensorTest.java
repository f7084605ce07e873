package dev.carousel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {
  private final Kernels kernels = new EjmlKernels();

  @Test
  void shapeIsSeenAsRowsAlongTheLastAxis() {
    Shape shape = Shape.of(2, 3, 4);

    assertThat(shape.rank()).isEqualTo(3);
    assertThat(shape.elements()).isEqualTo(24);
    assertThat(shape.rows()).isEqualTo(6);
    assertThat(shape.columns()).isEqualTo(4);
    assertThat(shape.size(1)).isEqualTo(3);
    assertThat(shape).hasToString("[2, 3, 4]").isEqualTo(Shape.of(2, 3, 4));
    assertThat(shape).hasSameHashCodeAs(Shape.of(2, 3, 4)).isNotEqualTo(Shape.of(6, 4));
    assertThat(Shape.of().elements()).isEqualTo(1);
    assertThat(Shape.of(5).rows()).isEqualTo(1);
    assertThat(Shape.of(0, 5).elements()).isZero();
  }

  @Test
  void shapeCopiesItsSizes() {
    int[] sizes = {2, 3};
    Shape shape = new Shape(sizes);
    sizes[0] = 9;
    shape.sizes()[1] = 9;

    assertThat(shape.sizes()).containsExactly(2, 3);
  }

  @Test
  void shapeRefusesImpossibleSizes() {
    assertThatThrownBy(() -> Shape.of(2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative size in shape [2, -1]");
    assertThatThrownBy(() -> Shape.of(65536, 65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape [65536, 65536] has more than 2147483647 elements");
    // The product of these is 2^64, which is 0 in a long.
    assertThatThrownBy(() -> Shape.of(65536, 65536, 65536, 65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape [65536, 65536, 65536, 65536] has more than 2147483647 elements");
  }

  @Test
  void reshapedSharesItsNumbers() {
    Tensor tensor = kernels.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor other = tensor.reshaped(3, 2);
    kernels.fill(tensor, 7);

    assertThat(other.rows()).isEqualTo(3);
    assertThat(other.columns()).isEqualTo(2);
    assertThat(kernels.toArray(other)).containsOnly(7);
  }

  @Test
  void messagesNameTheOperationAndBothShapes() {
    Tensor tensor = kernels.zeros(2, 3);
    assertThatThrownBy(() -> tensor.reshaped(4, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("reshape: expected 6 elements as in [2, 3], got [4, 2]");
    assertThatThrownBy(() -> kernels.tensor(new float[5], 2, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("write: expected 6 numbers for [2, 3], got 5");
    assertThatThrownBy(() -> kernels.read(tensor, new float[7]))
        .isInstanceOf(ShapeException.class)
        .hasMessage("read: expected 6 numbers for [2, 3], got 7");
    assertThatThrownBy(() -> kernels.copy(tensor, 1, 0, kernels.zeros(4, 4), 0, 0, 2, 3, false))
        .isInstanceOf(ShapeException.class)
        .hasMessage("copy, source: expected rows 1 to 3 and columns 0 to 3, got [2, 3]");
  }

  @Test
  void otherKernelsStorageIsRefused() {
    Storage foreign = new Storage() {};
    Tensor tensor = new Tensor(Shape.of(1), foreign);

    assertThatThrownBy(() -> kernels.toArray(tensor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a tensor with storage "
                + foreign.getClass().getName()
                + " was handed to kernels that compute on arrays; read it with its own kernels and"
                + " write it into a new tensor");
  }
}

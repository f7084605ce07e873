package dev.carousel.tensor;

/**
 * The storage of kernels that compute on the processor: a plain array. For kernels only; other code
 * copies through {@link Kernels#read} and {@link Kernels#write}.
 *
 * @param values the elements in row-major order; shared, not copied
 */
public record ArrayStorage(float[] values) implements Storage {
  /**
   * The array behind a tensor.
   *
   * @param tensor a tensor of kernels that use arrays
   * @return its elements in row-major order, not a copy
   * @throws IllegalArgumentException if the tensor belongs to other kernels
   */
  public static float[] of(Tensor tensor) {
    if (tensor.storage() instanceof ArrayStorage array) {
      return array.values;
    }
    throw new IllegalArgumentException(
        "a tensor with storage "
            + tensor.storage().getClass().getName()
            + " was handed to kernels that compute on arrays; read it with its own kernels and write"
            + " it into a new tensor");
  }
}

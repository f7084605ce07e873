package dev.carousel.layer;

import dev.carousel.random.RandomStream;

/**
 * The initial weights of PyTorch's layers: U(-1/√n, 1/√n) with n the units of a recurrent layer or
 * the inputs of a dense one, biases included; N(0, 1) for embeddings.
 */
public record PyTorchInitializer() implements Initializer {
  @Override
  public float[] values(Role role, int rows, int columns, int fan, RandomStream random) {
    if (role == Role.EMBEDDING) {
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }
    return UniformInitializer.uniform(rows * columns, 1 / Math.sqrt(fan), random);
  }
}

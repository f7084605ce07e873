package dev.carousel.layer;

import dev.carousel.random.RandomStream;

/**
 * The initial weights of Keras' layers: Glorot's uniform distribution for input weights, dense
 * weights and peepholes (taken as square diagonal matrices), an orthogonal matrix over all gates
 * for recurrent weights, 0 for biases, U(-0.05, 0.05) for embeddings. The forget bias is the cell's
 * own.
 */
public record KerasInitializer() implements Initializer {
  @Override
  public float[] values(Role role, int rows, int columns, int fan, RandomStream random) {
    return switch (role) {
      case INPUT, DENSE ->
          UniformInitializer.uniform(rows * columns, Math.sqrt(6.0 / (rows + columns)), random);
      case PEEPHOLE -> UniformInitializer.uniform(columns, Math.sqrt(3.0 / columns), random);
      case RECURRENT -> OrthogonalMatrix.values(rows, columns, random);
      case RECURRENT_BIAS, DENSE_BIAS -> new float[rows * columns];
      case EMBEDDING -> UniformInitializer.uniform(rows * columns, 0.05, random);
    };
  }
}

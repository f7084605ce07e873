package dev.carousel.layer;

import dev.carousel.random.RandomStream;

/**
 * Every parameter from U(-scale, scale), biases and embeddings included, as in Zaremba, Sutskever
 * and Vinyals (2014).
 *
 * @param scale the largest absolute value, above 0
 */
public record UniformInitializer(double scale) implements Initializer {
  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public UniformInitializer {
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw new IllegalArgumentException("scale must be above 0, got " + scale);
    }
  }

  @Override
  public float[] values(Role role, int rows, int columns, int fan, RandomStream random) {
    return uniform(rows * columns, scale, random);
  }

  static float[] uniform(int count, double scale, RandomStream random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * scale);
    }
    return values;
  }
}

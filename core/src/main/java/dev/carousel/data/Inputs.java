package dev.carousel.data;

/** What a model sees of a mini-batch: real features or token ids, time-major. */
public sealed interface Inputs {
  /**
   * Real-valued features.
   *
   * @param width F, the number of features a step
   * @param values [T, B, F] in row-major order; shared, not copied
   */
  record Features(int width, float[] values) implements Inputs {}

  /**
   * Token ids.
   *
   * @param ids [T, B] in row-major order; shared, not copied; padding may hold any valid id
   */
  record Tokens(int[] ids) implements Inputs {}
}

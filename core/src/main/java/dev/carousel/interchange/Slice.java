package dev.carousel.interchange;

import dev.carousel.autograd.Parameter;
import dev.carousel.tensor.Shape;

/**
 * Adjacent elements of a parameter.
 *
 * @param parameter the parameter
 * @param offset the first of them, in row-major order
 * @param shape what they are: a matrix or a vector
 */
public record Slice(Parameter parameter, int offset, Shape shape) {
  /**
   * All elements.
   *
   * @param parameter the parameter
   * @return the whole of it
   */
  public static Slice all(Parameter parameter) {
    return new Slice(parameter, 0, parameter.value().shape());
  }
}

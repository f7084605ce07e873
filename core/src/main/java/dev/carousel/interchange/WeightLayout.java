package dev.carousel.interchange;

import dev.carousel.autograd.Parameter;
import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * A tensor of another system, and what it is made of.
 *
 * @param name its name there
 * @param shape its shape there
 * @param transposed whether it is a matrix whose columns are what Carousel has as rows
 * @param parts one after the other, in row-major order before it is transposed: gates below each
 *     other, say
 */
public record WeightLayout(String name, Shape shape, boolean transposed, List<Part> parts) {
  /**
   * Copies the parts.
   *
   * @throws IllegalArgumentException if they have not as many elements as the shape, or something
   *     else than a matrix is transposed
   */
  public WeightLayout {
    parts = List.copyOf(parts);
    int elements = parts.stream().mapToInt(part -> part.slice.shape().elements()).sum();
    if (elements != shape.elements()) {
      throw new IllegalArgumentException(
          "'%s' of shape %s has parts of %d elements".formatted(name, shape, elements));
    }
    if (transposed && shape.rank() != 2) {
      throw new IllegalArgumentException(
          "'%s' of shape %s is no matrix, so it cannot be transposed".formatted(name, shape));
    }
  }

  /**
   * A part of such a tensor.
   *
   * @param slice where it is in Carousel
   * @param added whether it is there beside the same thing in another tensor, as a second bias:
   *     both are added up on their way to Carousel, and on the way there it is 0
   */
  public record Part(Slice slice, boolean added) {
    /**
     * A part that is the same on both sides.
     *
     * @param slice where it is in Carousel
     * @return the part
     */
    public static Part same(Slice slice) {
      return new Part(slice, false);
    }

    /**
     * A part that is added to one in another tensor.
     *
     * @param slice where the sum is in Carousel
     * @return the part
     */
    public static Part added(Slice slice) {
      return new Part(slice, true);
    }
  }

  /**
   * A parameter as it is.
   *
   * @param parameter the parameter
   * @return it, under its own name
   */
  public static WeightLayout own(Parameter parameter) {
    return new WeightLayout(
        parameter.name(),
        parameter.value().shape(),
        false,
        List.of(Part.same(Slice.all(parameter))));
  }

  /**
   * The tensor's elements, made of Carousel's.
   *
   * @param values the elements of each parameter
   * @return a new array, row-major
   */
  float[] elements(Map<Parameter, float[]> values) {
    float[] stacked = new float[shape.elements()];
    int next = 0;
    for (Part part : parts) {
      int count = part.slice.shape().elements();
      if (!part.added) {
        System.arraycopy(
            values.get(part.slice.parameter()), part.slice.offset(), stacked, next, count);
      }
      next += count;
    }
    return transposed ? transposed(stacked, shape.size(1), shape.size(0)) : stacked;
  }

  /**
   * Puts the tensor's elements where Carousel has them.
   *
   * @param elements row-major
   * @param values the elements of each parameter, changed; what is added must come last
   * @param added whether to put those parts that are added, or else the others
   */
  void put(float[] elements, Map<Parameter, float[]> values, boolean added) {
    float[] stacked = transposed ? transposed(elements, shape.size(0), shape.size(1)) : elements;
    int next = 0;
    for (Part part : parts) {
      int count = part.slice.shape().elements();
      float[] into = values.get(part.slice.parameter());
      for (int i = 0; i < count && part.added == added; i++) {
        int at = part.slice.offset() + i;
        // What has a 0 added stays the same to the bit, -0 too.
        if (!added) {
          into[at] = stacked[next + i];
        } else if (stacked[next + i] != 0) {
          into[at] += stacked[next + i];
        }
      }
      next += count;
    }
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = matrix[i * columns + j];
      }
    }
    return transposed;
  }
}

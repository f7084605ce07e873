package dev.carousel.layer;

import dev.carousel.data.InvalidDataException;
import java.util.List;
import java.util.Optional;

/**
 * What recurrent layers read of images: each step's frame goes through convolutional layers, and
 * what they find through a dense one.
 *
 * <pre>
 * z_0 = frame
 * z_l = pool(relu(conv(z_(l-1), W_l) + b_l))
 * x   = V z_L + c
 * </pre>
 *
 * <p>A recurrent network on the outputs of a convolutional one, all of it trained together, after
 * Donahue et al., Long-term Recurrent Convolutional Networks for Visual Recognition and
 * Description, 2015.
 *
 * @param layers the convolutional layers, at least one
 * @param pooling what is made of the patches that are pooled
 * @param features the width of x, at least 1
 */
public record ConvolutionalFrontEnd(List<ConvolutionalLayer> layers, Pool pooling, int features) {
  /** What is made of a patch. */
  public enum Pool {
    /** The largest of each channel. */
    MAX,
    /** The mean of each channel. */
    MEAN
  }

  /**
   * One layer. Frames are surrounded by (size - 1) / 2 pixels of zeros, rounded down, so that an
   * odd size and a stride of 1 keep their height and width.
   *
   * @param filters the number of filters, at least 1
   * @param size the height and width of a filter, at least 1
   * @param stride how far apart it is applied, at least 1
   * @param pool the height and width of the patches that are pooled, without overlap; at least 1,
   *     which pools nothing
   */
  public record ConvolutionalLayer(int filters, int size, int stride, int pool) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is impossible
     */
    public ConvolutionalLayer {
      requirePositive("filters", filters);
      requirePositive("size", size);
      requirePositive("stride", stride);
      requirePositive("pool", pool);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public ConvolutionalFrontEnd {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("layers must be at least one convolutional layer");
    }
    requirePositive("features", features);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /**
   * Refuses a front end where there are no features that it could look at.
   *
   * @param frontEnd what a model was described with
   * @throws InvalidDataException if there is one
   */
  public static void requireNone(Optional<ConvolutionalFrontEnd> frontEnd) {
    if (frontEnd.isPresent()) {
      throw new InvalidDataException(
          "the front end looks at images, which this task does not feed; set frontEnd to null");
    }
  }
}

package dev.carousel.optim;

import dev.carousel.tensor.Tensor;
import java.util.Map;

/** A running optimizer. */
public interface Updates {
  /**
   * Changes every parameter once, by its present gradient times a factor.
   *
   * @param learningRate the rate of this step
   * @param clipping the factor, see {@link Clipping#factor}
   */
  void step(double learningRate, double clipping);

  /**
   * Changes every parameter once, by its present gradient.
   *
   * @param learningRate the rate of this step
   */
  default void step(double learningRate) {
    step(learningRate, 1);
  }

  /**
   * What has to be saved to continue: moments and the like, by a name that includes the
   * parameter's.
   *
   * @return the tensors themselves, not copies
   */
  Map<String, Tensor> state();
}

package dev.carousel.serve;

import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/** A task without its data: all that is needed to build a model again and to ask it. */
public interface Serving {
  /**
   * What models get and give.
   *
   * @return that of the task when the model was trained
   */
  Signature signature();

  /**
   * A service over a trained model.
   *
   * @param model with its trained weights; the service's own from here on
   * @param kernels what the model computes with
   * @return answers requests; for one thread at a time
   */
  Service service(Model model, Kernels kernels);
}

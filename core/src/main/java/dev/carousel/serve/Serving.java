package dev.carousel.serve;

import dev.carousel.tensor.Kernels;
import dev.carousel.train.Assets;
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

  /**
   * A service over a trained model and what follows from it.
   *
   * @param model with its trained weights; the service's own from here on
   * @param conclusions what {@link dev.carousel.train.PreparedTask#conclusions} gave when the model
   *     was trained
   * @param kernels what the model computes with
   * @return answers requests; for one thread at a time; unless a task draws conclusions they are
   *     not looked at
   * @throws dev.carousel.data.InvalidDataException if the conclusions are not those of such a task
   */
  default Service service(Model model, Assets conclusions, Kernels kernels) {
    return service(model, kernels);
  }
}

package dev.carousel.train;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/** Fits a model to a task. */
public interface Trainer {
  /**
   * Trains.
   *
   * @param model changed in place; holds the best weights in the end
   * @param task the data and the loss
   * @param training the settings
   * @param kernels what the model computes with
   * @param random decides the order of the data and the dropout
   * @param listener hears of every epoch
   * @return how it went
   * @throws DivergedException if a loss or a gradient is not finite
   */
  TrainingResult train(
      Model model,
      PreparedTask task,
      Training training,
      Kernels kernels,
      RandomStream random,
      TrainingListener listener);
}

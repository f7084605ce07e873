package dev.carousel.train;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/** Fits a model to a task. */
public interface Trainer {
  /**
   * Trains.
   *
   * @param model changed in place; holds the best weights in the end, and those of the last epoch
   *     if training was put off
   * @param task the data and the loss
   * @param training the settings
   * @param kernels what the model computes with
   * @param random decides the order of the data and the dropout
   * @param listener hears of every epoch run here, not of those before a checkpoint
   * @param checkpoints where to go on from, and where the state is kept
   * @return how it went
   * @throws DivergedException if a loss or a gradient is not finite
   */
  TrainingResult train(
      Model model,
      PreparedTask task,
      Training training,
      Kernels kernels,
      RandomStream random,
      TrainingListener listener,
      Checkpoints checkpoints);

  /**
   * Trains from beginning to end.
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
  default TrainingResult train(
      Model model,
      PreparedTask task,
      Training training,
      Kernels kernels,
      RandomStream random,
      TrainingListener listener) {
    return train(model, task, training, kernels, random, listener, Checkpoints.NONE);
  }
}

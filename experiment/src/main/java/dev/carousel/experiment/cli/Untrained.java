package dev.carousel.experiment.cli;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Checkpoints;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Trainer;
import dev.carousel.train.Training;
import dev.carousel.train.TrainingListener;
import dev.carousel.train.TrainingResult;
import java.util.List;

/** Leaves models as they are. */
final class Untrained implements Trainer {
  @Override
  public TrainingResult train(
      Model model,
      PreparedTask task,
      Training training,
      Kernels kernels,
      RandomStream random,
      TrainingListener listener,
      Checkpoints checkpoints) {
    return new TrainingResult(List.of(), 0, true);
  }
}

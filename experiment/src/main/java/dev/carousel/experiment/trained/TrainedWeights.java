package dev.carousel.experiment.trained;

import dev.carousel.experiment.trial.TrialName;
import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightFile;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import java.nio.file.Path;

/** The weights of a trial, as its run has kept them. */
public final class TrainedWeights {
  private TrainedWeights() {}

  /**
   * Where a trial's weights are.
   *
   * @param run the run's folder
   * @param variant the trial's variant
   * @param seed the trial's seed
   * @return the file
   */
  public static Path file(Path run, String variant, long seed) {
    return run.resolve("checkpoints/" + TrialName.reported(variant, seed).file() + ".safetensors");
  }

  /**
   * Gives a model the weights of a file, all of them or, if it is refused, none.
   *
   * @param file a file of weights, see {@link #file}
   * @param model whose weights they are
   * @param kernels what the model computes with
   * @throws dev.carousel.data.InvalidDataException if there is no such file, or the tensors in it
   *     are not those of the model, by name and shape
   */
  public static void load(Path file, Model model, Kernels kernels) {
    WeightFile.load(file, model.parameters(), new OwnNaming(), kernels);
  }
}

package dev.carousel.experiment.trial;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightFile;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Weights that a trial begins with instead of those that its seed decides. They lie in the run's
 * folder, so that the run can be continued: {@code checkpoints/TRIAL.initial.safetensors}.
 */
public final class InitialWeights {
  private InitialWeights() {}

  /** The name of a trial's file in the run's folder. */
  static String file(TrialName trial) {
    return "checkpoints/" + trial.file() + ".initial.safetensors";
  }

  /**
   * Keeps the weights of a model as those that a trial begins with.
   *
   * @param folder the run's folder
   * @param trial the trial
   * @param model its model
   * @param kernels what the model computes with
   * @throws RunFolderException if they cannot be written
   */
  public static void write(RunFolder folder, TrialName trial, Model model, Kernels kernels) {
    folder.write(
        file(trial),
        file -> WeightFile.write(file, model.parameters(), new OwnNaming(), kernels, Map.of()));
  }

  /**
   * Gives a trial's model the weights that are kept for it, if there are any.
   *
   * @throws InvalidDataException if they are of another model
   */
  static void load(RunFolder folder, TrialName trial, Model model, Kernels kernels) {
    Path file = folder.resolve(file(trial));
    if (Files.exists(file)) {
      WeightFile.load(file, model.parameters(), new OwnNaming(), kernels);
    }
  }
}

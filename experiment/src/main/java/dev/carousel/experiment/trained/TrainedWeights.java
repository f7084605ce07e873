package dev.carousel.experiment.trained;

import dev.carousel.autograd.Parameter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
   * @throws InvalidDataException if there is no such file, or the tensors in it are not those of
   *     the model, by name and shape
   */
  public static void load(Path file, Model model, Kernels kernels) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException("no file '" + file + "', which should hold the weights");
    }
    Map<String, Safetensors.Values> tensors;
    try {
      tensors = new LinkedHashMap<>(Safetensors.read(file).tensors());
    } catch (IOException e) {
      throw new InvalidDataException("cannot read '" + file + "': " + e.getMessage(), e);
    }
    List<Runnable> writes = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      Safetensors.Values values = tensors.remove(parameter.name());
      if (values == null) {
        throw new InvalidDataException(
            "%s is of another model: it has no '%s'".formatted(file, parameter.name()));
      }
      if (!values.shape().equals(parameter.value().shape())) {
        throw new InvalidDataException(
            "%s is of another model: '%s' is %s there and %s in the model of the experiment"
                .formatted(file, parameter.name(), values.shape(), parameter.value().shape()));
      }
      writes.add(() -> kernels.write(parameter.value(), values.values()));
    }
    if (!tensors.isEmpty()) {
      throw new InvalidDataException(
          "%s is of another model: it has '%s', which the model of the experiment has not"
              .formatted(file, tensors.keySet().iterator().next()));
    }
    writes.forEach(Runnable::run);
  }
}

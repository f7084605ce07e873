package dev.carousel.experiment.trial;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.train.Assets;
import dev.carousel.train.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The assets of tasks in a run's folder: those of the experiment's own task are {@code
 * assets/NAME}, those of a variant with another task {@code assets/VARIANT/NAME}. What a task
 * concludes from a trial's model is {@code checkpoints/TRIAL/NAME}.
 */
public final class RunAssets {
  static final String FOLDER = "assets";

  private RunAssets() {}

  /**
   * Where the assets of a variant's task are.
   *
   * @param own the experiment's own task
   * @param variant the variant
   * @return the name of a folder in the run's folder
   */
  private static String folder(Task own, VariantSetup variant) {
    return variant.task().equals(own) ? FOLDER : FOLDER + "/" + variant.name();
  }

  /**
   * Writes the assets of all variants' tasks.
   *
   * @param plan has the tasks' data
   * @param run the run's folder
   */
  public static void write(Plan plan, RunFolder run) {
    Task own = plan.filled().experiment().task();
    Map<String, Assets> assets = new TreeMap<>();
    for (PlannedVariant variant : plan.variants()) {
      assets.computeIfAbsent(folder(own, variant.setup()), name -> variant.task().assets());
    }
    assets.forEach((folder, each) -> write(each, run, folder));
  }

  private static void write(Assets assets, RunFolder run, String folder) {
    assets.files().forEach((name, text) -> run.write(folder + "/" + name, text));
  }

  private static String folder(TrialName trial) {
    return "checkpoints/" + trial.file();
  }

  /**
   * Writes what a task concludes from a trial's model.
   *
   * @param trial the trial
   * @param conclusions what it concludes
   * @param run the run's folder
   */
  static void writeConclusions(TrialName trial, Assets conclusions, RunFolder run) {
    write(conclusions, run, folder(trial));
  }

  /**
   * Reads what a task has concluded from a trial's model.
   *
   * @param run the run's folder
   * @param trial the trial
   * @return the conclusions; none if there are none
   * @throws InvalidDataException if they cannot be read
   */
  public static Assets conclusions(Path run, TrialName trial) {
    return read(run.resolve(folder(trial)));
  }

  /**
   * Reads the assets of a variant's task.
   *
   * @param run the run's folder
   * @param own the experiment's own task
   * @param variant the variant
   * @return its assets; none if there are none
   * @throws InvalidDataException if they cannot be read
   */
  public static Assets read(Path run, Task own, VariantSetup variant) {
    return read(run.resolve(folder(own, variant)));
  }

  private static Assets read(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Assets.NONE;
    }
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> listed = Files.list(folder)) {
      List<Path> assets = listed.filter(Files::isRegularFile).toList();
      for (Path file : assets) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new InvalidDataException("cannot read '%s': %s".formatted(folder, e), e);
    }
    return new Assets(files);
  }
}

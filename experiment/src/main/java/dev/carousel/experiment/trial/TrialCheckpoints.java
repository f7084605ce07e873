package dev.carousel.experiment.trial;

import dev.carousel.checkpoint.CheckpointFile;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Checkpoints;
import dev.carousel.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The checkpoints of one trial under way: one file in the run's folder, replaced whenever writing
 * it is worth its time, and removed when the trial's result stands in the results.
 */
final class TrialCheckpoints implements Checkpoints {
  /** At most this part of the time goes into checkpoints. */
  private static final int ONE_IN = 50;

  private static final long SOONEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RunFolder folder;
  private final String file;
  private final Kernels kernels;
  private final Map<String, String> labels;
  private final int pause;
  private Optional<TrainingState> latest;
  private long next;

  /**
   * The checkpoints of a trial.
   *
   * @param folder where they are
   * @param trial which trial
   * @param kernels make the tensors
   * @param pause after which epoch to put training off
   */
  TrialCheckpoints(RunFolder folder, TrialName trial, Kernels kernels, int pause) {
    this.folder = folder;
    this.file = file(trial);
    this.kernels = kernels;
    this.labels = Map.copyOf(trial.labels());
    this.pause = pause;
    this.next = System.nanoTime() + SOONEST_NANOS;
  }

  /** The name of a trial's file in the run's folder. */
  static String file(TrialName trial) {
    return "checkpoints/" + trial.file() + ".partial.safetensors";
  }

  /**
   * Reads the file, the first time that it is asked for.
   *
   * @throws dev.carousel.data.InvalidDataException if the file cannot be used
   */
  @Override
  public Optional<TrainingState> latest() {
    if (latest == null) {
      Path path = folder.resolve(file);
      try {
        latest =
            Files.exists(path)
                ? Optional.of(CheckpointFile.read(path, kernels, labels))
                : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + path, e);
      }
    }
    return latest;
  }

  @Override
  public boolean due() {
    return System.nanoTime() - next >= 0;
  }

  @Override
  public void keep(TrainingState state) {
    long start = System.nanoTime();
    folder.write(file, path -> CheckpointFile.write(path, state, kernels, labels));
    long end = System.nanoTime();
    next = end + Math.max(SOONEST_NANOS, ONE_IN * (end - start));
  }

  @Override
  public boolean pausesAfter(int epoch) {
    return epoch >= pause;
  }
}

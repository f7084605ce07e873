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
import java.util.function.LongSupplier;

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
  private final LongSupplier clock;
  private Optional<TrainingState> latest;
  private long next;

  /**
   * @param file its name in the folder
   * @param labels what the trial is, which a file that is read must say too
   * @param pause after which epoch to put training off
   * @param clock nanoseconds
   */
  private TrialCheckpoints(
      RunFolder folder,
      String file,
      Kernels kernels,
      Map<String, String> labels,
      int pause,
      LongSupplier clock) {
    this.folder = folder;
    this.file = file;
    this.kernels = kernels;
    this.labels = Map.copyOf(labels);
    this.pause = pause;
    this.clock = clock;
    this.next = clock.getAsLong() + SOONEST_NANOS;
  }

  /**
   * The checkpoints of a trial.
   *
   * @param folder where they are
   * @param trial which trial
   * @param kernels make the tensors
   * @param pause after which epoch to put training off
   */
  static TrialCheckpoints of(RunFolder folder, TrialName trial, Kernels kernels, int pause) {
    return new TrialCheckpoints(
        folder, file(trial), kernels, trial.labels(), pause, System::nanoTime);
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
    return clock.getAsLong() >= next;
  }

  @Override
  public void keep(TrainingState state) {
    long start = clock.getAsLong();
    folder.write(file, path -> CheckpointFile.write(path, state, kernels, labels));
    long end = clock.getAsLong();
    next = end + Math.max(SOONEST_NANOS, ONE_IN * (end - start));
  }

  @Override
  public boolean pausesAfter(int epoch) {
    return epoch >= pause;
  }

  /** Removes the file, if there is one. */
  void remove() {
    folder.remove(file);
  }
}

package dev.carousel.experiment.trial;

import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightFile;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Checkpoints;
import dev.carousel.train.Model;
import dev.carousel.train.TrainingListener;
import dev.carousel.train.TrainingState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Runs single trials in a folder, which need not be that of their run: what a trial begins with is
 * found there, and what it leaves is written there. Safe for use by several threads.
 */
public final class TrialWork {
  private final String experiment;
  private final RunFolder folder;
  private final TrialRunner runner;
  private final Kernels kernels;
  private final Runnable pulse;

  /**
   * Work in a folder.
   *
   * @param experiment the experiment's name, for the weights' files
   * @param folder holds checkpoints and initial weights, if there are any
   * @param runner runs a trial
   * @param kernels what models compute with
   * @param pulse called after every mini-batch and epoch; whatever it throws as an {@link
   *     AbandonedException} gives the trial up
   */
  public TrialWork(
      String experiment, RunFolder folder, TrialRunner runner, Kernels kernels, Runnable pulse) {
    this.experiment = experiment;
    this.folder = folder;
    this.runner = runner;
    this.kernels = kernels;
    this.pulse = pulse;
  }

  /**
   * The files that a trial begins with, as far as there are any.
   *
   * @param trial which trial
   * @return their names in the run's folder
   */
  public static List<String> beginnings(TrialName trial) {
    return List.of(TrialCheckpoints.file(trial), InitialWeights.file(trial));
  }

  /**
   * Runs a trial, to its end or until it is put off. Whatever goes wrong in it becomes its result.
   *
   * @param order which trial
   * @param started hears how many of its epochs are done when it starts
   * @param listener hears of every epoch after these
   * @return what became of it
   * @throws RunFolderException if something cannot be written
   * @throws AbandonedException if the trial is given up
   */
  public TrialEnd run(TrialOrder order, IntConsumer started, TrainingListener listener) {
    TrialName trial = order.name();
    Checkpoints checkpoints =
        new Pulsing(new TrialCheckpoints(folder, trial, kernels, order.pause()));
    started.accept(checkpoints.latest().map(state -> state.epochs().size()).orElse(0));
    if (trial.search().isPresent()) {
      return runner.search(order.variant(), trial.seed(), listener, checkpoints);
    }
    return runner.run(
        order.variant(),
        trial.seed(),
        model -> InitialWeights.load(folder, trial, model, kernels),
        listener,
        checkpoints,
        (model, conclusions, exhibits) -> {
          RunAssets.writeConclusions(trial, conclusions, folder);
          if (order.exhibited()) {
            RunExhibits.write(trial, exhibits.get(), folder);
          }
          keepWeights(order.variant(), trial, model);
        });
  }

  private void keepWeights(PlannedVariant variant, TrialName trial, Model model) {
    Map<String, String> metadata =
        Map.of(
            "experiment", experiment,
            "variant", trial.variant(),
            "cell", variant.setup().cell(),
            "seed", Long.toString(trial.seed()));
    folder.write(
        "checkpoints/" + trial.file() + ".safetensors",
        file -> WeightFile.write(file, model.parameters(), new OwnNaming(), kernels, metadata));
  }

  /** A trial's checkpoints, with a pulse whenever training asks whether one is due. */
  private final class Pulsing implements Checkpoints {
    private final Checkpoints kept;

    Pulsing(Checkpoints kept) {
      this.kept = kept;
    }

    @Override
    public Optional<TrainingState> latest() {
      return kept.latest();
    }

    @Override
    public boolean due() {
      pulse.run();
      return kept.due();
    }

    @Override
    public void keep(TrainingState state) {
      kept.keep(state);
    }

    @Override
    public boolean pausesAfter(int epoch) {
      return kept.pausesAfter(epoch);
    }
  }
}

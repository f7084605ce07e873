package dev.carousel.experiment.trial;

import dev.carousel.exhibit.Exhibit;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Assets;
import dev.carousel.train.Checkpoints;
import dev.carousel.train.DivergedException;
import dev.carousel.train.Epoch;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Split;
import dev.carousel.train.Trainer;
import dev.carousel.train.TrainingListener;
import dev.carousel.train.TrainingResult;
import dev.carousel.train.TrainingState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One trial: (variant, seed) to result. It depends on nothing else and changes nothing else, so
 * trials may run anywhere, in any order and at the same time.
 */
public final class TrialRunner {
  private final Kernels kernels;
  private final Trainer trainer;

  /**
   * A runner.
   *
   * @param kernels what models compute with
   * @param trainer fits them
   */
  public TrialRunner(Kernels kernels, Trainer trainer) {
    this.kernels = kernels;
    this.trainer = trainer;
  }

  /** What to do with a trained model. */
  @FunctionalInterface
  public interface Keeper {
    /**
     * Keeps the model's weights and what follows from them.
     *
     * @param model holds the best weights
     * @param conclusions what the task concludes from the model
     * @param exhibits makes what the task shows of the model, when it is asked for
     * @throws Exception if it cannot; the trial fails
     */
    void keep(Model model, Assets conclusions, Supplier<List<Exhibit>> exhibits) throws Exception;
  }

  /**
   * Runs a trial to its end. Whatever goes wrong in it becomes its result.
   *
   * @param variant the variant
   * @param seed decides the initial weights, the order of the data and the dropout
   * @param beginning may give the model other weights to begin with
   * @param listener hears of every epoch
   * @param checkpoints where to go on from, and where its state is kept
   * @param keeper takes the model with its best weights
   * @return what became of it
   * @throws RunFolderException if something cannot be written
   * @throws AbandonedException if the trial is given up
   */
  TrialEnd run(
      PlannedVariant variant,
      long seed,
      Consumer<Model> beginning,
      TrainingListener listener,
      Checkpoints checkpoints,
      Keeper keeper) {
    return guarded(
        seed,
        listener,
        checkpoints,
        (heard, seconds) -> {
          Model model = model(variant, seed);
          beginning.accept(model);
          TrainingResult training = train(model, variant, seed, heard, checkpoints);
          Predictor predictor = EpochTrainer.predictor(model, kernels);
          Map<Split, Map<String, Double>> metrics = new EnumMap<>(Split.class);
          int batchSize = variant.setup().training().batchSize();
          for (Split split : Split.values()) {
            metrics.put(split, variant.task().evaluate(split, predictor, batchSize));
          }
          // What is kept of some trials only does not count as their time.
          TrialResult result = result(seed, metrics, training, seconds);
          keeper.keep(
              model,
              variant.task().conclusions(predictor, batchSize),
              () -> variant.task().exhibits(predictor, batchSize));
          return new TrialEnd(result, TrialEnd.How.FINISHED);
        });
  }

  /**
   * Runs a trial of a search, to its end or until it is put off. Only the validation part is looked
   * at. Whatever goes wrong in it becomes its result.
   *
   * @param variant the variant with the values that are tried
   * @param seed decides the initial weights, the order of the data and the dropout
   * @param listener hears of every epoch
   * @param checkpoints where to go on from, where its state is kept, and when to put it off
   * @return what became of it
   * @throws RunFolderException if something cannot be written
   * @throws AbandonedException if the trial is given up
   */
  TrialEnd search(
      PlannedVariant variant, long seed, TrainingListener listener, Checkpoints checkpoints) {
    return guarded(
        seed,
        listener,
        checkpoints,
        (heard, seconds) -> {
          TrainingResult training = train(model(variant, seed), variant, seed, heard, checkpoints);
          Epoch best = training.epochs().get(training.bestEpoch() - 1);
          return new TrialEnd(
              result(seed, Map.of(Split.VALID, best.valid()), training, seconds),
              training.finished() ? TrialEnd.How.FINISHED : TrialEnd.How.PAUSED);
        });
  }

  private Model model(PlannedVariant variant, long seed) {
    return variant
        .setup()
        .model()
        .build(variant.task().signature(), kernels, new RandomStream(seed).derive("weights"));
  }

  private TrainingResult train(
      Model model,
      PlannedVariant variant,
      long seed,
      TrainingListener listener,
      Checkpoints checkpoints) {
    return trainer.train(
        model,
        variant.task(),
        variant.setup().training(),
        kernels,
        new RandomStream(seed).derive("training"),
        listener,
        checkpoints);
  }

  private static TrialResult result(
      long seed,
      Map<Split, Map<String, Double>> metrics,
      TrainingResult training,
      DoubleSupplier seconds) {
    return new TrialResult(
        seed,
        Optional.empty(),
        metrics,
        training.epochs().size(),
        training.bestEpoch(),
        seconds.getAsDouble());
  }

  private interface Body {
    TrialEnd run(TrainingListener listener, DoubleSupplier seconds) throws Exception;
  }

  /** Runs a trial's body, and makes a result of whatever goes wrong in it. */
  private static TrialEnd guarded(
      long seed, TrainingListener listener, Checkpoints checkpoints, Body body) {
    long start = System.nanoTime();
    Optional<TrainingState> latest = checkpoints.latest();
    double earlier = latest.map(TrainingState::totalSeconds).orElse(0.0);
    DoubleSupplier seconds =
        () -> earlier + (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    int[] epochs = {latest.map(state -> state.epochs().size()).orElse(0)};
    try {
      return body.run(
          epoch -> {
            epochs[0] = epoch.epoch();
            listener.epochEnded(epoch);
          },
          seconds);
    } catch (RunFolderException | AbandonedException e) {
      throw e;
    } catch (DivergedException e) {
      return new TrialEnd(failed(seed, e.getMessage(), epochs[0], seconds), TrialEnd.How.DIVERGED);
    } catch (Exception | LinkageError | VirtualMachineError | AssertionError e) {
      return new TrialEnd(failed(seed, e.toString(), epochs[0], seconds), TrialEnd.How.BROKEN);
    }
  }

  private static TrialResult failed(long seed, String reason, int epochs, DoubleSupplier seconds) {
    return new TrialResult(seed, Optional.of(reason), Map.of(), epochs, 0, seconds.getAsDouble());
  }
}

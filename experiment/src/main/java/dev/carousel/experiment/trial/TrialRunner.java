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
   * @return done or failed
   * @throws RunFolderException if something cannot be written
   */
  public TrialResult run(
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
          return result;
        });
  }

  /** What a trial of a search came to, and whether it has been trained to its end. */
  record Searched(TrialResult result, boolean finished) {}

  /**
   * Runs a trial of a search, to its end or until it is put off. Only the validation part is looked
   * at. Whatever goes wrong in it becomes its result.
   *
   * @param variant the variant with the values that are tried
   * @param seed decides the initial weights, the order of the data and the dropout
   * @param listener hears of every epoch
   * @param checkpoints where to go on from, where its state is kept, and when to put it off
   * @return done or failed
   * @throws RunFolderException if something cannot be written
   */
  Searched search(
      PlannedVariant variant, long seed, TrainingListener listener, Checkpoints checkpoints) {
    boolean[] finished = {true};
    TrialResult result =
        guarded(
            seed,
            listener,
            checkpoints,
            (heard, seconds) -> {
              TrainingResult training =
                  train(model(variant, seed), variant, seed, heard, checkpoints);
              finished[0] = training.finished();
              Epoch best = training.epochs().get(training.bestEpoch() - 1);
              return result(seed, Map.of(Split.VALID, best.valid()), training, seconds);
            });
    return new Searched(result, finished[0]);
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
    TrialResult run(TrainingListener listener, DoubleSupplier seconds) throws Exception;
  }

  /** Runs a trial's body, and makes a result of whatever goes wrong in it. */
  private static TrialResult guarded(
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
    } catch (RunFolderException e) {
      throw e;
    } catch (Exception | LinkageError | VirtualMachineError | AssertionError e) {
      return new TrialResult(
          seed, Optional.of(reason(e)), Map.of(), epochs[0], 0, seconds.getAsDouble());
    }
  }

  private static String reason(Throwable e) {
    return e instanceof DivergedException ? e.getMessage() : e.toString();
  }
}

package dev.carousel.experiment.trial;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.DivergedException;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Split;
import dev.carousel.train.Trainer;
import dev.carousel.train.TrainingListener;
import dev.carousel.train.TrainingResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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
     * Keeps the model's weights.
     *
     * @param model holds the best weights
     * @throws Exception if it cannot; the trial fails
     */
    void keep(Model model) throws Exception;
  }

  /**
   * Runs a trial. Whatever goes wrong in it becomes its result.
   *
   * @param variant the variant
   * @param seed decides the initial weights, the order of the data and the dropout
   * @param listener hears of every epoch
   * @param keeper takes the model with its best weights
   * @return done or failed
   */
  public TrialResult run(
      PlannedVariant variant, long seed, TrainingListener listener, Keeper keeper) {
    long start = System.nanoTime();
    int[] epochs = new int[1];
    try {
      RandomStream random = new RandomStream(seed);
      Model model =
          variant
              .setup()
              .model()
              .build(variant.task().signature(), kernels, random.derive("weights"));
      TrainingResult training =
          trainer.train(
              model,
              variant.task(),
              variant.setup().training(),
              kernels,
              random.derive("training"),
              epoch -> {
                epochs[0] = epoch.epoch();
                listener.epochEnded(epoch);
              });
      Predictor predictor = EpochTrainer.predictor(model, kernels);
      Map<Split, Map<String, Double>> metrics = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        int batchSize = variant.setup().training().batchSize();
        metrics.put(split, variant.task().evaluate(split, predictor, batchSize));
      }
      keeper.keep(model);
      return new TrialResult(
          seed,
          Optional.empty(),
          metrics,
          training.epochs().size(),
          training.bestEpoch(),
          secondsSince(start));
    } catch (Exception | LinkageError | VirtualMachineError | AssertionError e) {
      return new TrialResult(
          seed, Optional.of(reason(e)), Map.of(), epochs[0], 0, secondsSince(start));
    }
  }

  private static String reason(Throwable e) {
    return e instanceof DivergedException ? e.getMessage() : e.toString();
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}

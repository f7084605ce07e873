package dev.carousel.train;

import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.decode.NextTokens;
import dev.carousel.decode.NextValues;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workspace;
import java.util.Optional;

/**
 * Training by epochs: mini-batch steps with clipping, a validation after every epoch, and in the
 * end the weights of the epoch whose deciding metric was best. It ends early when that metric has
 * not improved for as many epochs as the settings have patience.
 */
public final class EpochTrainer implements Trainer {
  /** A trainer; it has no state. */
  public EpochTrainer() {}

  @Override
  public TrainingResult train(
      Model model,
      PreparedTask task,
      Training training,
      Kernels kernels,
      RandomStream random,
      TrainingListener listener,
      Checkpoints checkpoints) {
    TrainingRun run = new TrainingRun(model, task, training, kernels, random, checkpoints);
    checkpoints.latest().ifPresent(run::restore);
    return run.epochs(listener);
  }

  /**
   * A model as evaluations see it.
   *
   * @param model the model
   * @param kernels what it computes with
   * @return a predictor without dropout
   */
  public static Predictor predictor(Model model, Kernels kernels) {
    Workspace workspace = new Workspace(kernels);
    return new Predictor() {
      @Override
      public float[] predict(Batch batch) {
        workspace.release();
        return kernels.toArray(model.outputs(Tape.prediction(workspace), batch).value());
      }

      @Override
      public NextTokens decoding(Batch source) {
        return model.decoding(source, kernels);
      }

      @Override
      public Optional<NextValues> stepping(Batch batch) {
        return model.stepping(batch, kernels);
      }
    };
  }
}

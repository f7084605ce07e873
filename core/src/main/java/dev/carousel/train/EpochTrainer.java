package dev.carousel.train;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.optim.Clipping;
import dev.carousel.optim.Updates;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
      TrainingListener listener) {
    return new Run(model, task, training, kernels, random).epochs(listener);
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
    return batch -> {
      workspace.release();
      return kernels.toArray(model.outputs(Tape.prediction(workspace), batch).value());
    };
  }

  private static final class Run {
    private final Model model;
    private final PreparedTask task;
    private final Training training;
    private final Kernels kernels;
    private final Workspace workspace;
    private final RandomStream order;
    private final RandomStream dropout;
    private final List<Parameter> parameters;
    private final Map<String, float[]> bestWeights = new HashMap<>();
    private long steps;

    Run(Model model, PreparedTask task, Training training, Kernels kernels, RandomStream random) {
      this.model = model;
      this.task = task;
      this.training = training;
      this.kernels = kernels;
      this.workspace = new Workspace(kernels);
      this.order = random.derive("order");
      this.dropout = random.derive("dropout");
      this.parameters = model.parameters();
    }

    TrainingResult epochs(TrainingListener listener) {
      Updates updates = training.optimizer().start(kernels, parameters);
      Metric deciding = task.metrics().get(0);
      List<Epoch> epochs = new ArrayList<>();
      List<Double> history = new ArrayList<>();
      double best = Double.POSITIVE_INFINITY;
      int bestEpoch = 0;
      for (int e = 0; e < training.epochs(); e++) {
        final long start = System.nanoTime();
        double rate =
            training.optimizer().learningRate()
                * training.schedule().factor(e, training.epochs(), history);
        double loss = epoch(e + 1, rate, updates);
        Map<String, Double> valid =
            task.evaluate(Split.VALID, predictor(model, kernels), training.batchSize());
        Double metric = valid.get(deciding.name());
        if (metric == null) {
          throw new IllegalStateException(
              "the task gives no value for its deciding metric '"
                  + deciding.name()
                  + "', only for "
                  + valid.keySet());
        }
        if (Double.isNaN(metric)) {
          throw new DivergedException(
              "the validation metric '%s' is not a number after epoch %d"
                  .formatted(deciding.name(), e + 1));
        }
        double cost = deciding.lowerIsBetter() ? metric : -metric;
        history.add(cost);
        boolean better = cost < best || e == 0;
        if (better) {
          best = cost;
          bestEpoch = e + 1;
          saveWeights();
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        Epoch epoch = new Epoch(e + 1, rate, loss, valid, better, seconds);
        epochs.add(epoch);
        listener.epochEnded(epoch);
        if (training.patience().isPresent()
            && e + 1 - bestEpoch >= training.patience().getAsInt()) {
          break;
        }
      }
      restoreWeights();
      return new TrainingResult(epochs, bestEpoch);
    }

    /** One pass over the training data; returns the mean loss of its batches. */
    private double epoch(int epoch, double rate, Updates updates) {
      double sum = 0;
      int batches = 0;
      for (Batch batch : task.trainingBatches(training.batchSize(), order)) {
        steps++;
        for (Parameter parameter : parameters) {
          kernels.fill(parameter.gradient(), 0);
        }
        workspace.release();
        Tape tape = Tape.training(workspace, dropout);
        Variable loss = task.loss().of(model.outputs(tape, batch), batch.targets());
        float value = kernels.toArray(loss.value())[0];
        if (!Float.isFinite(value)) {
          throw diverged("the loss is " + value, epoch);
        }
        tape.backward(loss);
        updates.step(rate, clipping(epoch));
        sum += value;
        batches++;
      }
      if (batches == 0) {
        throw new InvalidDataException("there is no training batch; the training part is empty");
      }
      return sum / batches;
    }

    /** Cuts gradients to the value allowed; returns the factor for the norm allowed. */
    private double clipping(int epoch) {
      double norm = Clipping.globalNorm(kernels, parameters);
      if (!Double.isFinite(norm)) {
        for (Parameter parameter : parameters) {
          if (!Double.isFinite(kernels.sumOfSquares(parameter.gradient()))) {
            throw diverged("the gradient of '" + parameter.name() + "' is not finite", epoch);
          }
        }
        throw diverged("the norm of the gradients is not finite", epoch);
      }
      training.clipValue().ifPresent(limit -> Clipping.byValue(kernels, parameters, limit));
      if (training.clipNorm().isEmpty()) {
        return 1;
      }
      double now =
          training.clipValue().isPresent() ? Clipping.globalNorm(kernels, parameters) : norm;
      return Clipping.factor(now, training.clipNorm().getAsDouble());
    }

    private DivergedException diverged(String what, int epoch) {
      return new DivergedException(
          "training diverged: %s at step %d, in epoch %d; try a smaller learningRate or clipNorm"
              .formatted(what, steps, epoch));
    }

    private void saveWeights() {
      for (Parameter parameter : parameters) {
        kernels.read(
            parameter.value(),
            bestWeights.computeIfAbsent(
                parameter.name(), name -> new float[parameter.value().shape().elements()]));
      }
    }

    private void restoreWeights() {
      for (Parameter parameter : parameters) {
        kernels.write(parameter.value(), bestWeights.get(parameter.name()));
      }
    }
  }
}

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
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One training under way. */
final class TrainingRun {
  private static final String CARRIED = "carried.";

  private final Model model;
  private final PreparedTask task;
  private final Training training;
  private final Kernels kernels;
  private final Workspace workspace;
  private final Checkpoints checkpoints;
  private final Updates updates;
  private final Metric deciding;
  private final List<Parameter> parameters;
  private final List<Epoch> epochs = new ArrayList<>();
  // The deciding metric of every epoch, made so that smaller is better.
  private final List<Double> costs = new ArrayList<>();
  private final Map<String, Tensor> bestWeights = new LinkedHashMap<>();
  private int bestEpoch;
  private RandomStream order;
  private RandomStream dropout;
  private long steps;
  // The epoch under way.
  private long orderAtStart;
  private int batches;
  private double lossSum;
  private long tokens;
  private double earlierSeconds;
  private long start;

  TrainingRun(
      Model model,
      PreparedTask task,
      Training training,
      Kernels kernels,
      RandomStream random,
      Checkpoints checkpoints) {
    this.model = model;
    this.task = task;
    this.training = training;
    this.kernels = kernels;
    this.workspace = new Workspace(kernels);
    this.checkpoints = checkpoints;
    this.order = random.derive("order");
    this.dropout = random.derive("dropout");
    this.orderAtStart = order.state();
    this.deciding = task.metrics().get(0);
    this.parameters = model.parameters();
    this.updates = training.optimizer().start(kernels, parameters);
  }

  TrainingResult epochs(TrainingListener listener) {
    start = System.nanoTime();
    while (epochs.size() < training.epochs() && !isOutOfPatience()) {
      if (!epochs.isEmpty() && checkpoints.pausesAfter(epochs.size())) {
        checkpoints.keep(state());
        return new TrainingResult(epochs, bestEpoch, false);
      }
      double rate =
          training.optimizer().learningRate()
              * training.schedule().factor(epochs.size(), training.epochs(), costs);
      trainOneEpoch(rate);
      Epoch epoch = ended(rate, validated());
      listener.epochEnded(epoch);
      keepIfDue();
    }
    for (Parameter parameter : parameters) {
      copy(bestWeights.get(parameter.name()), parameter.value());
    }
    return new TrainingResult(epochs, bestEpoch, true);
  }

  private boolean isOutOfPatience() {
    return training.patience().isPresent()
        && epochs.size() - bestEpoch >= training.patience().getAsInt();
  }

  /** One pass over the training data, or over what is left of it. */
  private void trainOneEpoch(double rate) {
    int skipped = batches;
    for (Batch batch : task.trainingBatches(training.batchSize(), order)) {
      if (skipped > 0) {
        skipped--;
        continue;
      }
      lossSum += trainOn(batch, rate);
      tokens += batch.tokens();
      batches++;
      keepIfDue();
    }
    if (batches == 0) {
      throw new InvalidDataException("there is no training batch; the training part is empty");
    }
  }

  /** One step of training; returns the loss. */
  private float trainOn(Batch batch, double rate) {
    steps++;
    for (Parameter parameter : parameters) {
      kernels.fill(parameter.gradient(), 0);
    }
    workspace.release();
    Tape tape = Tape.training(workspace, dropout);
    Variable loss = model.loss(tape, batch, task.loss());
    float value = kernels.toArray(loss.value())[0];
    if (!Float.isFinite(value)) {
      throw diverged("the loss is " + value);
    }
    tape.backward(loss);
    updates.step(rate, clipping());
    return value;
  }

  private Map<String, Double> validated() {
    Map<String, Double> valid =
        task.evaluate(Split.VALID, EpochTrainer.predictor(model, kernels), training.batchSize());
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
              .formatted(deciding.name(), epochs.size() + 1));
    }
    return valid;
  }

  /** Notes what the epoch came to, and makes ready for the next. */
  private Epoch ended(double rate, Map<String, Double> valid) {
    boolean best = isBest(cost(valid));
    if (best) {
      for (Parameter parameter : parameters) {
        Tensor kept =
            bestWeights.computeIfAbsent(
                parameter.name(), name -> kernels.allocate(parameter.value().shape()));
        copy(parameter.value(), kept);
      }
    }
    Epoch epoch =
        new Epoch(epochs.size() + 1, rate, lossSum / batches, valid, tokens, best, secondsSoFar());
    note(epoch);
    orderAtStart = order.state();
    batches = 0;
    lossSum = 0;
    tokens = 0;
    earlierSeconds = 0;
    start = System.nanoTime();
    return epoch;
  }

  private void note(Epoch epoch) {
    epochs.add(epoch);
    costs.add(cost(epoch.valid()));
    if (epoch.best()) {
      bestEpoch = epoch.epoch();
    }
  }

  private double cost(Map<String, Double> valid) {
    double metric = valid.get(deciding.name());
    return deciding.lowerIsBetter() ? metric : -metric;
  }

  private boolean isBest(double cost) {
    return bestEpoch == 0 || cost < costs.get(bestEpoch - 1);
  }

  private double secondsSoFar() {
    return earlierSeconds + (System.nanoTime() - start) * 1e-9;
  }

  private void keepIfDue() {
    if (checkpoints.due()) {
      checkpoints.keep(state());
    }
  }

  private TrainingState state() {
    return new TrainingState(
        epochs,
        batches,
        lossSum,
        tokens,
        secondsSoFar(),
        steps,
        orderAtStart,
        dropout.state(),
        tensors());
  }

  /** Every tensor that training changes, by its name in a {@link TrainingState}. */
  private Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.forEach(parameter -> tensors.put("weights." + parameter.name(), parameter.value()));
    bestWeights.forEach((name, tensor) -> tensors.put("best." + name, tensor));
    updates.state().forEach((name, tensor) -> tensors.put("optimizer." + name, tensor));
    List<Tensor> carried = model.carried();
    for (int i = 0; i < carried.size(); i++) {
      tensors.put(CARRIED + i, carried.get(i));
    }
    return tensors;
  }

  /**
   * Takes over a state that was kept.
   *
   * @throws InvalidDataException if it is not one of this model and optimizer
   */
  void restore(TrainingState state) {
    state.epochs().forEach(this::note);
    if (bestEpoch > 0) {
      parameters.forEach(
          parameter ->
              bestWeights.put(parameter.name(), kernels.allocate(parameter.value().shape())));
    }
    Map<String, Tensor> given = new LinkedHashMap<>(state.tensors());
    List<Tensor> carried = new ArrayList<>();
    for (int i = 0; given.containsKey(CARRIED + i); i++) {
      carried.add(given.remove(CARRIED + i));
    }
    Map<String, Tensor> own = tensors();
    if (!own.keySet().equals(given.keySet())) {
      Set<String> different = new TreeSet<>(own.keySet());
      different.addAll(given.keySet());
      different.removeIf(name -> own.containsKey(name) && given.containsKey(name));
      throw new InvalidDataException(
          "the checkpoint is of another model or optimizer: only one of them has "
              + String.join(", ", different));
    }
    own.forEach(
        (name, tensor) -> {
          Shape shape = given.get(name).shape();
          if (!shape.equals(tensor.shape())) {
            throw new InvalidDataException(
                "the checkpoint is of another model: '%s' is %s there and %s here"
                    .formatted(name, shape, tensor.shape()));
          }
        });
    own.forEach((name, tensor) -> copy(given.get(name), tensor));
    model.carry(carried);
    batches = state.batches();
    lossSum = state.lossSum();
    tokens = state.tokens();
    earlierSeconds = state.seconds();
    steps = state.steps();
    orderAtStart = state.order();
    order = new RandomStream(state.order());
    dropout = new RandomStream(state.dropout());
  }

  private void copy(Tensor from, Tensor to) {
    kernels.copy(from, 0, 0, to, 0, 0, to.rows(), to.columns(), false);
  }

  /** Cuts gradients to the value allowed; returns the factor for the norm allowed. */
  private double clipping() {
    double norm = Clipping.globalNorm(kernels, parameters);
    if (!Double.isFinite(norm)) {
      for (Parameter parameter : parameters) {
        if (!Double.isFinite(kernels.sumOfSquares(parameter.gradient()))) {
          throw diverged("the gradient of '" + parameter.name() + "' is not finite");
        }
      }
      throw diverged("the norm of the gradients is not finite");
    }
    training.clipValue().ifPresent(limit -> Clipping.byValue(kernels, parameters, limit));
    if (training.clipNorm().isEmpty()) {
      return 1;
    }
    double now = training.clipValue().isPresent() ? Clipping.globalNorm(kernels, parameters) : norm;
    return Clipping.factor(now, training.clipNorm().getAsDouble());
  }

  private DivergedException diverged(String what) {
    return new DivergedException(
        "training diverged: %s at step %d, in epoch %d; try a smaller learningRate or clipNorm"
            .formatted(what, steps, epochs.size() + 1));
  }
}

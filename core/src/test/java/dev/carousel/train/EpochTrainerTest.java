package dev.carousel.train;

import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.sqrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.expression.Functions;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.optim.ExponentialSchedule;
import dev.carousel.optim.Optimizer;
import dev.carousel.optim.PlateauSchedule;
import dev.carousel.optim.Schedule;
import dev.carousel.optim.Sgd;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochTrainerTest {
  private static final OptionalDouble UNLIMITED = OptionalDouble.empty();
  private static final OptionalInt ALL_EPOCHS = OptionalInt.empty();

  private final Kernels kernels = new EjmlKernels();

  /** y = x ∘ w: one weight, one row a sequence, one step. */
  private final class Scaling implements Model {
    final Parameter weight;

    Scaling(float initial) {
      weight = new Parameter("w", kernels.tensor(new float[] {initial}, 1, 1), kernels.zeros(1, 1));
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(weight);
    }

    @Override
    public Variable outputs(Tape tape, Batch batch) {
      return Elementwise.times(input(tape, batch), tape.parameter(weight));
    }

    float value() {
      return kernels.toArray(weight.value())[0];
    }
  }

  private Variable input(Tape tape, Batch batch) {
    float[] values = ((Inputs.Features) batch.inputs()).values();
    return tape.constant(kernels.tensor(values, values.length, 1));
  }

  /** A batch of one-step sequences with one feature and one target each. */
  private static Batch batch(float[] inputs, float... targets) {
    int[] lengths = new int[inputs.length];
    Arrays.fill(lengths, 1);
    return new Batch(
        1,
        inputs.length,
        lengths,
        new Inputs.Features(1, inputs),
        new Targets.Values(1, targets, null),
        false);
  }

  /**
   * A task of given batches.
   *
   * @param epochs the batches of an epoch
   * @param metric what a predictor comes to on the validation part
   */
  private record Given(
      Function<RandomStream, List<Batch>> epochs,
      Loss loss,
      Metric deciding,
      Function<Predictor, Double> metric)
      implements PreparedTask {
    @Override
    public Signature signature() {
      return new Signature(new Signature.Features(1), 1, false);
    }

    @Override
    public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
      return epochs.apply(random);
    }

    @Override
    public List<Metric> metrics() {
      return List.of(deciding, new Metric("other", true));
    }

    @Override
    public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
      return Map.of(deciding.name(), metric.apply(predictor), "other", -1.0);
    }

    @Override
    public List<Baseline> baselines() {
      return List.of();
    }

    @Override
    public List<Path> files() {
      return List.of();
    }
  }

  private static final Metric ERROR = new Metric("error", true);

  /** The same batches every epoch, in an order of the stream's choice. */
  private static Function<RandomStream, List<Batch>> shuffled(Batch... batches) {
    return random -> {
      int[] order = IntStream.range(0, batches.length).toArray();
      random.shuffle(order);
      return Arrays.stream(order).mapToObj(index -> batches[index]).toList();
    };
  }

  private static Given task(Function<Predictor, Double> metric, Batch... batches) {
    return new Given(shuffled(batches), new MeanSquaredError(), ERROR, metric);
  }

  /** A metric that takes given values in turn. */
  private static Function<Predictor, Double> inTurn(double... values) {
    int[] next = new int[1];
    return predictor -> values[next[0]++];
  }

  private static Training training(
      Optimizer optimizer, Schedule schedule, int epochs, OptionalInt patience) {
    return new Training(optimizer, schedule, epochs, 4, UNLIMITED, UNLIMITED, patience);
  }

  private static Training training(double rate, int epochs) {
    return training(new Sgd(rate, 0), new ConstantSchedule(), epochs, ALL_EPOCHS);
  }

  private TrainingResult train(Model model, PreparedTask task, Training training) {
    return new EpochTrainer()
        .train(model, task, training, kernels, new RandomStream(1), epoch -> {});
  }

  @Test
  void lossFallsOnARegression() {
    Scaling model = new Scaling(0);
    Batch first = batch(new float[] {1, -2}, 3, -6);
    Batch second = batch(new float[] {0.5f, 1.5f}, 1.5f, 4.5f);
    TrainingResult result =
        train(
            model,
            task(p -> (double) Math.abs(p.predict(first)[0] - 3), first, second),
            training(0.05, 30));

    List<Double> losses = result.epochs().stream().map(Epoch::trainingLoss).toList();
    assertThat(losses).hasSize(30);
    assertThat(losses.get(0)).isGreaterThan(5);
    assertThat(losses.get(29)).isLessThan(1e-6);
    assertThat(result.bestEpoch()).isPositive();
    assertThat((double) model.value()).isCloseTo(3, within(1e-3));
  }

  /** The loss is the mean over batches of the loss before each step. */
  @Test
  void recordsEveryEpoch() {
    List<Epoch> heard = new ArrayList<>();
    Scaling model = new Scaling(0);
    Batch batch = batch(new float[] {1}, 1);
    TrainingResult result =
        new EpochTrainer()
            .train(
                model,
                task(inTurn(3, 2, 2.5), batch),
                training(0.25, 3),
                kernels,
                new RandomStream(1),
                heard::add);

    assertThat(result.epochs()).isEqualTo(heard);
    assertThat(heard).extracting(Epoch::epoch).containsExactly(1, 2, 3);
    assertThat(heard).extracting(Epoch::best).containsExactly(true, true, false);
    // (w - 1)² with w going 0, 1/2, 3/4.
    assertThat(heard).extracting(Epoch::trainingLoss).containsExactly(1.0, 0.25, 0.0625);
    assertThat(heard.get(1).valid()).isEqualTo(Map.of("error", 2.0, "other", -1.0));
    assertThat(heard).allMatch(epoch -> epoch.seconds() >= 0);
    assertThat(result.bestEpoch()).isEqualTo(2);
  }

  @Test
  void restoresTheWeightsOfTheBestEpoch() {
    Scaling model = new Scaling(0);
    Batch train = batch(new float[] {1}, 1);
    Batch probe = batch(new float[] {1}, 0);
    // Training pulls w to 1, but 0.3 would be best for validation.
    Function<Predictor, Double> metric = p -> (double) Math.abs(p.predict(probe)[0] - 0.3f);
    TrainingResult result = train(model, task(metric, train), training(0.05, 40));

    List<Double> history =
        result.epochs().stream().map(epoch -> epoch.valid().get("error")).toList();
    double best = history.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    assertThat(result.bestEpoch()).isBetween(2, 10);
    assertThat(history.get(result.bestEpoch() - 1)).isEqualTo(best);
    assertThat(history.get(39)).isGreaterThan(0.6);
    // Exactly the weights of that epoch, not those of the end.
    assertThat((double) Math.abs(model.value() - 0.3f)).isEqualTo(best);
  }

  @Test
  void stopsWhenItsPatienceEnds() {
    Training patient = training(new Sgd(0.1, 0), new ConstantSchedule(), 50, OptionalInt.of(2));
    Batch batch = batch(new float[] {1}, 1);
    TrainingResult result =
        train(new Scaling(0), task(inTurn(5, 4, 4, 3, 3, 3.5, 2), batch), patient);

    // 4 again is no improvement, 3 is; then two epochs without.
    assertThat(result.epochs()).hasSize(6);
    assertThat(result.bestEpoch()).isEqualTo(4);
  }

  @Test
  void largerIsBetterWhereTheMetricSaysSo() {
    Given task =
        new Given(
            shuffled(batch(new float[] {1}, 1)),
            new MeanSquaredError(),
            new Metric("accuracy", false),
            inTurn(0.1, 0.5, 0.4, 0.3));
    Training plateau = training(new Sgd(0.1, 0), new PlateauSchedule(0.5, 1), 4, ALL_EPOCHS);
    TrainingResult result = train(new Scaling(0), task, plateau);

    assertThat(result.bestEpoch()).isEqualTo(2);
    assertThat(result.epochs()).extracting(Epoch::best).containsExactly(true, true, false, false);
    assertThat(result.epochs())
        .extracting(Epoch::learningRate)
        .containsExactly(0.1, 0.1, 0.1, 0.05);
  }

  /** A gradient of 1 throughout: the weight falls by the rates. */
  private static final Loss SUM = (outputs, targets) -> Reductions.sum(outputs, 1);

  @Test
  void theSchedulesRateIsUsedAndRecorded() {
    Scaling model = new Scaling(0);
    Given task = new Given(shuffled(batch(new float[] {1}, 0)), SUM, ERROR, inTurn(4, 3, 2));
    Training halving = training(new Sgd(0.5, 0), new ExponentialSchedule(0.5, 0), 3, ALL_EPOCHS);
    TrainingResult result = train(model, task, halving);

    assertThat(result.epochs()).extracting(Epoch::learningRate).containsExactly(0.5, 0.25, 0.125);
    assertThat(model.value()).isEqualTo(-0.875f);
  }

  @Test
  void limitsGradients() {
    // The gradient is 12 for a batch of one sequence with x = 12.
    Given task = new Given(shuffled(batch(new float[] {12}, 0)), SUM, ERROR, inTurn(0, 0, 0));
    assertThat(trained(task, UNLIMITED, UNLIMITED)).isEqualTo(-12);
    assertThat(trained(task, OptionalDouble.of(3), UNLIMITED)).isEqualTo(-3);
    assertThat(trained(task, UNLIMITED, OptionalDouble.of(2))).isEqualTo(-2);
  }

  @Test
  void limitsElementsBeforeTheNorm() {
    Given task = new Given(shuffled(batch(new float[] {12}, 0)), SUM, ERROR, inTurn(0));
    assertThat(trained(task, OptionalDouble.of(3), OptionalDouble.of(2))).isEqualTo(-2);
  }

  private float trained(PreparedTask task, OptionalDouble clipNorm, OptionalDouble clipValue) {
    Scaling model = new Scaling(0);
    train(
        model,
        task,
        new Training(new Sgd(1, 0), new ConstantSchedule(), 1, 4, clipNorm, clipValue, ALL_EPOCHS));
    return model.value();
  }

  @Test
  void stopsWhereTheLossIsNotFinite() {
    Batch unknown = batch(new float[] {1}, Float.NaN);
    assertThatThrownBy(() -> train(new Scaling(0), task(inTurn(1), unknown), training(0.1, 3)))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "training diverged: the loss is NaN at step 1, in epoch 1; try a smaller learningRate"
                + " or clipNorm");

    // (w - 1)² with w ← w - 2000 (w - 1): the error grows by 1999 a step, its square leaves the
    // floats' range, 3.4e38, at the seventh.
    Batch batch = batch(new float[] {1}, 1);
    assertThatThrownBy(
            () ->
                train(
                    new Scaling(0),
                    task(inTurn(1, 1, 1, 1, 1, 1, 1), batch, batch),
                    training(1000, 9)))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "training diverged: the loss is Infinity at step 7, in epoch 4; try a smaller"
                + " learningRate or clipNorm");
  }

  /** y = √(x ∘ steep) + fine, whose loss is finite at x = 0 but whose gradient is not. */
  private final class Steep implements Model {
    private final Parameter fine = new Parameter("fine", kernels.zeros(1, 1), kernels.zeros(1, 1));
    private final Parameter steep =
        new Parameter("steep", kernels.tensor(new float[] {1}, 1, 1), kernels.zeros(1, 1));

    @Override
    public List<Parameter> parameters() {
      return List.of(fine, steep);
    }

    @Override
    public Variable outputs(Tape tape, Batch batch) {
      Variable root =
          Elementwise.apply(
              sqrt(operand("x").times(operand("steep"))),
              Map.of("x", input(tape, batch), "steep", tape.parameter(steep)));
      return Elementwise.plus(root, tape.parameter(fine));
    }
  }

  @Test
  void stopsWhereAGradientIsNotFiniteAndNamesTheParameter() {
    Batch harmless = batch(new float[] {1}, 1);
    Iterator<List<Batch>> epochs =
        List.of(List.of(harmless, harmless), List.of(harmless, batch(new float[] {0}, 1)))
            .iterator();
    Given task = new Given(random -> epochs.next(), new MeanSquaredError(), ERROR, inTurn(1, 1));
    assertThatThrownBy(() -> train(new Steep(), task, training(0.1, 3)))
        .isInstanceOf(DivergedException.class)
        .hasMessage(
            "training diverged: the gradient of 'steep' is not finite at step 4, in epoch 2; try a"
                + " smaller learningRate or clipNorm");
  }

  @Test
  void stopsWhereTheMetricIsNotANumber() {
    Batch batch = batch(new float[] {1}, 1);
    assertThatThrownBy(
            () -> train(new Scaling(0), task(inTurn(1, Double.NaN), batch), training(0.1, 3)))
        .isInstanceOf(DivergedException.class)
        .hasMessage("the validation metric 'error' is not a number after epoch 2");
  }

  @Test
  void refusesAnEmptyTrainingPart() {
    assertThatThrownBy(() -> train(new Scaling(0), task(inTurn(1)), training(0.1, 3)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no training batch; the training part is empty");
  }

  private record Elman(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h))));
    }
  }

  /** Order, dropout and initial weights all come from the seeds. */
  @Test
  void equalSeedsGiveEqualBits() {
    List<float[]> weights = trainedWeights(5);

    assertThat(trainedWeights(5)).usingRecursiveComparison().isEqualTo(weights);
    assertThat(trainedWeights(6).get(0)).isNotEqualTo(weights.get(0));
  }

  private List<float[]> trainedWeights(long trainingSeed) {
    Given task =
        task(
            inTurn(3, 2, 1),
            batch(new float[] {1, 2}, 1, 0),
            batch(new float[] {-1, 0}, 0.5f, 0),
            batch(new float[] {0.3f}, -1));
    Model model =
        new SequenceArchitecture(
                new RecurrentStack(new Elman(6), 2, false, 0.3),
                OptionalInt.empty(),
                0.3,
                new PyTorchInitializer())
            .build(task.signature(), kernels, new RandomStream(2));
    new EpochTrainer()
        .train(
            model,
            task,
            training(new Adam(0.01, 0.9, 0.999, 1e-8), new ConstantSchedule(), 3, ALL_EPOCHS),
            kernels,
            new RandomStream(trainingSeed),
            epoch -> {});
    return model.parameters().stream()
        .map(parameter -> kernels.toArray(parameter.value()))
        .toList();
  }
}

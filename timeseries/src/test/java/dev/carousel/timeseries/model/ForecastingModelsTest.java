package dev.carousel.timeseries.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Tape;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.decode.NextValues;
import dev.carousel.expression.Functions;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.GradientCheck;
import dev.carousel.testkit.PoisoningKernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForecastingModelsTest {
  private static final int STEPS = 4;
  private static final int ROWS = 3;
  private static final int HORIZON = 3;
  private static final int VALUES = 2;
  private static final int KNOWN = 1;
  private static final int OUTPUTS = 2;
  private static final int[] LENGTHS = {4, 1, 3};

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());

  private record Elman(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h))));
    }
  }

  private static RecurrentStack stack(boolean bidirectional) {
    return new RecurrentStack(new Elman(3), 2, bidirectional, 0.1);
  }

  static List<Architecture> architectures() {
    return List.of(
        new Forecaster(stack(true), 0.2, new PyTorchInitializer()),
        new DecodingForecaster(stack(true), 0.2, new PyTorchInitializer()),
        new AutoregressiveForecaster(stack(false), 0.2, new PyTorchInitializer()),
        new Autoencoder(stack(true), 2, new PyTorchInitializer()));
  }

  private Model build(Architecture architecture, int past, int known) {
    Signature.Ahead ahead = new Signature.Ahead(VALUES, past, known, HORIZON);
    return architecture.build(new Signature(ahead, OUTPUTS, true), kernels, new RandomStream(5));
  }

  private static float[] numbers(int count, int seed) {
    RandomStream random = new RandomStream(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextLong() / (float) Long.MAX_VALUE;
    }
    return numbers;
  }

  private static Batch batch(int past, int known, float[] weights) {
    int size = VALUES + past + known;
    Batch source =
        new Batch(
            STEPS,
            ROWS,
            LENGTHS,
            new Inputs.Features(size, numbers(STEPS * ROWS * size, 1)),
            null,
            false);
    int[] all = new int[ROWS];
    Arrays.fill(all, HORIZON);
    return new Batch(
        HORIZON,
        ROWS,
        all,
        new Inputs.Conditioned(
            source, new Inputs.Features(known, numbers(HORIZON * ROWS * known, 2))),
        new Targets.Values(VALUES, numbers(HORIZON * ROWS * VALUES, 3), weights),
        false);
  }

  private float[] outputs(Model model, Batch batch) {
    return kernels.toArray(model.outputs(Tape.prediction(kernels), batch).value());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void gradientsReachEveryParameter(Architecture architecture) {
    Model model = build(architecture, 0, KNOWN);
    Batch batch = batch(0, KNOWN, null);

    GradientCheck.check(
        kernels, tape -> model.loss(tape, batch, new MeanSquaredError()), model.parameters());
  }

  /** A sequence gets what it gets alone, without the padding of the others. */
  @ParameterizedTest
  @MethodSource("architectures")
  void aSequenceAloneIsToldWhatItIsToldInABatch(Architecture architecture) {
    for (int known : new int[] {0, KNOWN}) {
      Model model = build(architecture, 0, known);
      Batch batch = batch(0, known, null);
      float[] together = outputs(model, batch);
      assertThat(together).hasSize(HORIZON * ROWS * OUTPUTS);
      for (int b = 0; b < ROWS; b++) {
        float[] alone = outputs(model, batch.sequence(b));
        for (int h = 0; h < HORIZON; h++) {
          for (int o = 0; o < OUTPUTS; o++) {
            // A handful of float32 sums of at most 10 terms of size 1.
            assertThat(together[(h * ROWS + b) * OUTPUTS + o])
                .isCloseTo(alone[h * OUTPUTS + o], within(1e-6f));
          }
        }
      }
    }
  }

  @Test
  void steppingWithTheTrueValuesIsWhatTrainingSees() {
    Model model = build(architectures().get(2), 0, KNOWN);
    Batch batch = batch(0, KNOWN, null);
    float[] all = outputs(model, batch);
    float[] truth = ((Targets.Values) batch.targets()).values();
    NextValues steps = model.stepping(batch, kernels).orElseThrow();

    for (int h = 0; h < HORIZON; h++) {
      float[] told =
          h == 0
              ? steps.first()
              : steps.read(Arrays.copyOfRange(truth, (h - 1) * ROWS * VALUES, h * ROWS * VALUES));
      assertThat(told)
          .containsExactly(
              Arrays.copyOfRange(all, h * ROWS * OUTPUTS, (h + 1) * ROWS * OUTPUTS), within(1e-6f));
    }
    assertThatThrownBy(() -> steps.read(new float[ROWS * VALUES]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("all 3 steps to come have been told");
  }

  @Test
  void pathsGoOnFromWhereTheyCameFrom() {
    Model model = build(architectures().get(2), 0, KNOWN);
    Batch batch = batch(0, KNOWN, null);
    float[] truth = ((Targets.Values) batch.targets()).values();
    NextValues one = model.stepping(batch, kernels).orElseThrow();
    NextValues other = model.stepping(batch, kernels).orElseThrow();
    other.select(new int[] {2, 0, 2, 1});
    float[] first = one.first();
    assertThat(other.rows()).isEqualTo(4);
    assertThat(rows(other.first(), 2, 0, 2))
        .containsExactly(rows(first, 2, 0, 2, 1), within(1e-6f));

    float[] second = one.read(Arrays.copyOf(truth, ROWS * VALUES));
    other.select(new int[] {3, 1, 0});
    float[] read = {truth[2], truth[3], truth[0], truth[1], truth[4], truth[5]};
    assertThat(other.read(read)).containsExactly(rows(second, 1, 0, 2), within(1e-6f));
  }

  /** Rows of outputs; of outputs that have been selected already, all of them. */
  private static float[] rows(float[] outputs, int... which) {
    if (outputs.length / OUTPUTS == 4) {
      return outputs;
    }
    float[] rows = new float[which.length * OUTPUTS];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(outputs, which[i] * OUTPUTS, rows, i * OUTPUTS, OUTPUTS);
    }
    return rows;
  }

  @Test
  void aValueThatIsNotKnownIsReadAsTheLastThatIs() {
    Model model = build(architectures().get(2), 0, KNOWN);
    float[] weights = new float[HORIZON * ROWS * VALUES];
    Arrays.fill(weights, 1);
    weights[0] = 0;
    weights[ROWS * VALUES] = 0;
    Batch gaps = batch(0, KNOWN, weights);
    ((Targets.Values) gaps.targets()).values()[0] = Float.NaN;
    ((Targets.Values) gaps.targets()).values()[ROWS * VALUES] = Float.NaN;
    Batch filled = batch(0, KNOWN, null);
    float last =
        ((Inputs.Features) ((Inputs.Conditioned) filled.inputs()).source().inputs())
            .values()[(LENGTHS[0] - 1) * ROWS * (VALUES + KNOWN)];
    ((Targets.Values) filled.targets()).values()[0] = last;
    ((Targets.Values) filled.targets()).values()[ROWS * VALUES] = last;

    assertThat(outputs(model, gaps)).containsExactly(outputs(model, filled));
  }

  @Test
  void stepsThatAreNotKnownAheadAreRefused() {
    assertThat(outputs(build(architectures().get(0), 2, KNOWN), batch(2, KNOWN, null)))
        .hasSize(HORIZON * ROWS * OUTPUTS);
    assertThat(outputs(build(architectures().get(1), 2, 0), batch(2, 0, null)))
        .hasSize(HORIZON * ROWS * OUTPUTS);
    assertThatThrownBy(() -> build(architectures().get(2), 2, KNOWN))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "an autoregressive forecaster reads steps to come as it reads past ones, but 2 of the"
                + " values of a past step are not known ahead; leave them out, or use a"
                + " \"forecaster\" or a \"decoding-forecaster\"");
    assertThatThrownBy(() -> new AutoregressiveForecaster(stack(true), 0, new PyTorchInitializer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bidirectional must be false: the steps to come are not there to be read backwards");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void otherTasksAreRefused(Architecture architecture) {
    Signature other = new Signature(new Signature.Features(2), 1, true);
    assertThatThrownBy(() -> architecture.build(other, kernels, new RandomStream(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith(
            " reads the past of a series and tells the steps to come, which this task does not ask"
                + " for; use a \"sequence-model\"");
  }
}

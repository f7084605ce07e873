package dev.carousel.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.DoubleReference;
import dev.carousel.cell.DoubleReference.Arguments;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.inspect.TracedCells.Gated;
import dev.carousel.inspect.TracedCells.Leaky;
import dev.carousel.inspect.TracedCells.LinearCell;
import dev.carousel.inspect.TracedCells.Projected;
import dev.carousel.inspect.ValueTrace.Kind;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceModel;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static final int STEPS = 12;
  private static final int INPUTS = 2;
  private static final int UNITS = 3;

  // Each of the 12 steps rounds fewer than 30 times a unit, there and back, by 2^-24 of numbers of
  // about the result's size each time.
  private static final double TOLERANCE = 12 * 2 * 30 * 0x1p-24;

  private final Kernels kernels = new EjmlKernels();

  private Model model(RecurrentStack stack, boolean perStep, double dropout) {
    return SequenceModel.of(
        new Signature(new Signature.Features(INPUTS), 1, perStep),
        Optional.empty(),
        OptionalInt.empty(),
        stack,
        dropout,
        new PyTorchInitializer(),
        kernels,
        new RandomStream(3));
  }

  private Model model(Cell cell, boolean perStep) {
    return model(RecurrentStack.of(cell), perStep, 0);
  }

  private static Batch sequence(int steps, boolean perStep, boolean palindrome) {
    RandomStream random = new RandomStream(5);
    float[] inputs = new float[steps * INPUTS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    for (int t = 0; palindrome && t < steps; t++) {
      int from = Math.min(t, steps - 1 - t);
      System.arraycopy(inputs, from * INPUTS, inputs, t * INPUTS, INPUTS);
    }
    float[] targets = new float[perStep ? steps : 1];
    Arrays.fill(targets, 1);
    return new Batch(
        steps,
        1,
        new int[] {steps},
        new Inputs.Features(INPUTS, inputs),
        new Targets.Values(1, targets, null),
        false);
  }

  private Inspection inspect(Model model, Batch sequence) {
    return Inspection.of(model, Optional.of(new MeanSquaredError()), sequence, kernels);
  }

  private DMatrixRMaj parameter(Model model, String name) {
    for (Parameter parameter : model.parameters()) {
      if (parameter.name().equals(name)) {
        float[] values = kernels.toArray(parameter.value());
        DMatrixRMaj matrix = new DMatrixRMaj(parameter.value().rows(), parameter.value().columns());
        for (int i = 0; i < values.length; i++) {
          matrix.set(i, values[i]);
        }
        return matrix;
      }
    }
    throw new AssertionError("no parameter " + name);
  }

  @Test
  void jacobiansOfLinearCellAreThePowersOfItsWeights() {
    Model model = model(new LinearCell(UNITS), false);
    LayerTrace layer = inspect(model, sequence(STEPS, false, false)).layers().get(0);
    DMatrixRMaj weights = parameter(model, "recurrent.0.forward.U");
    DMatrixRMaj power = CommonOps_DDRM.identity(UNITS);
    JacobianNorms jacobian = layer.jacobians().get("h");
    assertThat(jacobian.lags()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    for (int lag = 0; lag <= STEPS; lag++) {
      double[] expected = SingularOps_DDRM.singularValues(power);
      assertThat(jacobian.singularValues()[lag]).hasSize(UNITS).isSortedAccordingTo(descending());
      for (int i = 0; i < UNITS; i++) {
        // A singular value moves by no more than the matrix, so the largest is the measure.
        assertThat(jacobian.singularValues()[lag][i])
            .isCloseTo(expected[i], within(TOLERANCE * expected[0]));
      }
      assertThat(jacobian.norms()[lag]).isEqualTo(jacobian.singularValues()[lag][0]);
      DMatrixRMaj next = new DMatrixRMaj(UNITS, UNITS);
      CommonOps_DDRM.mult(power, weights, next);
      power = next;
    }
  }

  private static Comparator<Double> descending() {
    return Comparator.reverseOrder();
  }

  @Test
  void gradientsOfLinearCellAreThoseByHand() {
    for (boolean perStep : new boolean[] {false, true}) {
      Model model = model(new LinearCell(UNITS), perStep);
      Batch sequence = sequence(STEPS, perStep, false);
      Inspection inspection = inspect(model, sequence);
      LayerTrace layer = inspection.layers().get(0);
      DMatrixRMaj weights = parameter(model, "recurrent.0.forward.U");
      DMatrixRMaj readout = parameter(model, "readout.W");
      CommonOps_DDRM.transpose(readout);
      double bias = parameter(model, "readout.b").get(0);
      float[][] h = layer.values().get(0).data();
      double[] errors = new double[STEPS];
      double loss = 0;
      int rows = perStep ? STEPS : 1;
      for (int t = STEPS - rows; t < STEPS; t++) {
        double y = bias;
        for (int j = 0; j < UNITS; j++) {
          y += readout.get(j) * h[t][j];
        }
        errors[t] = 2 * (y - 1) / rows;
        loss += (y - 1) * (y - 1) / rows;
      }
      assertThat(inspection.loss().getAsDouble()).isCloseTo(loss, within(TOLERANCE * loss));
      // ∂L/∂h_t = readout · error_t + Uᵀ ∂L/∂h_{t+1}
      DMatrixRMaj gradient = new DMatrixRMaj(UNITS, 1);
      double[] norms = layer.gradients().get("h");
      assertThat(norms).hasSize(STEPS + 1);
      for (int t = STEPS; t >= 0; t--) {
        DMatrixRMaj back = new DMatrixRMaj(UNITS, 1);
        CommonOps_DDRM.multTransA(weights, gradient, back);
        if (t > 0) {
          CommonOps_DDRM.addEquals(back, errors[t - 1], readout);
        }
        gradient = back;
        double expected = NormOps_DDRM.normF(gradient);
        assertThat(norms[t]).as("t = %d", t).isCloseTo(expected, within(10 * TOLERANCE * expected));
      }
    }
  }

  @Test
  void jacobiansOfTwoStatesEqualFiniteDifferences() {
    Model model = model(new Gated(UNITS), false);
    Batch sequence = sequence(STEPS, false, false);
    LayerTrace layer = inspect(model, sequence).layers().get(0);
    for (String state : List.of("h", "c")) {
      double[] norms = layer.jacobians().get(state).norms();
      assertThat(norms[0]).isEqualTo(1);
      for (int lag = 1; lag <= STEPS; lag++) {
        DMatrixRMaj differences = differences(model, sequence, state, STEPS - lag);
        double expected = NormOps_DDRM.normP2(differences);
        // Central differences in double over 2e-4 are off by about 1e-8 times a third derivative.
        assertThat(norms[lag]).as(state + lag).isCloseTo(expected, within(1e-5 * expected + 1e-7));
      }
    }
  }

  /** ∂s_T/∂s_t of the double reference by central differences, the other states held. */
  private DMatrixRMaj differences(Model model, Batch sequence, String state, int from) {
    CellEquations equations = new Gated(UNITS).equations();
    Arguments all = arguments(model, equations, sequence);
    DoubleReference reference = new DoubleReference(equations);
    Map<String, DMatrixRMaj> at = all.initialStates();
    if (from > 0) {
      at = reference.forward(with(all, 0, from, at)).finalStates();
    }
    DMatrixRMaj jacobian = new DMatrixRMaj(UNITS, UNITS);
    double step = 1e-4;
    for (int j = 0; j < UNITS; j++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        Map<String, DMatrixRMaj> moved = new LinkedHashMap<>();
        at.forEach((name, value) -> moved.put(name, value.copy()));
        moved.get(state).add(0, j, sign * step);
        DMatrixRMaj end = reference.forward(with(all, from, STEPS, moved)).finalStates().get(state);
        for (int i = 0; i < UNITS; i++) {
          jacobian.add(i, j, sign * end.get(i) / (2 * step));
        }
      }
    }
    return jacobian;
  }

  private static Arguments with(Arguments all, int from, int to, Map<String, DMatrixRMaj> states) {
    return new Arguments(
        all.weights(),
        all.vectors(),
        all.inputs().subList(from, to),
        new int[] {to - from},
        states,
        Map.of());
  }

  private Arguments arguments(Model model, CellEquations equations, Batch sequence) {
    Map<String, DMatrixRMaj> weights = new LinkedHashMap<>();
    equations
        .products()
        .forEach(
            (operand, products) -> {
              String suffix = operand instanceof Input ? "W" : "U";
              DMatrixRMaj stacked = parameter(model, "recurrent.0.forward." + suffix);
              for (int i = 0; i < products.size(); i++) {
                Linear product = products.get(i);
                weights.put(
                    product.weight(),
                    CommonOps_DDRM.extract(
                        stacked, i * UNITS, (i + 1) * UNITS, 0, stacked.numCols));
              }
            });
    Map<String, DMatrixRMaj> vectors = new LinkedHashMap<>();
    DMatrixRMaj rows = parameter(model, "recurrent.0.forward.b");
    List<PerUnit> names = equations.vectors();
    for (int i = 0; i < names.size(); i++) {
      vectors.put(names.get(i).name(), CommonOps_DDRM.extractRow(rows, i, null));
    }
    float[] x = ((Inputs.Features) sequence.inputs()).values();
    List<DMatrixRMaj> inputs = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      inputs.add(new DMatrixRMaj(new double[][] {{x[t * INPUTS], x[t * INPUTS + 1]}}));
    }
    Map<String, DMatrixRMaj> states = new LinkedHashMap<>();
    equations.states().forEach(s -> states.put(s.name(), new DMatrixRMaj(1, UNITS)));
    return new Arguments(weights, vectors, inputs, new int[] {STEPS}, states, Map.of());
  }

  @Test
  void leakyUnitsRememberAsLongAsTheirCoefficientSays() {
    Model model = model(new Leaky(UNITS, 0.9), false);
    LayerTrace layer = inspect(model, sequence(STEPS, false, false)).layers().get(0);
    // 0.9^9 is 0.387 and 0.9^10 is 0.349, on either side of 1/e.
    assertThat(layer.horizon().steps()).hasValue(10);
    assertThat(layer.horizon().note())
        .isEqualTo("from this lag on the norm of ∂c_T/∂c_{T-lag} is below 1/e");
    assertThat(layer.timescales().get("c").coefficient()).isEqualTo("f_t");
    assertThat(layer.timescales().get("c").median()).isCloseTo(10, within(1e-5));

    LayerTrace shorter = inspect(model, sequence(5, false, false)).layers().get(0);
    assertThat(shorter.horizon().steps()).isEmpty();
    assertThat(shorter.horizon().note())
        .isEqualTo(
            "not reached: the norm of ∂c_T/∂c_{T-lag} is still 0.590 at lag 5, the longest that"
                + " the sequence has");
  }

  @Test
  void kindsComeFromTheFormulas() {
    LayerTrace layer =
        inspect(model(new Gated(UNITS), false), sequence(1, false, false)).layers().get(0);
    assertThat(layer.name()).isEqualTo("recurrent.0.forward");
    assertThat(layer.units()).isEqualTo(UNITS);
    Map<String, Kind> kinds = new LinkedHashMap<>();
    layer.values().forEach(value -> kinds.put(value.name(), value.kind()));
    assertThat(kinds)
        .containsExactly(
            Map.entry("f", Kind.GATE),
            Map.entry("g", Kind.CANDIDATE),
            Map.entry("o", Kind.GATE),
            Map.entry("c", Kind.STATE),
            Map.entry("h", Kind.BOUNDED_STATE));
    assertThat(layer.timescales()).containsOnlyKeys("c");
    assertThat(layer.values()).allSatisfy(value -> assertThat(value.data()).hasDimensions(1, 3));
  }

  @Test
  void reversedLayersStandInTheOrderOfTheSequence() {
    RecurrentStack stack = new RecurrentStack(new Gated(UNITS), 1, true, 0);
    Model model = model(stack, false, 0);
    int half = model.parameters().size() / 2 - 1;
    for (int i = 0; i < half; i++) {
      Parameter forward = model.parameters().get(i);
      Parameter backward = model.parameters().get(half + i);
      assertThat(backward.name()).isEqualTo(forward.name().replace("forward", "backward"));
      kernels.write(backward.value(), kernels.toArray(forward.value()));
    }
    List<LayerTrace> layers = inspect(model, sequence(STEPS, false, true)).layers();
    assertThat(layers).extracting(LayerTrace::reversed).containsExactly(false, true);
    // Backwards a palindrome reads the same, so with equal weights the values mirror each other.
    for (int v = 0; v < layers.get(0).values().size(); v++) {
      float[][] forward = layers.get(0).values().get(v).data();
      float[][] backward = layers.get(1).values().get(v).data();
      for (int t = 0; t < STEPS; t++) {
        assertThat(backward[t]).isEqualTo(forward[STEPS - 1 - t]);
      }
    }
    assertThat(layers.get(1).jacobians().get("c").norms())
        .isEqualTo(layers.get(0).jacobians().get("c").norms());
  }

  @Test
  void nothingIsDropped() {
    RecurrentStack stack = new RecurrentStack(new Gated(UNITS), 2, false, 0.5);
    Model model = model(stack, true, 0.5);
    Batch sequence = sequence(STEPS, true, false);
    Tape tape = Tape.prediction(kernels);
    float predicted =
        kernels
            .toArray(
                new MeanSquaredError()
                    .of(model.outputs(tape, sequence), sequence.targets())
                    .value())[0];
    Inspection inspection = inspect(model, sequence);
    assertThat(inspection.loss()).hasValue(predicted);
    assertThat(inspection.layers())
        .extracting(LayerTrace::name)
        .containsExactly("recurrent.0.forward", "recurrent.1.forward");
  }

  @Test
  void withoutLossThereAreNoGradients() {
    Model model = model(new Gated(UNITS), false);
    Batch targetless =
        new Batch(STEPS, 1, new int[] {STEPS}, sequence(STEPS, false, false).inputs(), null, false);
    Inspection inspection = Inspection.of(model, Optional.empty(), targetless, kernels);
    assertThat(inspection.loss()).isEmpty();
    assertThat(inspection.layers().get(0).gradients()).isEmpty();
    assertThat(inspection.layers().get(0).jacobians()).containsOnlyKeys("h", "c");
  }

  @Test
  void batchesOfSeveralSequencesAreRefused() {
    Model model = model(new Gated(UNITS), false);
    Batch two =
        new Batch(2, 2, new int[] {2, 1}, new Inputs.Features(2, new float[8]), null, false);
    assertThatThrownBy(() -> Inspection.of(model, Optional.empty(), two, kernels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "2 sequences of up to 2 steps; one without padding can be looked into at a time");
  }

  /** A state narrower than the others, and masks, whose expectations are what a prediction has. */
  @Test
  void widthsAndMasksAreThoseOfThePrediction() {
    Cell projected =
        new Zoneout(new VariationalDropout(new Projected(UNITS, 2), 0.3, 0.2), 0.1, 0.5);
    Model model = model(projected, true);
    Batch sequence = sequence(STEPS, true, false);
    Tape tape = Tape.prediction(kernels);
    float predicted =
        kernels
            .toArray(
                new MeanSquaredError()
                    .of(model.outputs(tape, sequence), sequence.targets())
                    .value())[0];
    Inspection inspection = inspect(model, sequence);
    assertThat(inspection.loss().getAsDouble()).isCloseTo(predicted, within(TOLERANCE * predicted));
    LayerTrace layer = inspection.layers().get(0);
    assertThat(layer.jacobians().get("h").singularValues()).hasDimensions(STEPS + 1, 2);
    assertThat(layer.jacobians().get("c").singularValues()).hasDimensions(STEPS + 1, UNITS);
    assertThat(layer.values())
        .filteredOn(value -> value.name().equals("h"))
        .allSatisfy(value -> assertThat(value.data()).hasDimensions(STEPS, 2));
    assertThat(layer.timescales().get("c").coefficient()).isEqualTo("0.5 + 0.5 ∘ f_t");
  }
}

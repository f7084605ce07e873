package dev.carousel.interop.onnx.recurrence;

import static dev.carousel.expression.Functions.abs;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.exp;
import static dev.carousel.expression.Functions.log;
import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.mean;
import static dev.carousel.expression.Functions.min;
import static dev.carousel.expression.Functions.relu;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.softplus;
import static dev.carousel.expression.Functions.sqrt;
import static dev.carousel.expression.Functions.step;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.DoubleReference;
import dev.carousel.cell.Equations;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.expression.Expression.State;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.nodes.NodeList;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanBodyTest {
  private static final int UNITS = 5;
  private static final String PREFIX = "cell_";

  @TempDir Path folder;

  static Stream<Cell> cells() {
    return Stream.concat(
        Stream.of(new EveryOperator(UNITS), new Broadcast(UNITS)),
        Stream.concat(
            RecurrenceMatchTest.known().map(arguments -> (Cell) arguments.get()[0]),
            RecurrenceMatchTest.unknown()));
  }

  /** Everything that equations can say. */
  record EveryOperator(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var e = eq.state("σ̃", 2);
      var a = eq.let("a", eq.affine("a", x, h));
      var b = eq.let("γ′", abs(a).plus(exp(a)).dividedBy(constant(1.5).plus(log(softplus(a)))));
      var m = max(tanh(b), min(sigmoid(a), sqrt(relu(a).plus(constant(0.1)))));
      var normal = a.minus(mean(a)).times(eq.gain("γ_a"));
      var eNext = eq.next(e, tanh(eq.linear("W_e", 2, x).plus(eq.linear("V_e", 2, m))));
      var more = eq.linear("V_h", eNext).times(step(normal)).negated();
      return eq.output(eq.next(h, tanh(m.plus(normal).plus(more))));
    }
  }

  /** Next states, an output and factors of products that are not as large as they have to be. */
  record Broadcast(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var mean = eq.state("mean");
      var vector = eq.state("vector");
      var number = eq.state("number");
      var a = eq.affine("a", x, h);
      var m = eq.next(mean, mean(a));
      var v = eq.next(vector, sigmoid(eq.perUnit("p")));
      var n = eq.next(number, constant(0.25));
      var sums = eq.linear("U_m", m).plus(eq.linear("U_v", v)).plus(eq.linear("U_n", n)).plus(a);
      eq.next(h, tanh(sums.plus(mean(mean(a))).plus(mean.plus(vector).plus(number))));
      return eq.output(mean(v));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void scanComputesWhatTheCellDoes(Cell cell) throws OrtException, IOException {
    CellEquations equations = cell.equations().expected();
    for (int operatorSet : new int[] {14, 18, 22, 24, 26}) {
      for (int steps : new int[] {1, 4}) {
        CellTrial trial = CellTrial.random(equations, steps, 3, 2, operatorSet + steps);
        CellTrial equal = trial.ofEqualLengths();
        requireClose(equal.doubles(), run(equal, operatorSet, false, false), trial);
        requireClose(equal.reversedDoubles(), run(equal, operatorSet, true, false), trial);
        requireClose(trial.doubles(), run(trial, operatorSet, false, true), trial);
        requireClose(trial.reversedDoubles(), run(trial, operatorSet, true, true), trial);
      }
    }
  }

  /** A batch of one sequence, and cells of one unit. */
  @Test
  void oneOfEverythingIsNotMistakenForAnAxisToBeBroadcast() throws OrtException, IOException {
    for (Cell cell : List.of(new EveryOperator(1), new Broadcast(1))) {
      CellTrial trial = CellTrial.random(cell.equations(), 3, 1, 1, 5);
      requireClose(trial.doubles(), run(trial, 14, false, true), trial);
    }
  }

  private Map<String, float[]> run(
      CellTrial trial, long operatorSet, boolean reversed, boolean masked)
      throws OrtException, IOException {
    OnnxModel model = model(trial, operatorSet, reversed, masked);
    Path file = folder.resolve("scan.onnx");
    OnnxFile.write(file, model);
    assertThat(OnnxFile.read(file)).isEqualTo(model);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int rows = trial.lengths().length;
    Map<String, ai.onnxruntime.OnnxTensor> feeds = new LinkedHashMap<>();
    Map<String, float[]> results = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(file.toString(), options)) {
      feeds.put(
          "X",
          ai.onnxruntime.OnnxTensor.createTensor(
              environment,
              FloatBuffer.wrap(trial.x()),
              new long[] {trial.steps(), rows, trial.inputs()}));
      if (masked) {
        feeds.put(
            "lengths",
            ai.onnxruntime.OnnxTensor.createTensor(
                environment, IntBuffer.wrap(trial.lengths()), new long[] {rows}));
      }
      for (int k = 0; k < trial.cell().states().size(); k++) {
        State state = trial.cell().states().get(k);
        feeds.put(
            "first" + k,
            ai.onnxruntime.OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(trial.initial().get(state.name())),
                new long[] {rows, state.width()}));
      }
      try (OrtSession.Result result = session.run(feeds)) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> entry : result) {
          FloatBuffer buffer = ((ai.onnxruntime.OnnxTensor) entry.getValue()).getFloatBuffer();
          float[] values = new float[buffer.remaining()];
          buffer.get(values);
          results.put(entry.getKey(), values);
        }
      }
    } finally {
      feeds.values().forEach(ai.onnxruntime.OnnxTensor::close);
    }
    return results;
  }

  private static OnnxModel model(
      CellTrial trial, long operatorSet, boolean reversed, boolean masked) {
    ScanBody body = new ScanBody(trial.cell(), PREFIX);
    NodeList nodes = new NodeList("around_");
    List<OnnxValue> inputs = new ArrayList<>();
    List<OnnxValue> outputs = new ArrayList<>();
    inputs.add(value("X", ElementType.FLOAT, 3));
    if (masked) {
      inputs.add(value("lengths", ElementType.INT32, 1));
    }
    Optional<String> running =
        masked ? Optional.of(RunningSteps.of(nodes, "X", "lengths")) : Optional.empty();
    List<String> first = new ArrayList<>();
    List<String> last = new ArrayList<>();
    for (int k = 0; k < trial.cell().states().size(); k++) {
      first.add("first" + k);
      last.add("last" + k);
      inputs.add(value("first" + k, ElementType.FLOAT, 2));
      outputs.add(value("last" + k, ElementType.FLOAT, 2));
    }
    outputs.add(value("Y", ElementType.FLOAT, 3));
    nodes.add(body.node(new ScanBody.Values("X", running, first, last, "Y"), reversed));
    List<OnnxTensor> constants = new ArrayList<>(nodes.constants());
    constants.addAll(body.weights(trial.inputs(), trial.weights()));
    OnnxGraph graph = new OnnxGraph("scan", nodes.nodes(), inputs, outputs, constants);
    return new OnnxModel(8, Map.of("", operatorSet), "carousel", "", graph, Map.of(), "");
  }

  private static OnnxValue value(String name, ElementType type, int axes) {
    Dimension[] shape = new Dimension[axes];
    Arrays.fill(shape, Dimension.UNKNOWN);
    return OnnxValue.of(name, type, shape);
  }

  private static void requireClose(
      DoubleReference.Result expected, Map<String, float[]> actual, CellTrial trial) {
    List<Double> wanted = new ArrayList<>();
    expected.outputs().forEach(step -> add(step, wanted));
    requireClose("Y", wanted, actual.get("Y"));
    for (int k = 0; k < trial.cell().states().size(); k++) {
      List<Double> state = new ArrayList<>();
      add(expected.finalStates().get(trial.cell().states().get(k).name()), state);
      requireClose("state " + k, state, actual.get("last" + k));
    }
  }

  private static void add(DMatrixRMaj matrix, List<Double> values) {
    for (int i = 0; i < matrix.getNumElements(); i++) {
      values.add(matrix.get(i));
    }
  }

  /** To a hundred-thousandth of the largest; sums that cancel have the rounding of their terms. */
  private static void requireClose(String name, List<Double> expected, float[] actual) {
    assertThat(actual).as(name).hasSize(expected.size());
    double largest = expected.stream().mapToDouble(Math::abs).max().orElse(0);
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(expected.get(i) - actual[i]);
      assertThat(error <= 1e-5 * Math.max(0.1, largest))
          .as("%s[%d] is %s, expected %s", name, i, actual[i], expected.get(i))
          .isTrue();
    }
  }

  @Test
  void aFinalStateWithoutANameIsRefused() {
    ScanBody body = new ScanBody(new Rnn(2, Rnn.Activation.TANH).equations(), PREFIX);
    assertThatThrownBy(
            () ->
                body.node(
                    new ScanBody.Values("X", Optional.empty(), List.of("h"), List.of(""), "Y"),
                    false))
        .hasMessage("every input and output of a Scan needs a name, got [h, X] and [, Y]");
    assertThatThrownBy(
            () ->
                body.node(
                    new ScanBody.Values("X", Optional.empty(), List.of(), List.of("h"), "Y"),
                    false))
        .hasMessage("the cell has 1 states, got 0 initial and 1 final ones");
  }

  @Test
  void aMissingWeightIsNamed() {
    ScanBody body = new ScanBody(new Rnn(2, Rnn.Activation.TANH).equations(), PREFIX);
    assertThatThrownBy(() -> body.weights(3, Map.of("W_h", new float[5])))
        .hasMessage("parameter 'W_h' needs 6 numbers, got 5");
  }
}

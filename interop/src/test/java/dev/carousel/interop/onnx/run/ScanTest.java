package dev.carousel.interop.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.gru.Mgu;
import dev.carousel.cells.lstm.LayerNormLstm;
import dev.carousel.cells.lstm.LstmProjection;
import dev.carousel.cells.lstm.Slstm;
import dev.carousel.data.InvalidDataException;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.nodes.NodeList;
import dev.carousel.interop.onnx.recurrence.RunningSteps;
import dev.carousel.interop.onnx.recurrence.ScanBody;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanTest {
  static Stream<Cell> cells() {
    return Stream.of(
        new Mgu(5),
        new Gru(4, Gru.Reset.BEFORE),
        new LayerNormLstm(5, 1),
        new LstmProjection(5, 3, 1),
        new Slstm(4, 1));
  }

  private static final Dimension ANY = Dimension.UNKNOWN;

  /**
   * What is exported for cells without an operator comes back, with unequal lengths and without.
   */
  @ParameterizedTest
  @MethodSource("cells")
  void exportedCellsAgreeWithOnnxRuntime(Cell cell) throws OrtException {
    for (int operatorSet : new int[] {14, 20, 26}) {
      for (boolean reversed : new boolean[] {false, true}) {
        for (boolean masked : new boolean[] {false, true}) {
          OnnxModel model = model(cell.equations(), operatorSet, reversed, masked);
          Map<String, Value> inputs = inputs(cell.equations(), masked);
          Closeness.requireClose(
              cell + " in opset " + operatorSet,
              InOnnxRuntime.run(model, inputs),
              run(model, inputs));
        }
      }
    }
  }

  private static Map<String, Value> run(OnnxModel model, Map<String, Value> inputs) {
    return OnnxProgram.of(model, new EjmlKernels(), OnnxLimits.usual()).run(inputs);
  }

  private static OnnxModel model(
      CellEquations cell, long operatorSet, boolean reversed, boolean masked) {
    ScanBody body = new ScanBody(cell, "cell_");
    NodeList nodes = new NodeList("steps_");
    List<OnnxValue> inputs = new ArrayList<>();
    List<OnnxValue> outputs = new ArrayList<>();
    inputs.add(OnnxValue.of("x", ElementType.FLOAT, ANY, ANY, ANY));
    if (masked) {
      inputs.add(OnnxValue.of("lengths", ElementType.INT32, ANY));
    }
    List<String> first = new ArrayList<>();
    List<String> last = new ArrayList<>();
    for (int k = 0; k < cell.states().size(); k++) {
      first.add("first" + k);
      last.add("last" + k);
      inputs.add(OnnxValue.of("first" + k, ElementType.FLOAT, ANY, ANY));
      outputs.add(OnnxValue.of("last" + k, ElementType.FLOAT, ANY, ANY));
    }
    outputs.add(OnnxValue.of("y", ElementType.FLOAT, ANY, ANY, ANY));
    Optional<String> running =
        masked ? Optional.of(RunningSteps.of(nodes, "x", "lengths")) : Optional.empty();
    nodes.add(body.node(new ScanBody.Values("x", running, first, last, "y"), reversed));
    List<OnnxTensor> constants = new ArrayList<>(body.weights(2, weights(cell)));
    constants.addAll(nodes.constants());
    OnnxGraph graph = new OnnxGraph("scan", nodes.nodes(), inputs, outputs, constants);
    return new OnnxModel(8, Map.of("", operatorSet), "", "", graph, Map.of(), "");
  }

  private static Map<String, float[]> weights(CellEquations cell) {
    Random random = new Random(3);
    Map<String, float[]> weights = new HashMap<>();
    cell.products()
        .forEach(
            (operand, products) -> {
              for (Linear product : products) {
                weights.put(
                    product.weight(), numbers(random, product.width() * cell.width(operand, 2)));
              }
            });
    cell.vectors().forEach(each -> weights.put(each.name(), numbers(random, each.width())));
    return weights;
  }

  private static Map<String, Value> inputs(CellEquations cell, boolean masked) {
    Random random = new Random(4);
    Map<String, Value> inputs = new LinkedHashMap<>();
    inputs.put("x", new Floats(Shape.of(4, 3, 2), numbers(random, 24)));
    if (masked) {
      inputs.put("lengths", new Integers(ElementType.INT32, Shape.of(3), 2, 4, 1));
    }
    for (int k = 0; k < cell.states().size(); k++) {
      int width = cell.states().get(k).width();
      inputs.put("first" + k, new Floats(Shape.of(3, width), numbers(random, 3 * width)));
    }
    return inputs;
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static OnnxValue value(String name, Dimension... shape) {
    return OnnxValue.of(name, ElementType.FLOAT, shape);
  }

  /** A running sum of x, and twice of it; "factor" is of the graph around. */
  private static OnnxModel sums(List<OnnxNode> body, OnnxValue sum, OnnxValue twice) {
    OnnxGraph step =
        new OnnxGraph(
            "step", body, List.of(value("s"), value("x_t")), List.of(sum, twice), List.of());
    Map<String, OnnxAttribute> attributes =
        Map.of("body", new GraphValue(step), "num_scan_inputs", new IntValue(1));
    OnnxGraph graph =
        new OnnxGraph(
            "sums",
            List.of(OnnxNode.of("Scan", List.of("zero", "x"), List.of("last", "all"), attributes)),
            List.of(value("x", ANY, ANY), value("factor")),
            List.of(value("last", ANY), value("all", ANY, ANY)),
            List.of(OnnxTensor.ofFloats("zero", Shape.of(2), 0, 0)));
    return new OnnxModel(8, Map.of("", 16L), "", "", graph, Map.of(), "");
  }

  private static final List<OnnxNode> SUM =
      List.of(
          OnnxNode.of("Add", List.of("s", "x_t"), List.of("next"), Map.of()),
          OnnxNode.of("Mul", List.of("next", "factor"), List.of("twice"), Map.of()));

  private static Map<String, Value> given(int steps) {
    float[] x = new float[2 * steps];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    return Map.of("x", new Floats(Shape.of(steps, 2), x), "factor", new Floats(Shape.of(), 2));
  }

  @Test
  void aBodyReadsWhatIsAroundIt() {
    Map<String, Value> outputs = run(sums(SUM, value("next"), value("twice")), given(3));
    assertThat(((Floats) outputs.get("last")).elements()).containsExactly(6, 9);
    assertThat(((Floats) outputs.get("all")).elements()).containsExactly(0, 2, 4, 8, 12, 18);
  }

  @Test
  void withoutStepsTheBodySaysTheShape() {
    OnnxModel said = sums(SUM, value("next"), value("twice", new Dimension.Fixed(2)));
    Map<String, Value> outputs = run(said, given(0));
    assertThat(((Floats) outputs.get("last")).elements()).containsExactly(0, 0);
    assertThat(outputs.get("all")).hasToString("FLOAT[0, 2]");
    OnnxValue silent = new OnnxValue("twice", Optional.empty(), "");
    assertThatThrownBy(() -> run(sums(SUM, value("next"), silent), given(0)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "node 'last' of operator 'Scan': there are no steps, and its body does not say the"
                + " shape of output 0");
  }

  @Test
  void statesKeepTheirShape() {
    List<OnnxNode> growing =
        List.of(
            OnnxNode.of(
                "Concat", List.of("s", "x_t"), List.of("next"), Map.of("axis", new IntValue(0))),
            OnnxNode.of("Mul", List.of("x_t", "factor"), List.of("twice"), Map.of()));
    assertThatThrownBy(() -> run(sums(growing, value("next"), value("twice")), given(3)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "node 'last' of operator 'Scan': state 0 is FLOAT[2] before a step and FLOAT[4] after"
                + " it");
  }

  @Test
  void faultsInABodyAreNamed() {
    List<OnnxNode> broken =
        List.of(
            OnnxNode.of("And", List.of("s", "x_t"), List.of("next"), Map.of()),
            OnnxNode.of("Mul", List.of("x_t", "factor"), List.of("twice"), Map.of()));
    assertThatThrownBy(() -> run(sums(broken, value("next"), value("twice")), given(3)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("node 'next' of operator 'And': input 0 is FLOAT[2], expected BOOL");
  }
}

package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.nodes.NodeList;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Any cell as the standard's operator Scan, whose body is the cell's equations for the sequences of
 * a batch. Uses operators as they are in opsets 14 to 26. Masks stand for their expectations.
 *
 * <p>The weights are not in the body but in the graph around it, so that there is one copy of them:
 * {@link #weights}.
 */
public final class ScanBody {
  private final CellEquations equations;
  private final String prefix;

  /**
   * A cell to be written.
   *
   * @param equations its equations
   * @param prefix what the names of its weights and of everything in its body begin with; no other
   *     name of the model may
   */
  public ScanBody(CellEquations equations, String prefix) {
    this.equations = equations.expected();
    this.prefix = Objects.requireNonNull(prefix);
  }

  /**
   * The values around the operator, by name.
   *
   * @param x the input, [T, B, inputs]
   * @param running which steps are real, as truth values [T, B, 1] (see {@link RunningSteps}); left
   *     out if all are. Where a step is not, states stay and outputs are 0
   * @param initialStates the states before the first step, [B, width] each, in the order of the
   *     equations
   * @param finalStates those after the last step
   * @param y the outputs, [T, B, outputs]
   */
  public record Values(
      String x,
      Optional<String> running,
      List<String> initialStates,
      List<String> finalStates,
      String y) {
    /** Copies the lists. */
    public Values {
      initialStates = List.copyOf(initialStates);
      finalStates = List.copyOf(finalStates);
    }
  }

  /**
   * The operator.
   *
   * @param values what it reads and writes; each needs a name, for not every runtime takes a Scan
   *     whose final states are left out
   * @param reversed whether it begins with the last step; with running steps each sequence then
   *     begins at its own end
   * @return a node
   * @throws IllegalArgumentException if there are more or fewer states than the cell has, or a name
   *     is missing
   */
  public OnnxNode node(Values values, boolean reversed) {
    int states = equations.states().size();
    List<String> inputs = new ArrayList<>(values.initialStates);
    inputs.add(values.x);
    values.running.ifPresent(inputs::add);
    List<String> outputs = new ArrayList<>(values.finalStates);
    outputs.add(values.y);
    if (values.initialStates.size() != states || values.finalStates.size() != states) {
      throw new IllegalArgumentException(
          "the cell has %d states, got %d initial and %d final ones"
              .formatted(states, values.initialStates.size(), values.finalStates.size()));
    }
    if (inputs.contains("") || outputs.contains("")) {
      throw new IllegalArgumentException(
          "every input and output of a Scan needs a name, got %s and %s"
              .formatted(inputs, outputs));
    }
    long scanned = values.running.isPresent() ? 2 : 1;
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("body", new GraphValue(graph(values.running.isPresent())));
    attributes.put("num_scan_inputs", new IntValue(scanned));
    if (reversed) {
      attributes.put("scan_input_directions", new Ints(Collections.nCopies((int) scanned, 1L)));
      attributes.put("scan_output_directions", new Ints(List.of(1L)));
    }
    return OnnxNode.of("Scan", inputs, outputs, attributes);
  }

  private OnnxGraph graph(boolean masked) {
    BodyNodes body = new BodyNodes(equations, prefix);
    NodeList nodes = body.nodes();
    List<OnnxValue> inputs = new ArrayList<>();
    List<OnnxValue> outputs = new ArrayList<>();
    for (State state : equations.states()) {
      inputs.add(value(body.state(state), ElementType.FLOAT, Dimension.UNKNOWN));
    }
    inputs.add(value(body.input(), ElementType.FLOAT, Dimension.UNKNOWN));
    String running = prefix + "running";
    if (masked) {
      inputs.add(value(running, ElementType.BOOL, new Dimension.Fixed(1)));
    }
    for (State state : equations.states()) {
      String next = body.matrix(equations.next().get(state), state.width());
      String kept = body.next(state);
      if (masked) {
        nodes.named(kept, "Where", Map.of(), running, next, body.state(state));
      } else {
        nodes.named(kept, "Identity", Map.of(), next);
      }
      outputs.add(value(kept, ElementType.FLOAT, Dimension.UNKNOWN));
    }
    String output = body.matrix(equations.output(), equations.outputs());
    String y = prefix + "y";
    if (masked) {
      nodes.named(y, "Where", Map.of(), running, output, nodes.number(0));
    } else {
      nodes.named(y, "Identity", Map.of(), output);
    }
    outputs.add(value(y, ElementType.FLOAT, Dimension.UNKNOWN));
    return new OnnxGraph(prefix + "step", nodes.nodes(), inputs, outputs, nodes.constants());
  }

  private static OnnxValue value(String name, ElementType type, Dimension columns) {
    return OnnxValue.of(name, type, Dimension.UNKNOWN, columns);
  }

  /**
   * The weights as initializers of the graph around the operator: matrices transposed, [width of
   * the operand, width], and vectors [width].
   *
   * @param inputs the width of the input
   * @param parameters the cell's weights by name, row by row; copied
   * @return named tensors
   * @throws IllegalArgumentException if a weight is missing or has another size
   */
  public List<OnnxTensor> weights(int inputs, Map<String, float[]> parameters) {
    List<OnnxTensor> tensors = new ArrayList<>();
    equations
        .products()
        .forEach(
            (operand, products) -> {
              int columns = equations.width(operand, inputs);
              for (Linear product : products) {
                int rows = product.width();
                float[] values = values(parameters, product.weight(), rows * columns);
                tensors.add(
                    OnnxTensor.ofFloats(
                        BodyNodes.weight(prefix, product.weight()),
                        Shape.of(columns, rows),
                        transposed(values, rows, columns)));
              }
            });
    for (PerUnit vector : equations.vectors()) {
      float[] values = values(parameters, vector.name(), vector.width());
      tensors.add(
          OnnxTensor.ofFloats(
              BodyNodes.weight(prefix, vector.name()), Shape.of(vector.width()), values));
    }
    return tensors;
  }

  private static float[] values(Map<String, float[]> parameters, String name, int size) {
    float[] values = parameters.get(name);
    if (values == null || values.length != size) {
      throw new IllegalArgumentException(
          "parameter '%s' needs %d numbers, got %s"
              .formatted(name, size, values == null ? "none" : values.length));
    }
    return values;
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] transposed = new float[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = values[i * columns + j];
      }
    }
    return transposed;
  }
}

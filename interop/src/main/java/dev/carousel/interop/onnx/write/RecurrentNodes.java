package dev.carousel.interop.onnx.write;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.cell.CellEquations;
import dev.carousel.expression.Expression.State;
import dev.carousel.graph.GraphWriter.Directed;
import dev.carousel.graph.GraphWriter.Recurrence;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.interchange.RecurrentParameters;
import dev.carousel.interop.onnx.format.Dimension.Fixed;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.nodes.NodeList;
import dev.carousel.interop.onnx.recurrence.Direction;
import dev.carousel.interop.onnx.recurrence.Layout;
import dev.carousel.interop.onnx.recurrence.OnnxCell;
import dev.carousel.interop.onnx.recurrence.OnnxLstm;
import dev.carousel.interop.onnx.recurrence.RecurrenceMatch;
import dev.carousel.interop.onnx.recurrence.RecurrenceTensors;
import dev.carousel.interop.onnx.recurrence.RecurrentOperator;
import dev.carousel.interop.onnx.recurrence.ScanBody;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recurrent layer as one node of the operator that computes its cell or, where the standard has
 * none, as a Scan over the cell's equations for each direction.
 */
final class RecurrentNodes {
  private final GraphDraft draft;
  private final NodeList nodes;
  private final GraphBatch batch;
  private final Kernels kernels;
  private final List<Directed> directions;
  private final CellEquations equations;

  RecurrentNodes(GraphDraft draft, GraphBatch batch, Kernels kernels, List<Directed> directions) {
    this.draft = draft;
    nodes = draft.nodes();
    this.batch = batch;
    this.kernels = kernels;
    this.directions = directions;
    equations = directions.get(0).layer().equations();
  }

  Recurrence write(Value x) {
    List<Way> ways = new ArrayList<>();
    for (Directed directed : directions) {
      Map<String, String> initial = new LinkedHashMap<>();
      Map<String, String> last = new LinkedHashMap<>();
      for (State state : equations.states()) {
        initial.put(state.name(), initial(directed.layer(), state));
        last.put(state.name(), last(directed.layer(), state));
      }
      RecurrentParameters parameters =
          RecurrentParameters.of(directed.layer(), directed.parameters());
      ways.add(new Way(directed.layer(), parameters, weights(parameters), initial, last));
    }
    return operator()
        .map(match -> withOperator(x, match, ways))
        .orElseGet(() -> withScans(x, ways));
  }

  /**
   * A direction.
   *
   * @param weights by the cell's names, row by row
   * @param initial the names of the states before the first step, [B, width], by the cell's names
   * @param last the names that those after the last step are to have
   */
  private record Way(
      Layer.Recurrent layer,
      RecurrentParameters parameters,
      Map<String, float[]> weights,
      Map<String, String> initial,
      Map<String, String> last) {}

  private String initial(Layer.Recurrent layer, State state) {
    int width = state.width();
    OnnxTensor zeros =
        OnnxTensor.ofFloats(
            "initial." + layer.name() + "." + state.name(), Shape.of(1, width), new float[width]);
    return batch.expanded(
        draft.optionalInput(
            zeros,
            "the state before the first step; 0 if left out",
            GraphDraft.BATCH_OR_ONE,
            new Fixed(width)));
  }

  private String last(Layer.Recurrent layer, State state) {
    return draft.furtherOutput(
        "final." + layer.name() + "." + state.name(),
        "the state after each sequence's last step",
        GraphDraft.BATCH,
        new Fixed(state.width()));
  }

  private Map<String, float[]> weights(RecurrentParameters parameters) {
    Map<Parameter, float[]> arrays = new IdentityHashMap<>();
    Map<String, float[]> weights = new LinkedHashMap<>();
    parameters
        .named()
        .forEach(
            (name, slice) -> {
              float[] all =
                  arrays.computeIfAbsent(slice.parameter(), p -> kernels.toArray(p.value()));
              int end = slice.offset() + slice.shape().elements();
              weights.put(name, Arrays.copyOfRange(all, slice.offset(), end));
            });
    return weights;
  }

  /** ONNX Runtime (1.29) does not clip what an LSTM's last activation is given, a Scan does. */
  private Optional<RecurrenceMatch> operator() {
    return RecurrenceMatch.of(equations)
        .filter(match -> !(match.cell() instanceof OnnxLstm && match.cell().clip().isPresent()));
  }

  private Recurrence withOperator(Value x, RecurrenceMatch match, List<Way> ways) {
    OnnxCell cell = match.cell();
    int count = ways.size();
    int units = cell.units();
    Direction direction =
        count == 2
            ? Direction.BIDIRECTIONAL
            : ways.get(0).layer.reversed() ? Direction.REVERSE : Direction.FORWARD;
    RecurrentOperator operator =
        new RecurrentOperator(direction, Layout.STEPS_FIRST, Collections.nCopies(count, cell));
    List<String> inputs = new ArrayList<>();
    inputs.add(x.name());
    List<String> weights = tensors(operator, x.width(), match, ways);
    inputs.addAll(weights.subList(0, 3));
    inputs.add(batch.lengths());
    List<String> outputs = new ArrayList<>();
    outputs.add(nodes.fresh());
    for (State state : cell.equations().states()) {
      String own = match.states().get(state.name());
      inputs.add(joined(ways.stream().map(way -> way.initial.get(own)).toList()));
      outputs.add(nodes.fresh());
    }
    inputs.addAll(weights.subList(3, weights.size()));
    String name = ways.get(0).layer.stack() + "." + ways.get(0).layer.number();
    nodes.add(new OnnxNode(cell.operator(), "", name, inputs, outputs, operator.attributes(), ""));
    List<String> lasts = new ArrayList<>();
    for (int way = 0; way < count; way++) {
      int output = 1;
      for (State state : cell.equations().states()) {
        String last = ways.get(way).last.get(match.states().get(state.name()));
        nodes.named(last, "Gather", Map.of(), outputs.get(output++), nodes.integer(way));
      }
      // The first state, h, is the output.
      lasts.add(ways.get(way).last.get(match.states().get("h")));
    }
    return new Recurrence(
        new Value(sequence(outputs.get(0), count, units), true, count * units),
        new Value(beside(lasts), false, count * units));
  }

  /** The names of the tensors W, R, B and, if there are any, P. */
  private List<String> tensors(
      RecurrentOperator operator, int inputs, RecurrenceMatch match, List<Way> ways) {
    OnnxCell cell = match.cell();
    RecurrenceTensors tensors =
        RecurrenceTensors.of(
            operator,
            inputs,
            ways.stream().map(way -> match.operatorsWeights(way.weights)).toList());
    int count = ways.size();
    int units = cell.units();
    int rows = cell.gates().size() * units;
    Layer.Recurrent layer = ways.get(0).layer;
    String prefix = layer.stack() + "." + layer.number() + ".";
    List<String> names = new ArrayList<>();
    names.add(draft.weight(prefix + "W", Shape.of(count, rows, inputs), tensors::w));
    names.add(draft.weight(prefix + "R", Shape.of(count, rows, units), tensors::r));
    names.add(draft.weight(prefix + "B", Shape.of(count, 2 * rows), tensors::b));
    int peepholes = tensors.p().length;
    if (peepholes > 0) {
      names.add(draft.weight(prefix + "P", Shape.of(count, peepholes / count), tensors::p));
    }
    return names;
  }

  /** States [B, H] of each direction as [directions, B, H]. */
  private String joined(List<String> states) {
    List<String> each = new ArrayList<>();
    for (String state : states) {
      each.add(nodes.add("Unsqueeze", state, nodes.integers(0)));
    }
    return concatenated(each, 0);
  }

  private String beside(List<String> parts) {
    return concatenated(parts, -1);
  }

  private String concatenated(List<String> parts, long axis) {
    return parts.size() == 1
        ? parts.get(0)
        : nodes.add("Concat", Map.of("axis", new IntValue(axis)), parts.toArray(String[]::new));
  }

  /** Outputs [T, directions, B, H] as [T, B, directions · H]. */
  private String sequence(String outputs, int count, int units) {
    if (count == 1) {
      return nodes.add("Squeeze", outputs, nodes.integers(1));
    }
    Ints order = new Ints(List.of(0L, 2L, 1L, 3L));
    String beside = nodes.add("Transpose", Map.of("perm", order), outputs);
    return nodes.add("Reshape", beside, nodes.integers(0, 0, (long) count * units));
  }

  private Recurrence withScans(Value x, List<Way> ways) {
    List<String> sequences = new ArrayList<>();
    List<String> lasts = new ArrayList<>();
    for (Way way : ways) {
      ScanBody body = new ScanBody(equations, way.layer.name() + ".");
      draft.weights(body.weights(x.width(), way.weights));
      String y = nodes.fresh();
      nodes.add(
          body.node(
              new ScanBody.Values(
                  x.name(),
                  Optional.of(batch.running()),
                  List.copyOf(way.initial.values()),
                  List.copyOf(way.last.values()),
                  y),
              way.layer.reversed()));
      sequences.add(y);
      lasts.add(way.layer.reversed() ? first(y) : last(y));
    }
    int width = ways.size() * equations.outputs();
    return new Recurrence(
        new Value(beside(sequences), true, width), new Value(beside(lasts), false, width));
  }

  /** The first step. */
  private String first(String sequence) {
    return nodes.add("Gather", sequence, nodes.integer(0));
  }

  /** The last real step of each sequence. */
  private String last(String sequence) {
    String rows = nodes.add("Reshape", sequence, nodes.integers(-1, equations.outputs()));
    return nodes.add("Gather", rows, batch.lastRows());
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.recurrence.Layout;
import dev.carousel.interop.onnx.recurrence.OnnxCell;
import dev.carousel.interop.onnx.recurrence.RecurrenceRunner;
import dev.carousel.interop.onnx.recurrence.RecurrenceTensors;
import dev.carousel.interop.onnx.recurrence.RecurrentOperator;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The operators RNN, GRU and LSTM. Weights that are the same in all runs are made ready once;
 * others in each run.
 */
final class Recurrence implements Operator {
  private static final int X = 0;
  private static final int W = 1;
  private static final int R = 2;
  private static final int B = 3;
  private static final int LENGTHS = 4;
  private static final int H = 5;
  private static final int C = 6;
  private static final int P = 7;
  private static final int[] WEIGHTS = {W, R, B, P};

  /** Making a cell ready takes about as long as a product of this many multiplications. */
  private static final int WORK_OF_CELL = 1_000_000;

  private final OnnxNode node;
  private final Kernels kernels;
  private final int gates;
  private final boolean cellState;
  private final Optional<Ready> ready;

  /** An operator with its weights. */
  private record Ready(RecurrentOperator operator, RecurrenceRunner runner, int inputs) {}

  Recurrence(NodeReader reader) {
    node = reader.node();
    kernels = reader.kernels();
    cellState = node.operator().equals("LSTM");
    gates =
        switch (node.operator()) {
          case "LSTM" -> 4;
          case "GRU" -> 3;
          default -> 1;
        };
    reader.requires(3, cellState ? 8 : 6, cellState ? 3 : 2);
    // Its own reader names what it does not know.
    reader.pass();
    boolean known =
        Arrays.stream(WEIGHTS)
            .allMatch(input -> !reader.hasInput(input) || reader.known(input).isPresent());
    if (known) {
      Value[] weights = new Value[P + 1];
      for (int input : WEIGHTS) {
        weights[input] = reader.absorbed(input).orElse(null);
      }
      ready = Optional.of(ready(reader, new Inputs(weights)));
    } else {
      ready = Optional.empty();
    }
    reader.recurrence(
        ready
            .map(Ready::operator)
            .orElseGet(() -> RecurrentOperator.of(node, statedUnits()))
            .cells());
  }

  private Ready ready(NodeReader reader, Inputs weights) {
    try {
      return ready(weights, reader.budget());
    } catch (IllegalArgumentException e) {
      String place = NodeReader.place(node);
      boolean placed = e.getMessage().startsWith(place);
      throw placed ? e : reader.refused(e.getMessage());
    }
  }

  /** What R says in the end; until then, what attributes are read with. */
  private int statedUnits() {
    boolean stated =
        node.attributes().get("hidden_size") instanceof IntValue size
            && size.value() > 0
            && size.value() <= Integer.MAX_VALUE;
    return stated ? (int) ((IntValue) node.attributes().get("hidden_size")).value() : 1;
  }

  private Ready ready(Inputs inputs, Budget budget) {
    Floats r = inputs.floats(R);
    Floats w = inputs.floats(W);
    if (r.shape().rank() != 3 || r.shape().size(2) == 0) {
      throw inputs.unexpected(R, "R, FLOAT of shape [directions, gates times units, units]");
    }
    int units = r.shape().size(2);
    RecurrentOperator operator = RecurrentOperator.of(node, units);
    int ways = operator.direction().count();
    long rows = (long) gates * units;
    requireShape(inputs, R, "R", ways, rows, units);
    int width = w.shape().rank() == 3 ? w.shape().size(2) : 0;
    requireShape(inputs, W, "W", ways, rows, Math.max(1, width));
    requireShape(inputs, B, "B", ways, 2 * rows);
    requireShape(inputs, P, "P", ways, 3L * units);
    // Made ready they take as much again, and while that is done twice as much more.
    long elements = 0;
    for (int input : WEIGHTS) {
      elements += inputs.has(input) ? inputs.any(input).shape().elements() : 0;
    }
    budget.scratch(4 * elements * Float.BYTES);
    budget.product(ways, WORK_OF_CELL);
    RecurrenceTensors tensors =
        new RecurrenceTensors(
            width, w.elements(), r.elements(), elements(inputs, B), elements(inputs, P));
    return new Ready(operator, new RecurrenceRunner(operator, tensors, kernels), width);
  }

  private static float[] elements(Inputs inputs, int input) {
    return inputs.has(input) ? inputs.floats(input).elements() : new float[0];
  }

  private static void requireShape(Inputs inputs, int input, String name, long... sizes) {
    if (inputs.has(input) && !inputs.floats(input).shape().equals(Budget.shape(sizes))) {
      throw inputs.unexpected(input, "%s, FLOAT%s".formatted(name, Arrays.toString(sizes)));
    }
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    try {
      return run(ready.isPresent() ? ready.get() : ready(inputs, budget), inputs, budget);
    } catch (IllegalArgumentException e) {
      // Whoever runs this says where it is.
      String place = NodeReader.place(node);
      throw e.getMessage().startsWith(place)
          ? new IllegalArgumentException(e.getMessage().substring(place.length()), e)
          : e;
    }
  }

  private List<Value> run(Ready ready, Inputs inputs, Budget budget) {
    RecurrentOperator operator = ready.operator;
    Floats x = inputs.floats(X);
    boolean stepsFirst = operator.layout() == Layout.STEPS_FIRST;
    int ways = operator.direction().count();
    int units = operator.cells().get(0).units();
    if (x.shape().rank() != 3 || x.shape().size(2) != ready.inputs) {
      throw inputs.unexpected(
          X,
          "X, FLOAT[%s, %d]".formatted(stepsFirst ? "steps, batch" : "batch, steps", ready.inputs));
    }
    int steps = x.shape().size(stepsFirst ? 0 : 1);
    int rows = x.shape().size(stepsFirst ? 1 : 0);
    Shape outputs =
        stepsFirst
            ? Budget.shape(steps, ways, rows, units)
            : Budget.shape(rows, steps, ways, units);
    Shape states = stepsFirst ? Budget.shape(ways, rows, units) : Budget.shape(rows, ways, units);
    requireShape(inputs, H, "initial_h", asLongs(states));
    requireShape(inputs, C, "initial_c", asLongs(states));
    List<float[]> initial = new ArrayList<>();
    initial.add(elements(inputs, H));
    if (cellState) {
      initial.add(elements(inputs, C));
    }
    if (steps == 0 || rows == 0) {
      return untouched(outputs, states, initial, budget);
    }
    reserve(operator.cells().get(0), ready, steps, rows, ways, budget);
    int[] lengths = lengths(inputs, steps, rows);
    RecurrenceRunner.Result result = ready.runner.run(x.elements(), steps, lengths, initial);
    List<Value> values = new ArrayList<>();
    values.add(new Floats(outputs, result.y()));
    result.states().forEach(state -> values.add(new Floats(states, state)));
    return values;
  }

  private static long[] asLongs(Shape shape) {
    return Arrays.stream(shape.sizes()).asLongStream().toArray();
  }

  private static int[] lengths(Inputs inputs, int steps, int rows) {
    int[] lengths = new int[rows];
    Arrays.fill(lengths, steps);
    if (inputs.has(LENGTHS)) {
      Value.Integers given = inputs.integers(LENGTHS);
      if (given.shape().rank() != 1 || given.elements().length != rows) {
        throw inputs.unexpected(LENGTHS, "sequence_lens, INT32[%d]".formatted(rows));
      }
      for (int row = 0; row < rows; row++) {
        long length = given.elements()[row];
        if (length < 1 || length > steps) {
          throw new IllegalArgumentException(
              "sequence_lens[%d] is %d, expected 1 to %d".formatted(row, length, steps));
        }
        lengths[row] = (int) length;
      }
    }
    return lengths;
  }

  /** Without a step, or without a sequence, states stay what they are. */
  private static List<Value> untouched(
      Shape outputs, Shape states, List<float[]> initial, Budget budget) {
    List<Value> values = new ArrayList<>();
    values.add(budget.floats(outputs));
    for (float[] state : initial) {
      Floats last = budget.floats(states);
      System.arraycopy(state, 0, last.elements(), 0, state.length);
      values.add(last);
    }
    return values;
  }

  /**
   * What a run takes: the work of its products, and for each direction in turn the packed input,
   * sums and values of each gate, outputs and states.
   */
  private void reserve(OnnxCell cell, Ready ready, int steps, int rows, int ways, Budget budget) {
    long units = cell.units();
    budget.product(steps, rows, ways, gates * units, ready.inputs + units);
    // Long enough for any shape that fits an int, as there are few gates.
    double eachStep = 3.0 * ready.inputs + units * (4.0 * gates + 8) + 2.0 * ways * units;
    double all = eachStep * (steps + 2.0) * rows * Float.BYTES;
    budget.scratch((long) Math.min(Long.MAX_VALUE, all));
  }
}

package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.CellEquations;
import dev.carousel.cell.CellTensors;
import dev.carousel.cell.Packing;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Computes what a node of a recurrent operator does, with weights that do not change. Immutable;
 * may run at the same time for different inputs.
 */
public final class RecurrenceRunner {
  private final RecurrentOperator operator;
  private final int inputs;
  private final Kernels kernels;
  private final List<Way> ways = new ArrayList<>();

  /** One direction: its cell, ready to run. */
  private record Way(SequenceRunner runner, SequenceRunner.Frozen weights) {}

  /**
   * Makes the weights ready.
   *
   * @param operator what is computed
   * @param tensors its weights; copied
   * @param kernels what to compute with
   * @throws IllegalArgumentException if the tensors are not those of the operator
   */
  public RecurrenceRunner(RecurrentOperator operator, RecurrenceTensors tensors, Kernels kernels) {
    this.operator = operator;
    this.inputs = tensors.inputs();
    this.kernels = kernels;
    List<Map<String, float[]>> parameters = tensors.parameters(operator);
    for (int way = 0; way < operator.cells().size(); way++) {
      CellEquations equations = operator.cells().get(way).equations();
      SequenceRunner runner = new SequenceRunner(equations, kernels);
      CellTensors stacked = stacked(equations, runner, parameters.get(way));
      ways.add(new Way(runner, runner.freeze(stacked)));
    }
  }

  private CellTensors stacked(
      CellEquations equations, SequenceRunner runner, Map<String, float[]> parameters) {
    List<Shape> shapes = runner.shapes(inputs);
    List<Tensor> weights = new ArrayList<>();
    for (List<Linear> group : equations.products().values()) {
      List<String> names = group.stream().map(Linear::weight).toList();
      weights.add(tensor(parameters, names, shapes.get(weights.size())));
    }
    List<String> names = equations.vectors().stream().map(PerUnit::name).toList();
    return new CellTensors(weights, tensor(parameters, names, shapes.get(weights.size())));
  }

  private Tensor tensor(Map<String, float[]> parameters, List<String> names, Shape shape) {
    float[] values = new float[shape.elements()];
    int first = 0;
    for (String name : names) {
      float[] part = parameters.get(name);
      System.arraycopy(part, 0, values, first, part.length);
      first += part.length;
    }
    return kernels.tensor(values, shape.sizes());
  }

  /**
   * What comes out, laid out as the operator says. The arrays are the caller's.
   *
   * @param y Y, the outputs, 0 after each sequence's end
   * @param states Y_h and, for an LSTM, Y_c: the states after each sequence's last step in the
   *     direction of reading
   */
  public record Result(float[] y, List<float[]> states) {}

  /**
   * Runs over a batch. Steps after a sequence's end are not looked at; in the reverse direction a
   * sequence begins at its own last step.
   *
   * @param x X, laid out as the operator says; not changed
   * @param steps T
   * @param lengths sequence_lens, 1 to T for each of the B sequences; T for all if a node has none
   * @param initial initial_h and, for an LSTM, initial_c, laid out as the operator says; an empty
   *     array where a node has none, which means 0
   * @return outputs and final states
   * @throws IllegalArgumentException if an array has another size, or a length is impossible
   */
  public Result run(float[] x, int steps, int[] lengths, List<float[]> initial) {
    int rows = lengths.length;
    int units = operator.cell().units();
    int stateCount = operator.cell().equations().states().size();
    requireSize("X", x, (long) steps * rows * inputs);
    if (initial.size() != stateCount) {
      throw new IllegalArgumentException(
          "operator %s needs %d initial states, got %d"
              .formatted(operator.cell().operator(), stateCount, initial.size()));
    }
    for (float[] state : initial) {
      if (state.length > 0) {
        requireSize("an initial state", state, (long) ways.size() * rows * units);
      }
    }
    Packing packing = Packing.of(steps, rows, lengths);
    float[] y = new float[Math.toIntExact((long) steps * ways.size() * rows * units)];
    List<float[]> states = new ArrayList<>();
    for (int k = 0; k < stateCount; k++) {
      states.add(new float[ways.size() * rows * units]);
    }
    for (int way = 0; way < ways.size(); way++) {
      run(way, x, packing, initial, new Result(y, states));
    }
    return new Result(y, states);
  }

  private void requireSize(String name, float[] values, long size) {
    if (values.length != size) {
      throw new IllegalArgumentException(
          "%s of operator %s has %d numbers, expected %d"
              .formatted(name, operator.cell().operator(), values.length, size));
    }
  }

  private void run(int way, float[] x, Packing packing, List<float[]> initial, Result result) {
    int rows = packing.rows();
    int units = operator.cell().units();
    int[] order = packing.order();
    int[] stepRows = packing.paddedRows();
    if (operator.direction().reversed(way)) {
      int[] reversed = packing.reversedRows();
      int[] forward = stepRows.clone();
      for (int row = 0; row < reversed.length; row++) {
        stepRows[row] = forward[reversed[row]];
      }
    }
    Layout layout = operator.layout();
    float[] packed = new float[packing.total() * inputs];
    for (int row = 0; row < stepRows.length; row++) {
      int step = stepRows[row] / rows;
      int from = layout.input(step, stepRows[row] % rows, packing.steps(), rows);
      System.arraycopy(x, from * inputs, packed, row * inputs, inputs);
    }
    List<Tensor> states = new ArrayList<>();
    for (float[] state : initial) {
      float[] sorted = new float[rows * units];
      for (int row = 0; state.length > 0 && row < rows; row++) {
        int from = layout.state(way, order[row], ways.size(), rows);
        System.arraycopy(state, from * units, sorted, row * units, units);
      }
      states.add(kernels.tensor(sorted, rows, units));
    }
    Way cell = ways.get(way);
    SequenceRunner.Pass pass =
        cell.runner.forward(
            cell.weights,
            kernels.tensor(packed, packing.total(), inputs),
            states,
            packing,
            new Workspace(kernels));
    float[] outputs = kernels.toArray(pass.output());
    for (int row = 0; row < stepRows.length; row++) {
      int step = stepRows[row] / rows;
      int sequence = stepRows[row] % rows;
      int to = layout.output(step, way, sequence, packing.steps(), ways.size(), rows);
      System.arraycopy(outputs, row * units, result.y, to * units, units);
    }
    for (int k = 0; k < states.size(); k++) {
      float[] last = kernels.toArray(pass.finalState(k));
      for (int row = 0; row < rows; row++) {
        int to = layout.state(way, order[row], ways.size(), rows);
        System.arraycopy(last, row * units, result.states.get(k), to * units, units);
      }
    }
  }
}

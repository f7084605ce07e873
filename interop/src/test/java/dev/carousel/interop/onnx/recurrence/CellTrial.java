package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.CellEquations;
import dev.carousel.cell.DoubleReference;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/**
 * Random numbers for a cell: weights, inputs, lengths, states before the first step; as floats and
 * for the double reference.
 *
 * @param inputs the width of the input
 * @param weights by name
 * @param x [T, B, inputs]
 * @param lengths 1 to T, one of them T
 * @param initial [B, width] each, by state
 */
record CellTrial(
    CellEquations cell,
    int inputs,
    Map<String, float[]> weights,
    float[] x,
    int steps,
    int[] lengths,
    Map<String, float[]> initial) {

  static CellTrial random(CellEquations cell, int steps, int rows, int inputs, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> weights = new LinkedHashMap<>();
    cell.products()
        .forEach(
            (operand, products) ->
                products.forEach(
                    product ->
                        weights.put(
                            product.weight(),
                            numbers(random, product.width() * cell.width(operand, inputs)))));
    for (PerUnit vector : cell.vectors()) {
      weights.put(vector.name(), numbers(random, vector.width()));
    }
    float[] x = numbers(random, steps * rows * inputs);
    int[] lengths = new int[rows];
    for (int b = 0; b < rows; b++) {
      lengths[b] = b == 0 ? steps : 1 + random.nextInt(steps);
    }
    Map<String, float[]> initial = new LinkedHashMap<>();
    for (State state : cell.states()) {
      initial.put(state.name(), numbers(random, rows * state.width()));
    }
    return new CellTrial(cell, inputs, weights, x, steps, lengths, initial);
  }

  /** The same with every sequence as long as the batch. */
  CellTrial ofEqualLengths() {
    int[] equal = new int[lengths.length];
    Arrays.fill(equal, steps);
    return new CellTrial(cell, inputs, weights, x, steps, equal, initial);
  }

  DoubleReference.Result doubles() {
    return doubles(x);
  }

  /** With each sequence from its last step to its first, and the outputs in the input's order. */
  DoubleReference.Result reversedDoubles() {
    DoubleReference.Result result = doubles(reversed(x, inputs));
    int width = cell.outputs();
    int rows = lengths.length;
    List<DMatrixRMaj> outputs = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      DMatrixRMaj step = new DMatrixRMaj(rows, width);
      for (int b = 0; b < rows; b++) {
        int from = t < lengths[b] ? lengths[b] - 1 - t : t;
        for (int j = 0; j < width; j++) {
          step.set(b, j, result.outputs().get(from).get(b, j));
        }
      }
      outputs.add(step);
    }
    return new DoubleReference.Result(outputs, result.finalStates(), result.values());
  }

  private float[] reversed(float[] values, int width) {
    int rows = lengths.length;
    float[] reversed = values.clone();
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        int from = ((lengths[b] - 1 - t) * rows + b) * width;
        System.arraycopy(values, from, reversed, (t * rows + b) * width, width);
      }
    }
    return reversed;
  }

  private DoubleReference.Result doubles(float[] read) {
    Map<String, DMatrixRMaj> matrices = new LinkedHashMap<>();
    Map<String, DMatrixRMaj> vectors = new LinkedHashMap<>();
    Map<String, DMatrixRMaj> states = new LinkedHashMap<>();
    cell.products()
        .forEach(
            (operand, products) ->
                products.forEach(
                    product ->
                        matrices.put(
                            product.weight(),
                            matrix(weights.get(product.weight()), product.width()))));
    cell.vectors()
        .forEach(vector -> vectors.put(vector.name(), matrix(weights.get(vector.name()), 1)));
    cell.states()
        .forEach(
            state -> states.put(state.name(), matrix(initial.get(state.name()), lengths.length)));
    List<DMatrixRMaj> xs = new ArrayList<>();
    int step = lengths.length * inputs;
    for (int t = 0; t < steps; t++) {
      xs.add(matrix(Arrays.copyOfRange(read, t * step, (t + 1) * step), lengths.length));
    }
    return new DoubleReference(cell)
        .forward(new DoubleReference.Arguments(matrices, vectors, xs, lengths, states, Map.of()));
  }

  private static DMatrixRMaj matrix(float[] values, int rows) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows, values.length / rows);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i, values[i]);
    }
    return matrix;
  }

  static float[] numbers(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}

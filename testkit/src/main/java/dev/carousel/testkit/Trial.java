package dev.carousel.testkit;

import dev.carousel.cell.CellEquations;
import dev.carousel.cell.DoubleReference;
import dev.carousel.cell.DoubleReference.Arguments;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Random arguments of a pass over a batch, and the loss that is differentiated: the sum of all
 * outputs of real steps and of all final states, each times a random number.
 *
 * <p>All numbers are floats, so that the double reference and the float runner begin with the very
 * same ones. Inputs after a sequence's end are random too, and output adjoints there are large, so
 * that whoever looks at them is found out.
 *
 * @param arguments what goes into the pass
 * @param outputAdjoints the factors of the outputs, one [B, outputs] a step
 * @param finalStateAdjoints the factors of the final states by name, each [B, width]
 */
record Trial(
    Arguments arguments,
    List<DMatrixRMaj> outputAdjoints,
    Map<String, DMatrixRMaj> finalStateAdjoints) {

  private static final double AFTER_THE_END = 1e4;

  static Trial random(CellEquations equations, SequenceLengths lengths, int inputs, long seed) {
    RandomStream random = new RandomStream(seed);
    Map<String, DMatrixRMaj> weights = new LinkedHashMap<>();
    for (Map.Entry<Expression, List<Linear>> group : equations.products().entrySet()) {
      int width = equations.width(group.getKey(), inputs);
      for (Linear product : group.getValue()) {
        // Sums of products come out about as large as their operands.
        weights.put(
            product.weight(), gaussian(random, product.width(), width, 1 / Math.sqrt(width)));
      }
    }
    Map<String, DMatrixRMaj> vectors = new LinkedHashMap<>();
    for (PerUnit vector : equations.vectors()) {
      vectors.put(vector.name(), gaussian(random, 1, vector.width(), 0.5));
    }
    int[] rows = lengths.lengths();
    List<DMatrixRMaj> x = new ArrayList<>();
    List<DMatrixRMaj> outputAdjoints = new ArrayList<>();
    for (int t = 0; t < lengths.steps(); t++) {
      x.add(gaussian(random, rows.length, inputs, 1));
      DMatrixRMaj adjoint = gaussian(random, rows.length, equations.outputs(), 1);
      for (int b = 0; b < rows.length; b++) {
        for (int j = 0; t >= rows[b] && j < adjoint.numCols; j++) {
          adjoint.set(b, j, AFTER_THE_END);
        }
      }
      outputAdjoints.add(adjoint);
    }
    Map<String, DMatrixRMaj> initial = new LinkedHashMap<>();
    Map<String, DMatrixRMaj> finalStateAdjoints = new LinkedHashMap<>();
    for (State state : equations.states()) {
      initial.put(state.name(), gaussian(random, rows.length, state.width(), 0.7));
      finalStateAdjoints.put(state.name(), gaussian(random, rows.length, state.width(), 1));
    }
    Map<String, List<DMatrixRMaj>> masks = new LinkedHashMap<>();
    for (Mask mask : equations.masks()) {
      masks.put(mask.name(), drawn(mask, lengths, equations.width(mask, inputs), random));
    }
    return new Trial(
        new Arguments(weights, vectors, x, rows, initial, masks),
        outputAdjoints,
        finalStateAdjoints);
  }

  /** One matrix a step, the same one for all of them if the mask is one of sequences. */
  private static List<DMatrixRMaj> drawn(
      Mask mask, SequenceLengths lengths, int width, RandomStream random) {
    List<DMatrixRMaj> drawn = new ArrayList<>();
    for (int t = 0; t < lengths.steps(); t++) {
      DMatrixRMaj matrix = new DMatrixRMaj(lengths.lengths().length, width);
      for (int i = 0; i < matrix.getNumElements(); i++) {
        matrix.set(i, random.nextDouble() < mask.probability() ? (float) mask.value() : 0);
      }
      drawn.add(t > 0 && mask.draw() == Mask.Draw.EACH_SEQUENCE ? drawn.get(0) : matrix);
    }
    return drawn;
  }

  /** The same trial with the expectation of every mask where it was drawn. */
  Trial expected(CellEquations equations) {
    Map<String, List<DMatrixRMaj>> masks = new LinkedHashMap<>();
    for (Mask mask : equations.masks()) {
      List<DMatrixRMaj> expected = new ArrayList<>();
      for (DMatrixRMaj matrix : arguments.masks().get(mask.name())) {
        DMatrixRMaj filled = matrix.createLike();
        CommonOps_DDRM.fill(filled, (float) mask.expectation());
        expected.add(filled);
      }
      masks.put(mask.name(), expected);
    }
    Arguments same = arguments;
    return new Trial(
        new Arguments(
            same.weights(),
            same.vectors(),
            same.inputs(),
            same.lengths(),
            same.initialStates(),
            masks),
        outputAdjoints,
        finalStateAdjoints);
  }

  private static DMatrixRMaj gaussian(RandomStream random, int rows, int columns, double scale) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < matrix.getNumElements(); i++) {
      matrix.set(i, (float) (scale * random.nextGaussian()));
    }
    return matrix;
  }

  int sequences() {
    return arguments.lengths().length;
  }

  int steps() {
    return arguments.inputs().size();
  }

  int inputs() {
    return arguments.inputs().get(0).numCols;
  }

  /** One of the sequences, as a batch of its own without padding. */
  Trial alone(int sequence) {
    int length = arguments.lengths()[sequence];
    Map<String, List<DMatrixRMaj>> masks = new LinkedHashMap<>();
    arguments
        .masks()
        .forEach((name, steps) -> masks.put(name, rows(steps.subList(0, length), sequence)));
    Arguments own =
        new Arguments(
            arguments.weights(),
            arguments.vectors(),
            rows(arguments.inputs().subList(0, length), sequence),
            new int[] {length},
            rows(arguments.initialStates(), sequence),
            masks);
    return new Trial(
        own, rows(outputAdjoints.subList(0, length), sequence), rows(finalStateAdjoints, sequence));
  }

  /**
   * The arguments of a single sequence's later steps: its states after some steps, and the inputs
   * after them.
   */
  Arguments from(int step, DoubleReference reference) {
    Map<String, DMatrixRMaj> states =
        step == 0
            ? arguments.initialStates()
            : reference.forward(between(0, step, arguments.initialStates())).finalStates();
    return between(step, steps(), states);
  }

  private Arguments between(int from, int to, Map<String, DMatrixRMaj> states) {
    Map<String, List<DMatrixRMaj>> masks = new LinkedHashMap<>();
    arguments.masks().forEach((name, steps) -> masks.put(name, steps.subList(from, to)));
    return new Arguments(
        arguments.weights(),
        arguments.vectors(),
        arguments.inputs().subList(from, to),
        new int[] {to - from},
        states,
        masks);
  }

  private static List<DMatrixRMaj> rows(List<DMatrixRMaj> matrices, int row) {
    return matrices.stream().map(matrix -> row(matrix, row)).toList();
  }

  private static Map<String, DMatrixRMaj> rows(Map<String, DMatrixRMaj> matrices, int row) {
    Map<String, DMatrixRMaj> rows = new LinkedHashMap<>();
    matrices.forEach((name, matrix) -> rows.put(name, row(matrix, row)));
    return rows;
  }

  private static DMatrixRMaj row(DMatrixRMaj matrix, int row) {
    DMatrixRMaj copy = new DMatrixRMaj(1, matrix.numCols);
    for (int j = 0; j < matrix.numCols; j++) {
      copy.set(0, j, matrix.get(row, j));
    }
    return copy;
  }

  /**
   * The loss, given what comes out of a pass over these arguments.
   *
   * @param magnitudes whether to add up the absolute values instead, which bounds the rounding
   *     errors of the sum
   */
  double loss(List<DMatrixRMaj> outputs, Map<String, DMatrixRMaj> states, boolean magnitudes) {
    double sum = 0;
    for (int t = 0; t < outputs.size(); t++) {
      for (int b = 0; b < sequences(); b++) {
        if (t < arguments.lengths()[b]) {
          sum += dot(outputAdjoints.get(t), outputs.get(t), b, magnitudes);
        }
      }
    }
    for (Map.Entry<String, DMatrixRMaj> state : states.entrySet()) {
      for (int b = 0; b < sequences(); b++) {
        sum += dot(finalStateAdjoints.get(state.getKey()), state.getValue(), b, magnitudes);
      }
    }
    return sum;
  }

  private static double dot(DMatrixRMaj a, DMatrixRMaj b, int row, boolean magnitudes) {
    double sum = 0;
    for (int j = 0; j < a.numCols; j++) {
      double product = a.get(row, j) * b.get(row, j);
      sum += magnitudes ? Math.abs(product) : product;
    }
    return sum;
  }
}

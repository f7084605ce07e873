package dev.carousel.testkit;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.expression.Expression.State;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.testkit.TestCellsTest.PeepholeLstm;
import dev.carousel.testkit.TestCellsTest.Widths;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients through recurrent layers as operations on a tape. */
class RecurrentGradientsTest {
  private static final int INPUTS = 2;
  private static final int UNITS = 3;

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());
  private final RandomStream random = new RandomStream(5);

  @ParameterizedTest
  @EnumSource
  void oneLayer(SequenceLengths lengths) {
    check(new RecurrentStack(new PeepholeLstm(UNITS, 1), 1, false, 0), lengths);
  }

  @ParameterizedTest
  @EnumSource
  void twoLayersInBothDirectionsWithDropout(SequenceLengths lengths) {
    check(new RecurrentStack(new PeepholeLstm(UNITS, 1), 2, true, 0.3), lengths);
  }

  @ParameterizedTest
  @EnumSource
  void masksAndWidths(SequenceLengths lengths) {
    Cell cell = new VariationalDropout(new Widths(UNITS, 2, 4), 0.3, 0.3);
    check(new RecurrentStack(new Zoneout(cell, 0, 0.4), 2, true, 0.3), lengths);
  }

  /**
   * The loss holds the sequence, the last outputs and the final states; the variables are the input
   * and the initial states.
   */
  private void check(RecurrentStack stack, SequenceLengths lengths) {
    Recurrent layers =
        new Recurrent(
            "recurrent", stack, INPUTS, kernels, new PyTorchInitializer(), new RandomStream(1));
    int[] rows = lengths.lengths();
    List<Tensor> points = new ArrayList<>();
    points.add(tensor(lengths.steps() * rows.length, INPUTS));
    for (int i = 0; i < stack.layers() * stack.directions(); i++) {
      for (State state : stack.cell().equations().states()) {
        points.add(tensor(rows.length, state.width()));
      }
    }
    GradientCheck.check(
        kernels,
        v -> {
          Recurrent.Output output =
              layers.apply(v.get(0), lengths.steps(), rows, v.subList(1, v.size()));
          Variable ends =
              RowOperations.concatenateColumns(
                  List.of(output.last(), RowOperations.concatenateColumns(output.finalStates())));
          return Elementwise.plus(weighted(output.sequence()), weighted(ends));
        },
        points.toArray(Tensor[]::new));
  }

  private Variable weighted(Variable result) {
    float[] weights = new float[result.value().shape().elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.cos(2.5 * i);
    }
    Tensor factors = kernels.tensor(weights, result.value().shape().sizes());
    return Reductions.sum(Elementwise.times(result, result.tape().constant(factors)), 1);
  }

  private Tensor tensor(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return kernels.tensor(values, rows, columns);
  }
}

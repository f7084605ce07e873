package dev.carousel.inspect;

import dev.carousel.cell.CellTensors;
import dev.carousel.cell.Packing;
import dev.carousel.cell.RecurrentPass;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.cell.StateAdjoints;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * Jacobians of states by backpropagation: a batch of copies of one sequence, where the adjoint of
 * copy n's final state is row n of the identity, carries row n of ∂s_T/∂s_t at every t. One pass
 * gives them all.
 */
final class Jacobians {
  // So many floats at once, in a few arrays.
  private static final long BUDGET = 1L << 26;
  // What a training pass keeps of each unit and step, and a bit more.
  private static final int KEPT = 16;

  private final RecurrentPass pass;
  private final Kernels kernels;
  private final Workspace workspace;
  private final int steps;
  private final int[] lags;

  /**
   * The Jacobians of a pass over one sequence.
   *
   * @param pass over one sequence
   * @param kernels what to compute with
   */
  Jacobians(RecurrentPass pass, Kernels kernels) {
    this.pass = pass;
    this.kernels = kernels;
    this.workspace = new Workspace(kernels);
    this.steps = pass.packing().total();
    this.lags = JacobianNorms.lagsUpTo(steps);
  }

  /** The singular values of ∂s_T/∂s_{T-ℓ} for a state and every lag. */
  JacobianNorms of(int state) {
    int width = pass.initialStates().get(state).columns();
    float[][] jacobians = new float[lags.length][width * width];
    long row = (long) width * (KEPT * (long) steps + lags.length);
    int most = (int) Math.max(1, Math.min(width, BUDGET / row));
    for (int from = 0; from < width; from += most) {
      rows(state, from, Math.min(most, width - from), jacobians);
    }
    double[][] singularValues = new double[lags.length][];
    for (int i = 0; i < lags.length; i++) {
      singularValues[i] = singularValues(jacobians[i], width);
    }
    return new JacobianNorms(lags, singularValues);
  }

  /** Some rows of the Jacobians of all lags. */
  private void rows(int state, int from, int count, float[][] jacobians) {
    workspace.release();
    int[] lengths = new int[count];
    Arrays.fill(lengths, steps);
    Packing packing = Packing.of(steps, count, lengths);
    int[] copied = IntStream.range(0, steps * count).map(row -> row / count).toArray();
    SequenceRunner.Pass copies =
        pass.runner()
            .forward(
                pass.weights(),
                gathered(pass.input(), copied),
                pass.initialStates().stream().map(s -> gathered(s, new int[count])).toList(),
                pass.runner().expectedMasks(pass.input().columns(), packing, workspace),
                packing,
                true,
                workspace);
    List<Tensor> adjoints = new ArrayList<>();
    for (Tensor initial : pass.initialStates()) {
      adjoints.add(zeros(Shape.of(count, initial.columns())));
    }
    int width = adjoints.get(state).columns();
    float[] identity = new float[count * width];
    for (int i = 0; i < count; i++) {
      identity[i * width + from + i] = 1;
    }
    kernels.write(adjoints.get(state), identity);
    CellTensors gradients =
        new CellTensors(
            pass.weights().weights().stream().map(weight -> zeros(weight.shape())).toList(),
            zeros(pass.weights().vectors().shape()));
    StateAdjoints carried = new StateAdjoints(step -> Arrays.binarySearch(lags, steps - step) >= 0);
    pass.runner().backward(copies, zeros(copies.output().shape()), adjoints, gradients, carried);
    for (int i = 0; i < lags.length; i++) {
      float[] part = kernels.toArray(carried.get(steps - lags[i], state));
      System.arraycopy(part, 0, jacobians[i], from * width, part.length);
    }
  }

  private Tensor gathered(Tensor source, int[] rows) {
    Tensor target = workspace.allocate(Shape.of(rows.length, source.columns()));
    kernels.gatherRows(source, rows, target);
    return target;
  }

  private Tensor zeros(Shape shape) {
    Tensor tensor = workspace.allocate(shape);
    kernels.fill(tensor, 0);
    return tensor;
  }

  private static double[] singularValues(float[] jacobian, int width) {
    DMatrixRMaj matrix = new DMatrixRMaj(width, width);
    for (int i = 0; i < jacobian.length; i++) {
      matrix.set(i, jacobian[i]);
    }
    double[] values = new double[width];
    Arrays.fill(values, Double.NaN);
    if (!MatrixFeatures_DDRM.hasUncountable(matrix)) {
      SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
          DecompositionFactory_DDRM.svd(width, width, false, false, true);
      if (decomposition.decompose(matrix)) {
        double[] found = decomposition.getSingularValues();
        for (int i = 0; i < width; i++) {
          values[i] = -found[i];
        }
        Arrays.sort(values);
        for (int i = 0; i < width; i++) {
          values[i] = Math.abs(values[i]);
        }
      }
    }
    return values;
  }
}

package dev.carousel.cell;

import dev.carousel.cell.CellPlan.Group;
import dev.carousel.cell.Schedule.Place;
import dev.carousel.cell.View.Buffer;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.Tensor;
import java.util.List;

/**
 * What is left to do after the last step backwards: sums over steps and sequences, and the input's
 * gradient.
 */
final class GradientSums {
  private static final float[] NO_SCALARS = {};

  private final Kernels kernels;
  private final CellPlan plan;
  private final Pointwise vectorSums;

  GradientSums(Kernels kernels, CellPlan plan) {
    this.kernels = kernels;
    this.plan = plan;
    this.vectorSums = kernels.compile(plan.backward().vectorSums());
  }

  /** For each weight W with products W v, adds Σ δ(W v) vᵀ. */
  void addWeights(Packing packing, Buffers buffers, Tensor input, List<Tensor> gradients) {
    for (int g = 0; g < plan.groups().size(); g++) {
      Tensor adjoints = buffers.get(Buffer.PRODUCT_ADJOINTS, plan.backward().adjointSlab()[g]);
      Tensor gradient = gradients.get(g);
      if (plan.groups().get(g).ofInput()) {
        kernels.addProductOverRows(adjoints, 0, 0, input, 0, 0, packing.total(), gradient);
        continue;
      }
      Place operand = plan.operandAfterTraining(g);
      Tensor right = buffers.get(operand.view().buffer(), operand.view().index());
      for (Packing.Run run : packing.runs()) {
        kernels.addProductOverRows(
            adjoints,
            packing.start(run.step()),
            0,
            right,
            operand.view().firstRow(packing, run.step(), 0),
            operand.column(),
            run.rows(),
            gradient);
      }
    }
  }

  /** For each trainable vector, adds the sum of its adjoint. */
  void addVectors(Packing packing, Buffers buffers, int units) {
    List<View> views = plan.backward().sums();
    Tensor[] tensors = buffers.of(views);
    int[] firstRows = new int[tensors.length];
    for (Packing.Run run : packing.runs()) {
      for (int v = 0; v < firstRows.length; v++) {
        firstRows[v] = views.get(v).firstRow(packing, run.step(), 0);
      }
      vectorSums.run(tensors, firstRows, NO_SCALARS, run.rows(), units);
    }
  }

  /** ∂L/∂x = Σ Wᵀ δ(W x), 0 for a cell that does not look at its input. */
  Tensor inputGradient(Buffers buffers, Tensor input, PackedMatrix[] weights) {
    Tensor gradient = kernels.allocate(input.shape());
    List<Group> groups = plan.groups();
    if (groups.isEmpty() || !groups.get(0).ofInput()) {
      kernels.fill(gradient, 0);
      return gradient;
    }
    Tensor adjoints = buffers.get(Buffer.PRODUCT_ADJOINTS, 0);
    kernels.overRows(
        gradient.rows(),
        (from, to) ->
            kernels.product(adjoints, from, 0, weights[0], gradient, from, 0, to - from, false));
    return gradient;
  }
}

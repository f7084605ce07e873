package dev.carousel.cell;

import dev.carousel.cell.CellPlan.Group;
import dev.carousel.tensor.Addend;
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
    int weight = 0;
    for (int g = 0; g < plan.groups().size(); g++) {
      Tensor[] adjoints = new Tensor[plan.groups().get(g).products().size()];
      for (int i = 0; i < adjoints.length; i++) {
        adjoints[i] = adjoint(weight++, buffers);
      }
      Tensor gradient = gradients.get(g);
      if (plan.groups().get(g).ofInput()) {
        kernels.addProductOverRows(adjoints, 0, input, 0, packing.total(), gradient);
        continue;
      }
      View operand = plan.operandAfterTraining(g);
      Tensor right = buffers.get(operand.buffer(), operand.index());
      for (Packing.Run run : packing.runs()) {
        int first = packing.start(run.step());
        int read = operand.firstRow(packing, run.step(), 0);
        kernels.addProductOverRows(adjoints, first, right, read, run.rows(), gradient);
      }
    }
  }

  private Tensor adjoint(int weight, Buffers buffers) {
    View view = plan.backward().adjoints().get(weight);
    return buffers.get(view.buffer(), view.index());
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
  void inputGradient(Buffers buffers, PackedMatrix[] weights, Tensor gradient) {
    List<Group> groups = plan.groups();
    if (groups.isEmpty() || !groups.get(0).ofInput()) {
      kernels.fill(gradient, 0);
      return;
    }
    int products = groups.get(0).products().size();
    kernels.overRows(
        gradient.rows(),
        (from, to) -> {
          for (int w = 0; w < products; w++) {
            Addend addend = w == 0 ? Addend.NOTHING : Addend.RESULT;
            Tensor adjoints = adjoint(w, buffers);
            kernels.product(adjoints, from, weights[w], addend, gradient, from, to - from);
          }
        });
  }
}

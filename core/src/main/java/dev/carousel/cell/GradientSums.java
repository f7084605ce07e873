package dev.carousel.cell;

import dev.carousel.cell.CellPlan.Group;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.OuterProduct;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the adjoints of a cell's products are for: sums over steps and sequences, which are left to
 * do after the last step backwards, and the input's gradient.
 */
final class GradientSums {
  private static final float[] NO_SCALARS = {};

  private final Kernels kernels;
  private final CellPlan plan;
  private final List<BackwardPlan.VectorSums> plans;
  private final Pointwise[] vectorSums;
  private final Optional<StepLoop> inputs;

  GradientSums(Kernels kernels, CellPlan plan) {
    this.kernels = kernels;
    this.plan = plan;
    this.plans = plan.backward().vectorSums();
    this.vectorSums =
        plans.stream().map(sums -> kernels.compile(sums.program())).toArray(Pointwise[]::new);
    this.inputs = plan.backward().inputs().map(schedule -> new StepLoop(kernels, schedule));
  }

  /** For each weight W with products W v, adds Σ δ(W v) vᵀ. */
  void addWeights(Packing packing, Buffers buffers, List<Tensor> gradients) {
    List<Packing.Run> runs = packing.runs();
    int[] counts = runs.stream().mapToInt(Packing.Run::rows).toArray();
    int[] rows = runs.stream().mapToInt(run -> packing.start(run.step())).toArray();
    List<OuterProduct> products = new ArrayList<>();
    for (int g = 0; g < plan.groups().size(); g++) {
      Group group = plan.groups().get(g);
      View operand = plan.operandAfterTraining(g);
      Tensor right = buffers.get(operand.buffer(), operand.index());
      int[] rightRows =
          runs.stream().mapToInt(run -> operand.firstRow(packing, run.step(), 0)).toArray();
      int first = 0;
      for (int i = 0; i < group.products().size(); i++) {
        View view = plan.backward().adjoints().get(products.size());
        Tensor adjoint = buffers.get(view.buffer(), view.index());
        products.add(new OuterProduct(adjoint, right, rightRows, gradients.get(g), first));
        first += adjoint.columns();
      }
    }
    kernels.addOuterProducts(products.toArray(OuterProduct[]::new), rows, counts);
  }

  /** For each trainable vector, adds the sum of its adjoint. */
  void addVectors(Packing packing, Buffers buffers) {
    List<View> views = plan.backward().sums();
    Tensor[] tensors = buffers.of(views);
    int[] firstRows = new int[tensors.length];
    for (Packing.Run run : packing.runs()) {
      for (int v = 0; v < firstRows.length; v++) {
        firstRows[v] = views.get(v).firstRow(packing, run.step(), 0);
      }
      for (int i = 0; i < vectorSums.length; i++) {
        vectorSums[i].run(tensors, firstRows, NO_SCALARS, run.rows(), plans.get(i).width());
      }
    }
  }

  /**
   * ∂L/∂x of some of the rows: what comes back through the input's products, 0 for a cell that does
   * not look at its input.
   *
   * @param step the first step
   * @param from the first sequence, in sorted order
   * @param rows how many rows from there on
   */
  void inputGradient(
      Packing packing, Buffers buffers, PackedMatrix[] weights, int step, int from, int rows) {
    for (BackwardPlan.InputProduct product : plan.backward().inputProducts()) {
      View adjoint = product.adjoint();
      View into = product.into();
      kernels.product(
          buffers.get(adjoint.buffer(), adjoint.index()),
          adjoint.firstRow(packing, step, from),
          weights[product.weight()],
          product.begins() ? Addend.NOTHING : Addend.RESULT,
          buffers.get(into.buffer(), into.index()),
          into.firstRow(packing, step, from),
          rows);
    }
    inputs.ifPresent(loop -> loop.run(packing, buffers, step, from, rows));
  }
}

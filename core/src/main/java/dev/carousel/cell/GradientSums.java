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

/**
 * What the adjoints of a cell's products are for: sums over steps and sequences, which are left to
 * do after the last step backwards, and the input's gradient.
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
    List<Packing.Run> runs = packing.runs();
    int[] counts = runs.stream().mapToInt(Packing.Run::rows).toArray();
    int[] rows = runs.stream().mapToInt(run -> packing.start(run.step())).toArray();
    List<OuterProduct> products = new ArrayList<>();
    for (int g = 0; g < plan.groups().size(); g++) {
      Group group = plan.groups().get(g);
      Tensor right = input;
      int[] rightRows = rows;
      if (!group.ofInput()) {
        View operand = plan.operandAfterTraining(g);
        right = buffers.get(operand.buffer(), operand.index());
        rightRows =
            runs.stream().mapToInt(run -> operand.firstRow(packing, run.step(), 0)).toArray();
      }
      for (int i = 0; i < group.products().size(); i++) {
        Tensor adjoint = adjoint(products.size(), buffers);
        int first = i * adjoint.columns();
        products.add(new OuterProduct(adjoint, right, rightRows, gradients.get(g), first));
      }
    }
    kernels.addOuterProducts(products.toArray(OuterProduct[]::new), rows, counts);
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

  /** ∂L/∂x = Σ Wᵀ δ(W x) of some of the rows, 0 for a cell that does not look at its input. */
  void inputGradient(Buffers buffers, PackedMatrix[] weights, Tensor gradient, int row, int rows) {
    int products = plan.inputProducts().size();
    for (int w = 0; w < products; w++) {
      Addend addend = w == 0 ? Addend.NOTHING : Addend.RESULT;
      kernels.product(adjoint(w, buffers), row, weights[w], addend, gradient, row, rows);
    }
    if (products == 0) {
      kernels.fill(gradient, 0);
    }
  }
}

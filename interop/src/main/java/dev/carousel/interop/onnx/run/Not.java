package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Truths;
import java.util.List;

/** The operator Not. */
final class Not implements Operator {
  Not(NodeReader node) {
    node.requires(1, 1, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Truths x = inputs.truths(0);
    Truths result = budget.truths(x.shape());
    for (int i = 0; i < x.elements().length; i++) {
      result.elements()[i] = !x.elements()[i];
    }
    return List.of(result);
  }
}

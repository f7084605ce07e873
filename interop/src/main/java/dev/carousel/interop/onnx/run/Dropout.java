package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Truths;
import java.util.Arrays;
import java.util.List;

/** The operator Dropout, which does nothing but in training. */
final class Dropout implements Operator {
  private static final int TRAINING = 2;

  private final boolean mask;

  Dropout(NodeReader node) {
    node.requires(1, 3, 2);
    // Random numbers are drawn in training alone.
    node.pass("seed");
    mask = node.node().outputs().size() > 1;
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    if (inputs.has(TRAINING)
        && inputs.single(TRAINING) instanceof Truths training
        && training.elements()[0]) {
      throw new IllegalArgumentException("training_mode is true; models are run, not trained");
    }
    Value x = inputs.any(0);
    if (!mask) {
      return List.of(x);
    }
    Truths kept = budget.truths(x.shape());
    Arrays.fill(kept.elements(), true);
    return List.of(x, kept);
  }
}

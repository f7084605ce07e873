package dev.carousel.interop.onnx.run;

import java.util.List;

/** The operator Expand: broadcast to what is the shape of both the value and a given one. */
final class Expand implements Operator {
  Expand(NodeReader node) {
    node.requires(2, 2, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    return List.of(
        View.broadcast(x, View.broadcast(x.shape(), Budget.shape(inputs.list(1))), budget));
  }
}

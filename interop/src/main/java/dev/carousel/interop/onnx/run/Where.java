package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.List;

/** The operator Where: elements of the second input where the first is true, else of the third. */
final class Where implements Operator {
  Where(NodeReader node) {
    node.requires(3, 3, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Truths condition = inputs.truths(0);
    Value yes = inputs.any(1);
    if (inputs.any(2).type() != yes.type()) {
      throw inputs.unexpected(2, yes.type() + " as input 1");
    }
    Shape shape =
        View.broadcast(condition.shape(), View.broadcast(yes.shape(), inputs.any(2).shape()));
    boolean[] chosen = ((Truths) View.broadcast(condition, shape, budget)).elements();
    Value result = View.of(yes.shape()).broadcast(shape).copy(yes, budget);
    Value no = View.broadcast(inputs.any(2), shape, budget);
    for (int i = 0; i < chosen.length; i++) {
      if (!chosen[i]) {
        Elements.copy(no, i, 1, result, i, 1);
      }
    }
    return List.of(result);
  }
}

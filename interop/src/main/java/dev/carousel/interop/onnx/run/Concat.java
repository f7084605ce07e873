package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** The operator Concat: values one after the other along an axis. */
final class Concat implements Operator {
  private final long axis;

  Concat(NodeReader node) {
    node.requires(Math.max(1, node.node().inputs().size()), Integer.MAX_VALUE, 1);
    if (!node.node().attributes().containsKey("axis")) {
      throw node.refused("attribute axis is missing");
    }
    axis = node.integer("axis", 0);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    inputs.requireOneType();
    Shape first = inputs.any(0).shape();
    int along = Axes.of(axis, first.rank());
    long sum = 0;
    for (int input = 0; input < inputs.count(); input++) {
      Shape shape = inputs.any(input).shape();
      boolean fits =
          shape.rank() == first.rank()
              && IntStream.range(0, first.rank())
                  .allMatch(i -> i == along || shape.size(i) == first.size(i));
      if (!fits) {
        throw inputs.unexpected(
            input, "shape %s but for axis %d, as input 0".formatted(first, along));
      }
      sum += shape.size(along);
    }
    long[] sizes = IntStream.of(first.sizes()).asLongStream().toArray();
    sizes[along] = sum;
    Value result = budget.value(inputs.any(0).type(), Budget.shape(sizes));
    if (result.shape().elements() == 0) {
      return List.of(result);
    }
    int outer = Axes.product(first, 0, along);
    int inner = Axes.product(first, along + 1, first.rank());
    int row = (int) sum * inner;
    int at = 0;
    for (int input = 0; input < inputs.count(); input++) {
      Value value = inputs.any(input);
      int block = value.shape().size(along) * inner;
      for (int part = 0; part < outer && block > 0; part++) {
        Elements.copy(value, part * block, 1, result, part * row + at, block);
      }
      at += block;
    }
    return List.of(result);
  }
}

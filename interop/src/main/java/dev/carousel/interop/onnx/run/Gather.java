package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The operator Gather: parts of a value along an axis, by their indices. */
final class Gather implements Operator {
  private final long axis;

  Gather(NodeReader node) {
    node.requires(2, 2, 1);
    axis = node.integer("axis", 0);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value data = inputs.any(0);
    long[] indices = inputs.integers(1).elements();
    Shape shape = data.shape();
    int along = Axes.of(axis, shape.rank());
    int size = shape.size(along);
    LongStream before = IntStream.range(0, along).mapToLong(shape::size);
    LongStream chosen = IntStream.of(inputs.any(1).shape().sizes()).asLongStream();
    LongStream after = IntStream.range(along + 1, shape.rank()).mapToLong(shape::size);
    Value result =
        budget.value(
            data.type(),
            Budget.shape(LongStream.concat(LongStream.concat(before, chosen), after).toArray()));
    for (long index : indices) {
      if (index < -size || index >= size) {
        throw new IllegalArgumentException(
            "index %d is not one of the %d elements along axis %d".formatted(index, size, along));
      }
    }
    if (result.shape().elements() == 0) {
      return List.of(result);
    }
    int outer = Axes.product(shape, 0, along);
    int inner = Axes.product(shape, along + 1, shape.rank());
    int to = 0;
    for (int part = 0; part < outer; part++) {
      for (long index : indices) {
        int from = (int) (index < 0 ? index + size : index);
        Elements.copy(data, (part * size + from) * inner, 1, result, to, inner);
        to += inner;
      }
    }
    return List.of(result);
  }
}

package dev.carousel.interop.onnx.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The operator Transpose: the axes in another order, if none is said in the opposite one. */
final class Transpose implements Operator {
  private final Optional<long[]> order;

  Transpose(NodeReader node) {
    node.requires(1, 1, 1);
    order = node.integers("perm");
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    int rank = x.shape().rank();
    long[] axes =
        order.orElseGet(() -> LongStream.range(0, rank).map(axis -> rank - 1 - axis).toArray());
    if (axes.length != rank) {
      throw new IllegalArgumentException(
          "attribute perm is %s, but input 0 has %d axes".formatted(Arrays.toString(axes), rank));
    }
    Axes.chosen(axes, rank);
    int[] from = IntStream.range(0, rank).map(i -> Axes.of(axes[i], rank)).toArray();
    return List.of(View.of(x.shape()).transposed(from).copy(x, budget));
  }
}

package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** The operators Softmax and LogSoftmax, along one axis. */
final class Softmax implements Operator {
  private final Kernels kernels;
  private final long axis;
  private final boolean logarithms;

  Softmax(NodeReader node, boolean logarithms) {
    node.requires(1, 1, 1);
    this.kernels = node.kernels();
    this.axis = node.integer("axis", -1);
    this.logarithms = logarithms;
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Floats x = inputs.floats(0);
    int rank = x.shape().rank();
    int along = Axes.of(axis, rank);
    if (x.elements().length == 0) {
      return List.of(x);
    }
    int[] order = Axes.last(along, rank);
    boolean moved = along != rank - 1;
    Floats rows = moved ? (Floats) View.of(x.shape()).transposed(order).copy(x, budget) : x;
    Floats result = budget.floats(rows.shape());
    if (logarithms) {
      logarithms(rows, result.elements());
    } else {
      probabilities(rows, result.elements(), budget);
    }
    return List.of(
        moved
            ? View.of(result.shape()).transposed(Axes.inverse(order)).copy(result, budget)
            : result);
  }

  private void probabilities(Floats rows, float[] into, Budget budget) {
    Shape shape = Shape.of(rows.shape().rows(), rows.shape().columns());
    budget.scratch(2L * into.length * Float.BYTES + (long) shape.size(0) * Integer.BYTES);
    Tensor logits = kernels.tensor(rows.elements(), shape.sizes());
    Tensor result = kernels.allocate(shape);
    int[] counts = new int[shape.size(0)];
    Arrays.fill(counts, shape.size(1));
    kernels.softmax(logits, counts, result);
    kernels.read(result, into);
  }

  private static void logarithms(Floats rows, float[] into) {
    float[] from = rows.elements();
    int columns = rows.shape().columns();
    for (int start = 0; start < from.length; start += columns) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = start; i < start + columns; i++) {
        largest = Math.max(largest, from[i]);
      }
      double sum = 0;
      for (int i = start; i < start + columns; i++) {
        sum += Math.exp((double) from[i] - largest);
      }
      double logarithm = Math.log(sum);
      for (int i = start; i < start + columns; i++) {
        into[i] = (float) ((double) from[i] - largest - logarithm);
      }
    }
  }
}

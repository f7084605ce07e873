package dev.carousel.autograd;

import static dev.carousel.expression.Functions.constant;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Sums on a tape, and losses that are sums. */
public final class Reductions {
  private static final PointwiseProgram ADD_SCALAR = addScalar();

  private Reductions() {}

  private static PointwiseProgram addScalar() {
    var scalar = dev.carousel.expression.Functions.operand("scalar");
    return new PointwiseProgram.Builder(Map.of(scalar, new PointwiseProgram.Scalar(0)))
        .sink(scalar.plus(constant(0)), 0, 0, Sink.Mode.ADD)
        .build();
  }

  /**
   * The sum of all elements times a factor; with a factor of 1/n the mean.
   *
   * @param a any shape
   * @param factor the factor
   * @return one element
   */
  public static Variable sum(Variable a, double factor) {
    Kernels kernels = a.tape().kernels();
    Tensor value = kernels.tensor(new float[] {(float) (factor * kernels.sum(a.value()))}, 1);
    return a.tape()
        .record(
            value,
            List.of(a),
            y -> {
              float share = (float) (factor * kernels.toArray(y.gradient())[0]);
              Tensor gradient = a.gradient();
              kernels
                  .compile(ADD_SCALAR)
                  .run(
                      new Tensor[] {gradient},
                      new int[1],
                      new float[] {share},
                      gradient.rows(),
                      gradient.columns());
            });
  }

  /**
   * Softmax cross-entropy, summed over the rows that count, times a factor.
   *
   * @param logits [rows, classes]
   * @param labels the right class of each row, -1 for rows that do not count
   * @param factor the factor
   * @return one element, in nats times the factor
   */
  public static Variable softmaxCrossEntropy(Variable logits, int[] labels, double factor) {
    Kernels kernels = logits.tape().kernels();
    Tensor slope = kernels.allocate(logits.value().shape());
    double sum = kernels.softmaxCrossEntropy(logits.value(), labels, slope);
    Tensor value = kernels.tensor(new float[] {(float) (factor * sum)}, 1);
    return logits
        .tape()
        .record(
            value,
            List.of(logits),
            y -> {
              double share = factor * kernels.toArray(y.gradient())[0];
              addScaled(kernels, slope, share, logits.gradient());
            });
  }

  private static void addScaled(Kernels kernels, Tensor from, double factor, Tensor to) {
    var scalar = dev.carousel.expression.Functions.operand("scalar");
    var rows = dev.carousel.expression.Functions.operand("rows");
    PointwiseProgram program =
        new PointwiseProgram.Builder(
                Map.of(
                    scalar, new PointwiseProgram.Scalar(0), rows, new PointwiseProgram.Rows(0, 0)))
            .sink(rows.times(scalar), 1, 0, Sink.Mode.ADD)
            .build();
    kernels
        .compile(program)
        .run(
            new Tensor[] {from, to},
            new int[2],
            new float[] {(float) factor},
            to.rows(),
            to.columns());
  }
}

package dev.carousel.autograd;

import dev.carousel.expression.Expression.Operand;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Sums on a tape, losses that are sums, and numbers that were computed elsewhere. */
public final class Reductions {
  private static final Operand FACTOR = new Operand("factor");
  private static final Operand ROWS = new Operand("rows");
  private static final PointwiseProgram ADD_FACTOR =
      new PointwiseProgram.Builder(Map.of(FACTOR, new PointwiseProgram.Scalar(0)))
          .sink(FACTOR, 0, 0, Sink.Mode.ADD)
          .build();
  private static final PointwiseProgram SCALE =
      new PointwiseProgram.Builder(
              Map.of(FACTOR, new PointwiseProgram.Scalar(0), ROWS, new PointwiseProgram.Rows(0, 0)))
          .sink(ROWS.times(FACTOR), 0, 0, Sink.Mode.STORE)
          .build();

  private Reductions() {}

  /**
   * The sum of all elements times a factor; with a factor of 1/n the mean.
   *
   * @param a any shape
   * @param factor the factor
   * @return one element
   */
  public static Variable sum(Variable a, double factor) {
    Kernels kernels = a.tape().kernels();
    float sum = (float) (factor * kernels.sum(a.value()));
    Tensor value = a.tape().tensor(new float[] {sum}, 1);
    return a.tape()
        .record(
            value,
            List.of(a),
            y -> {
              float share = (float) (factor * kernels.toArray(y.gradient())[0]);
              Tensor gradient = a.gradient();
              kernels
                  .compile(ADD_FACTOR)
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
    Tensor slope = logits.tape().workspace().allocate(logits.value().shape());
    double sum = kernels.softmaxCrossEntropy(logits.value(), labels, (float) factor, slope);
    return scalar(logits, factor * sum, slope);
  }

  /**
   * A number whose derivatives are known with it, for functions that are computed outside the tape.
   *
   * @param a what the number is a function of, of any shape
   * @param value the number
   * @param gradient its derivative by every element of a, in row-major order; copied
   * @return one element
   * @throws dev.carousel.tensor.ShapeException if there are not as many derivatives as elements
   */
  public static Variable scalar(Variable a, double value, float[] gradient) {
    Tensor slope = a.tape().workspace().allocate(a.value().shape());
    a.tape().kernels().write(slope, gradient);
    return scalar(a, value, slope);
  }

  private static Variable scalar(Variable a, double value, Tensor slope) {
    Kernels kernels = a.tape().kernels();
    return a.tape()
        .record(
            a.tape().tensor(new float[] {(float) value}, 1),
            List.of(a),
            y -> {
              float share = kernels.toArray(y.gradient())[0];
              if (share != 1) {
                kernels
                    .compile(SCALE)
                    .run(
                        new Tensor[] {slope},
                        new int[1],
                        new float[] {share},
                        slope.rows(),
                        slope.columns());
              }
              a.addGradient(slope);
            });
  }
}

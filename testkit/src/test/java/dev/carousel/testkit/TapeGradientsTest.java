package dev.carousel.testkit;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.mean;
import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Products;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation on a tape, its gradients checked with buffers full of NaN at first. */
class TapeGradientsTest {
  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());
  private final RandomStream random = new RandomStream(11);

  private Tensor tensor(int... sizes) {
    int elements = 1;
    for (int size : sizes) {
      elements *= size;
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      // Away from the kinks at 0.
      double gaussian = random.nextGaussian();
      values[i] = (float) (gaussian + Math.copySign(0.1, gaussian));
    }
    return kernels.tensor(values, sizes);
  }

  /**
   * A sum in which every element has a weight of its own, so that gradients in the wrong place
   * show.
   */
  private Variable weighted(Variable result) {
    int elements = result.value().shape().elements();
    float[] weights = new float[elements];
    for (int i = 0; i < elements; i++) {
      weights[i] = (float) (Math.cos(2.5 * i) + (i % 2 == 0 ? 0.3 : -0.3));
    }
    Tensor factors = kernels.tensor(weights, result.value().shape().sizes());
    return Reductions.sum(Elementwise.times(result, result.tape().constant(factors)), 0.5);
  }

  private interface Operation {
    Variable of(List<Variable> variables);
  }

  private void check(Operation operation, Tensor... points) {
    GradientCheck.check(kernels, variables -> weighted(operation.of(variables)), points);
  }

  @Test
  void productWithTransposedMatrix() {
    check(v -> Products.timesTransposed(v.get(0), v.get(1)), tensor(5, 3), tensor(7, 3));
    check(v -> Products.timesTransposed(v.get(0), v.get(1)), tensor(2, 3, 4), tensor(1, 4));
  }

  @Test
  void product() {
    check(v -> Products.times(v.get(0), v.get(1)), tensor(5, 3), tensor(3, 7));
    check(v -> Products.times(v.get(0), v.get(1)), tensor(1, 1), tensor(1, 1));
  }

  @Test
  void productOfAVariableWithItself() {
    check(v -> Products.times(v.get(0), v.get(0)), tensor(4, 4));
    check(v -> Products.timesTransposed(v.get(0), v.get(0)), tensor(5, 3));
  }

  @Test
  void productWithAConstant() {
    Tensor fixed = tensor(3, 7);
    check(v -> Products.times(v.get(0), v.get(0).tape().constant(fixed)), tensor(5, 3));
    check(v -> Products.times(v.get(0).tape().constant(fixed), v.get(0)), tensor(7, 2));
  }

  @Test
  void sumsAndProductsOfElements() {
    check(v -> Elementwise.plus(v.get(0), v.get(1)), tensor(5, 3), tensor(5, 3));
    check(v -> Elementwise.times(v.get(0), v.get(1)), tensor(2, 5, 3), tensor(10, 3));
    check(v -> Elementwise.times(v.get(0), v.get(0)), tensor(5, 3));
    check(v -> Elementwise.plus(v.get(0), v.get(0)), tensor(5, 3));
  }

  @Test
  void oneRowIsRepeated() {
    check(v -> Elementwise.plus(v.get(0), v.get(1)), tensor(5, 3), tensor(3));
    check(v -> Elementwise.times(v.get(0), v.get(1)), tensor(1, 3), tensor(5, 3));
    check(v -> Elementwise.times(v.get(0), v.get(1)), tensor(1, 3), tensor(1, 3));
    check(
        v -> apply(tanh(operand("a").times(operand("b")).plus(operand("c"))), v),
        tensor(5, 3),
        tensor(1, 3),
        tensor(3));
  }

  @Test
  void meanOverColumnsAndBroadcasting() {
    Expression centred = operand("a").minus(mean(operand("a")));
    Expression scale = constant(0.5).plus(mean(centred.times(centred)));
    check(v -> apply(centred.dividedBy(scale).times(operand("b")), v), tensor(5, 4), tensor(1, 4));
    check(v -> apply(mean(operand("b")).times(operand("a")), v), tensor(5, 4), tensor(4));
  }

  @ParameterizedTest
  @EnumSource
  void unaryOperator(UnaryOperator operator) {
    Expression argument = operand("a");
    boolean positive = operator == UnaryOperator.LOG || operator == UnaryOperator.SQRT;
    Expression inner = positive ? argument.times(argument).plus(constant(0.5)) : argument;
    check(v -> apply(new Unary(operator, inner), v), tensor(5, 3));
  }

  @ParameterizedTest
  @EnumSource
  void binaryOperator(BinaryOperator operator) {
    Expression b = operand("b");
    Expression right =
        operator == BinaryOperator.DIVIDE ? b.times(b).plus(constant(0.5)) : b.times(2);
    check(v -> apply(new Binary(operator, operand("a"), right), v), tensor(5, 3), tensor(5, 3));
    check(v -> apply(new Binary(operator, operand("a"), right), v), tensor(5, 3), tensor(1, 3));
  }

  private static Variable apply(Expression formula, List<Variable> variables) {
    Map<String, Variable> operands = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      operands.put(String.valueOf((char) ('a' + i)), variables.get(i));
    }
    return Elementwise.apply(formula, operands);
  }

  @Test
  void sum() {
    GradientCheck.check(kernels, v -> Reductions.sum(v.get(0), -0.25), tensor(5, 3));
    GradientCheck.check(kernels, v -> Reductions.sum(v.get(0), 3), tensor(7));
    GradientCheck.check(
        kernels,
        v -> Elementwise.times(Reductions.sum(v.get(0), 0.5), Reductions.sum(v.get(1), 0.5)),
        tensor(2, 3),
        tensor(4));
  }

  @Test
  void groupedProducts() {
    check(v -> Products.grouped(v.get(0), v.get(1), 3, true), tensor(6, 4), tensor(15, 4));
    check(v -> Products.grouped(v.get(0), v.get(1), 3, false), tensor(6, 5), tensor(15, 4));
    check(v -> Products.grouped(v.get(0), v.get(1), 4, true), tensor(4, 3), tensor(8, 3));
    check(v -> Products.grouped(v.get(0), v.get(1), 1, false), tensor(1, 1), tensor(1, 2));
  }

  @Test
  void groupedProductsAreProductsOfTheGroups() {
    Tensor a = tensor(6, 4);
    Tensor b = tensor(9, 4);
    Tape tape = Tape.prediction(kernels);
    Variable all = Products.grouped(tape.constant(a), tape.constant(b), 3, true);
    for (int g = 0; g < 3; g++) {
      Variable own =
          Products.timesTransposed(
              RowOperations.gather(tape.constant(a), new int[] {2 * g, 2 * g + 1}),
              RowOperations.gather(tape.constant(b), new int[] {3 * g, 3 * g + 1, 3 * g + 2}));
      Variable part = RowOperations.gather(all, new int[] {2 * g, 2 * g + 1});
      assertThat(kernels.toArray(part.value())).isEqualTo(kernels.toArray(own.value()));
    }
  }

  @Test
  void groupsThatDoNotGoTogetherAreRefused() {
    Tape tape = Tape.prediction(kernels);
    Variable a = tape.constant(tensor(6, 4));
    assertThatThrownBy(() -> Products.grouped(a, tape.constant(tensor(8, 4)), 3, true))
        .isInstanceOf(ShapeException.class)
        .hasMessage("product of 3 groups: expected a right side that goes with [6, 4], got [8, 4]");
    assertThatThrownBy(() -> Products.grouped(a, tape.constant(tensor(9, 4)), 3, false))
        .isInstanceOf(ShapeException.class)
        .hasMessage("product of 3 groups: expected a right side that goes with [6, 4], got [9, 4]");
  }

  @Test
  void softmax() {
    check(v -> RowOperations.softmax(v.get(0), new int[] {4, 4, 4}), tensor(3, 4));
    check(v -> RowOperations.softmax(v.get(0), new int[] {1, 3, 4, 2, 7}), tensor(5, 7));
  }

  /** The mean of squares, in plain arrays. */
  private Variable meanOfSquares(Variable a) {
    float[] elements = kernels.toArray(a.value());
    double sum = 0;
    float[] gradient = new float[elements.length];
    for (int i = 0; i < elements.length; i++) {
      sum += (double) elements[i] * elements[i];
      gradient[i] = 2 * elements[i] / elements.length;
    }
    return Reductions.scalar(a, sum / elements.length, gradient);
  }

  @Test
  void scalarWithAKnownGradient() {
    GradientCheck.check(kernels, v -> meanOfSquares(v.get(0)), tensor(5, 3));
    GradientCheck.check(
        kernels,
        v -> Elementwise.times(meanOfSquares(v.get(0)), meanOfSquares(v.get(1))),
        tensor(2, 3, 4),
        tensor(1));
    Variable a = Tape.prediction(kernels).constant(tensor(2, 2));
    assertThat(meanOfSquares(a).differentiable()).isFalse();
    assertThatThrownBy(() -> Reductions.scalar(a, 1, new float[3]))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void softmaxCrossEntropy() {
    int[] labels = {2, -1, 0, 3, 3};
    GradientCheck.check(
        kernels, v -> Reductions.softmaxCrossEntropy(v.get(0), labels, 0.25), tensor(5, 4));
    GradientCheck.check(
        kernels,
        v -> Elementwise.times(Reductions.softmaxCrossEntropy(v.get(0), labels, 0.5), v.get(1)),
        tensor(5, 4),
        tensor(1));
  }

  @Test
  void gatheredRows() {
    check(v -> RowOperations.gather(v.get(0), new int[] {3, -1, 0, 3, 3}), tensor(4, 3));
    check(v -> RowOperations.gather(v.get(0), new int[] {1}), tensor(2, 1));
  }

  @Test
  void concatenatedColumns() {
    check(v -> RowOperations.concatenateColumns(v), tensor(5, 3), tensor(5, 1), tensor(5, 4));
    check(
        v -> RowOperations.concatenateColumns(List.of(v.get(0), v.get(1), v.get(0))),
        tensor(5, 3),
        tensor(5, 1));
    Tensor fixed = tensor(5, 2);
    check(
        v -> RowOperations.concatenateColumns(List.of(v.get(0).tape().constant(fixed), v.get(0))),
        tensor(5, 3));
  }

  @Test
  void slicedColumns() {
    check(v -> RowOperations.sliceColumns(v.get(0), 1, 2), tensor(5, 4));
    check(
        v ->
            Elementwise.times(
                RowOperations.sliceColumns(v.get(0), 0, 3),
                RowOperations.sliceColumns(v.get(0), 1, 3)),
        tensor(5, 4));
  }

  @Test
  void stackedColumns() {
    check(v -> RowOperations.stackColumns(v.get(0), 3), tensor(2, 6));
    check(v -> RowOperations.stackColumns(v.get(0), 1), tensor(3, 2));
    Tape tape = Tape.prediction(kernels);
    Tensor stacked = kernels.tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4);
    assertThat(kernels.toArray(RowOperations.stackColumns(tape.constant(stacked), 2).value()))
        .containsExactly(1, 2, 5, 6, 3, 4, 7, 8);
    assertThatThrownBy(() -> RowOperations.stackColumns(tape.constant(stacked), 3))
        .isInstanceOf(ShapeException.class)
        .hasMessage("stack columns: expected 3 parts of equal width, got [2, 4]");
  }

  @Test
  void dropout() {
    check(v -> RowOperations.dropout(v.get(0), 0.4), tensor(6, 5));
  }

  @Test
  void dropoutKeepsTheExpectationAndDropsNothingInPrediction() {
    Tensor ones = kernels.allocate(tensor(100, 100).shape());
    kernels.fill(ones, 1);
    Tape training = Tape.training(kernels, new RandomStream(5));
    Variable dropped = RowOperations.dropout(training.constant(ones), 0.25);
    float[] values = kernels.toArray(dropped.value());
    for (float value : values) {
      assertThat(value).isIn(0f, (float) (1 / 0.75));
    }
    // The number of zeros of 10000 has mean 2500 and standard deviation 43, so the mean of the
    // values strays from 1 by 0.0058 once.
    assertThat(kernels.sum(dropped.value()) / values.length).isCloseTo(1, Offset.offset(0.03));
    assertThat(RowOperations.dropout(training.constant(ones), 0).value()).isSameAs(ones);
    Variable kept = RowOperations.dropout(Tape.prediction(kernels).constant(ones), 0.25);
    assertThat(kept.value()).isSameAs(ones);
  }

  @Test
  void severalUsesAddUp() {
    check(
        v -> {
          Variable hidden = apply(tanh(operand("a")), List.of(v.get(0)));
          Variable both = Elementwise.times(hidden, Products.times(hidden, v.get(1)));
          return Elementwise.plus(both, hidden);
        },
        tensor(5, 3),
        tensor(3, 3));
  }

  @Test
  void severalResultsOfOneOperation() {
    // Twice and minus a, as two results of one operation of which one, the other or both are used.
    for (int used = 1; used <= 3; used++) {
      int choice = used;
      check(
          v -> {
            Variable a = v.get(0);
            Tape tape = a.tape();
            float[] values = kernels.toArray(a.value());
            float[] twice = values.clone();
            float[] minus = values.clone();
            for (int i = 0; i < values.length; i++) {
              twice[i] *= 2;
              minus[i] *= -1;
            }
            int[] sizes = a.value().shape().sizes();
            List<Variable> results =
                tape.record(
                    List.of(kernels.tensor(twice, sizes), kernels.tensor(minus, sizes)),
                    List.of(a),
                    r -> {
                      Tensor gradient = a.gradient();
                      float[] sum = kernels.toArray(gradient);
                      float[] first = kernels.toArray(r.get(0).gradient());
                      float[] second = kernels.toArray(r.get(1).gradient());
                      for (int i = 0; i < sum.length; i++) {
                        sum[i] += 2 * first[i] - second[i];
                      }
                      kernels.write(gradient, sum);
                    });
            return switch (choice) {
              case 1 -> results.get(0);
              case 2 -> results.get(1);
              default -> Elementwise.times(results.get(0), results.get(1));
            };
          },
          tensor(3, 2));
    }
  }

  @Test
  void unusedResultsGetNoGradient() {
    Parameter parameter = new Parameter("w", tensor(2, 2), kernels.zeros(2, 2));
    Tape tape = Tape.training(kernels, new RandomStream(1));
    Variable w = tape.parameter(parameter);
    apply(tanh(operand("a")), List.of(w));
    tape.backward(Reductions.sum(w, 1));
    assertThat(kernels.toArray(parameter.gradient())).containsOnly(1);
  }

  @Test
  void predictionNeedsNoGradients() {
    Parameter parameter = new Parameter("w", tensor(2, 2), kernels.zeros(2, 2));
    Variable w = Tape.prediction(kernels).parameter(parameter);
    assertThat(w.differentiable()).isFalse();
    assertThat(Reductions.sum(w, 1).differentiable()).isFalse();
  }

  @Test
  void shapesThatDoNotGoTogetherAreRefused() {
    Tape tape = Tape.prediction(kernels);
    Variable a = tape.constant(tensor(5, 3));
    Variable b = tape.constant(tensor(4, 2));
    assertThatThrownBy(() -> Elementwise.plus(a, b))
        .isInstanceOf(ShapeException.class)
        .hasMessage("elementwise: expected [5, 3] or one row of 3, got [4, 2]");
    assertThatThrownBy(() -> Products.times(a, b))
        .isInstanceOf(ShapeException.class)
        .hasMessage("product: expected [4, 2] times a left side of width 4, got [5, 3]");
    assertThatThrownBy(() -> Products.timesTransposed(a, b))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "product with a transposed matrix: expected [4, 2] transposed times a left side of"
                + " width 2, got [5, 3]");
    assertThatThrownBy(() -> RowOperations.concatenateColumns(List.of(a, b)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("concatenate columns: expected 5 rows, got [4, 2]");
    assertThatThrownBy(() -> RowOperations.sliceColumns(a, 2, 2))
        .isInstanceOf(ShapeException.class)
        .hasMessage("copy, source: expected rows 0 to 5 and columns 2 to 4, got [5, 3]");
    assertThatThrownBy(() -> tape.backward(a))
        .isInstanceOf(ShapeException.class)
        .hasMessage("backward: expected a loss of one element, got [5, 3]");
  }

  // The check itself

  @Test
  void wrongDerivativeIsFound() {
    assertThatThrownBy(
            () ->
                GradientCheck.check(
                    kernels,
                    v -> {
                      Variable a = v.get(0);
                      double sum = kernels.sum(a.value());
                      Tensor square = kernels.tensor(new float[] {(float) (sum * sum)}, 1);
                      // 1.9 where 2 would be right.
                      return a.tape().record(square, List.of(a), y -> add(a, (float) (1.9 * sum)));
                    },
                    kernels.tensor(new float[] {0.5f, 1}, 2)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "the derivative by element 0 of variable 0, [2], is 2.85000, but finite differences"
                + " give 3.00000");
  }

  @Test
  void overwrittenGradientIsFound() {
    assertThatThrownBy(
            () ->
                GradientCheck.check(
                    kernels,
                    v -> {
                      Variable a = v.get(0);
                      Tensor sum = kernels.tensor(new float[] {(float) kernels.sum(a.value())}, 1);
                      return a.tape()
                          .record(
                              sum,
                              List.of(a),
                              y -> {
                                kernels.fill(a.gradient(), 0);
                                add(a, 1);
                              });
                    },
                    kernels.tensor(new float[] {0.5f, 1}, 2)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is 0.500000, but finite differences give 1.00000");
  }

  private void add(Variable variable, float amount) {
    float[] gradient = kernels.toArray(variable.gradient());
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += amount;
    }
    kernels.write(variable.gradient(), gradient);
  }
}

package dev.carousel.expression;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.mean;
import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Derived formulas against central differences in double. The differences have four points, (8 (f₁
 * - f₋₁) - (f₂ - f₋₂)) / 12h: with h = 1e-3 they leave out h⁴ f⁽⁵⁾/30, 2e-10 for the largest fifth
 * derivative here, the 5000 of a quotient, and round by about 2⁻⁵³ |f| / h, 1e-12 for values up to
 * 10. So 1e-9 separates right from wrong.
 */
class ReverseModeTest {
  private static final double STEP = 1e-3;
  private static final Offset<Double> TOLERANCE = Offset.offset(1e-9);

  private final Expression x = operand("x");
  private final Expression y = operand("y");

  @ParameterizedTest
  @EnumSource
  void unaryDerivativeEqualsDifferences(UnaryOperator operator) {
    Expression formula = new Unary(operator, x);
    boolean positive = operator == UnaryOperator.LOG || operator == UnaryOperator.SQRT;
    for (double at : new double[] {-3, -1.2, -0.3, 0.4, 1, 2.7}) {
      check(formula, Map.of("x", new double[] {positive ? Math.abs(at) + 0.5 : at}));
    }
  }

  @ParameterizedTest
  @EnumSource
  void binaryDerivativesEqualDifferences(BinaryOperator operator) {
    Expression formula = new Binary(operator, x, y);
    for (double a : new double[] {-2, -0.7, 0.3, 1.9}) {
      for (double b : new double[] {-1.5, -0.9, 0.6, 2.2}) {
        check(formula, Map.of("x", new double[] {a}, "y", new double[] {b}));
      }
    }
  }

  @Test
  void derivativesAtKinksAreAsDocumented() {
    assertThat(derivative(new Unary(UnaryOperator.RELU, x), 0, 0, "x")).isZero();
    assertThat(derivative(new Unary(UnaryOperator.ABS, x), 0, 0, "x")).isZero();
    for (BinaryOperator operator : List.of(BinaryOperator.MAX, BinaryOperator.MIN)) {
      assertThat(derivative(new Binary(operator, x, y), 1, 1, "x")).isZero();
      assertThat(derivative(new Binary(operator, x, y), 1, 1, "y")).isEqualTo(1);
    }
  }

  @Test
  void compositionsFollowTheChainRule() {
    Expression a = sigmoid(x.times(y)).plus(tanh(x).dividedBy(constant(2).plus(y.times(y))));
    check(a, Map.of("x", new double[] {0.7}, "y", new double[] {-1.3}));
    check(x.times(x).times(x), Map.of("x", new double[] {0.7}));
    check(x.minus(x), Map.of("x", new double[] {0.7}));
  }

  @Test
  void meanSpreadsItsAdjoint() {
    Expression centred = x.minus(mean(x));
    Expression formula = centred.times(mean(centred.times(y))).plus(mean(x.times(x)));
    check(formula, Map.of("x", new double[] {0.7, -0.2, 1.4}, "y", new double[] {-1.3, 0.4, 0.9}));
  }

  @Test
  void sigmoidsOwnValueMakesItsDerivative() {
    Definition gate = new Definition("i", sigmoid(x));
    ReverseMode.differentiate(
        gate,
        operand("a"),
        (leaf, adjoint) -> {
          assertThat(leaf).isEqualTo(x);
          assertThat(Notation.PLAIN.print(adjoint)).isEqualTo("a_t ∘ i_t ∘ (1 - i_t)");
        });
  }

  @Test
  void productsAndDefinitionsAreLeaves() {
    Linear product = new Linear("W", new State("h", 3), 3);
    Definition other = new Definition("o", x);
    Map<Expression, Expression> adjoints = new LinkedHashMap<>();
    ReverseMode.differentiate(product.times(other).plus(constant(3)), y, adjoints::put);
    assertThat(adjoints)
        .containsOnlyKeys(product, other)
        .containsEntry(product, y.times(other))
        .containsEntry(other, y.times(product));
  }

  @Test
  void nothingIsReportedForAnAdjointOfZero() {
    ReverseMode.differentiate(
        x.times(y),
        constant(0),
        (leaf, adjoint) -> {
          throw new AssertionError(leaf + " has no adjoint");
        });
    ReverseMode.differentiate(
        new Unary(UnaryOperator.STEP, x),
        y,
        (leaf, adjoint) -> {
          throw new AssertionError(leaf + " has no adjoint");
        });
  }

  @Test
  void secondDerivativesOfProductsAreRefused() {
    Expression projection = new BackProjection(List.of(new BackProjection.Term("W", x)), 3);
    assertThatThrownBy(() -> ReverseMode.differentiate(projection, y, (leaf, adjoint) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("second derivatives of products are not supported");
  }

  private static double derivative(Expression formula, double x, double y, String operand) {
    Map<String, double[]> point = Map.of("x", new double[] {x}, "y", new double[] {y});
    return gradients(formula, point).get(operand)[0];
  }

  /** The loss is Σ weight_j f_j with fixed weights. */
  private static void check(Expression formula, Map<String, double[]> point) {
    Map<String, double[]> gradients = gradients(formula, point);
    point.forEach(
        (name, values) -> {
          for (int i = 0; i < values.length; i++) {
            double[] f = new double[5];
            for (int k = -2; k <= 2; k++) {
              Map<String, double[]> moved = new HashMap<>(point);
              double[] copy = values.clone();
              copy[i] += k * STEP;
              moved.put(name, copy);
              double[] value = value(formula, moved, values.length);
              for (int j = 0; j < value.length; j++) {
                f[k + 2] += weight(j) * value[j];
              }
            }
            double difference = (8 * (f[3] - f[1]) - (f[4] - f[0])) / (12 * STEP);
            assertThat(gradients.get(name)[i])
                .as("derivative of %s by %s", Notation.PLAIN.print(formula), name)
                .isCloseTo(difference, TOLERANCE);
          }
        });
  }

  private static double weight(int unit) {
    return 1 - 0.4 * unit;
  }

  private static Map<String, double[]> gradients(Expression formula, Map<String, double[]> point) {
    int width = point.values().iterator().next().length;
    Map<String, double[]> all = new HashMap<>(point);
    double[] weights = new double[width];
    Arrays.setAll(weights, ReverseModeTest::weight);
    all.put("adjoint", weights);
    Map<String, double[]> gradients = new HashMap<>();
    point.keySet().forEach(name -> gradients.put(name, new double[width]));
    ReverseMode.differentiate(
        formula,
        operand("adjoint"),
        (leaf, adjoint) -> {
          double[] sum = gradients.get(((Expression.Operand) leaf).name());
          double[] share = value(adjoint, all, width);
          for (int j = 0; j < width; j++) {
            sum[j] += share[j];
          }
        });
    return gradients;
  }

  private static double[] value(Expression formula, Map<String, double[]> point, int width) {
    double[] result = new double[width];
    if (formula instanceof Expression.Operand operand) {
      return point.get(operand.name());
    } else if (formula instanceof Constant constant) {
      Arrays.fill(result, constant.value());
    } else if (formula instanceof Unary unary) {
      double[] a = value(unary.argument(), point, width);
      Arrays.setAll(result, j -> unary.operator().apply(a[j]));
    } else if (formula instanceof Binary binary) {
      double[] a = value(binary.left(), point, width);
      double[] b = value(binary.right(), point, width);
      Arrays.setAll(result, j -> binary.operator().apply(a[j], b[j]));
    } else {
      double[] a = value(((Mean) formula).argument(), point, width);
      Arrays.fill(result, Arrays.stream(a).average().orElseThrow());
    }
    return result;
  }
}

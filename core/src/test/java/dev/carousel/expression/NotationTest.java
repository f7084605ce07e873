package dev.carousel.expression;

import static dev.carousel.expression.Functions.abs;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.exp;
import static dev.carousel.expression.Functions.log;
import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.mean;
import static dev.carousel.expression.Functions.min;
import static dev.carousel.expression.Functions.relu;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.softplus;
import static dev.carousel.expression.Functions.sqrt;
import static dev.carousel.expression.Functions.step;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotationTest {
  private final Expression a = new PerUnit("a", PerUnit.Role.WEIGHT, 0, 3);
  private final Expression b = new PerUnit("b", PerUnit.Role.WEIGHT, 0, 3);
  private final Expression c = new PerUnit("c", PerUnit.Role.WEIGHT, 0, 3);
  private final State h = new State("h", 3);

  private static String plain(Expression expression) {
    return Notation.PLAIN.print(expression);
  }

  private static String latex(Expression expression) {
    return Notation.LATEX.print(expression);
  }

  @Test
  void gateIsWrittenAsInPapers() {
    Expression sum =
        new Linear("W_i", new Input(), 3)
            .plus(new Linear("U_i", h, 3))
            .plus(new PerUnit("b_i", PerUnit.Role.BIAS, 0, 3));
    Definition gate = new Definition("i", sigmoid(sum));
    assertThat(Notation.PLAIN.equation(gate)).isEqualTo("i_t = σ(W_i x_t + U_i h_{t-1} + b_i)");
    assertThat(Notation.LATEX.equation(gate))
        .isEqualTo("i_t = \\sigma(W_{i} x_t + U_{i} h_{t-1} + b_{i})");
  }

  @Test
  void sumsInProductsGetParentheses() {
    assertThat(plain(a.plus(b).times(c))).isEqualTo("(a + b) ∘ c");
    assertThat(plain(a.times(b.minus(c)))).isEqualTo("a ∘ (b - c)");
    assertThat(plain(a.times(b).plus(c))).isEqualTo("a ∘ b + c");
    assertThat(plain(a.plus(b.times(c)))).isEqualTo("a + b ∘ c");
    assertThat(latex(a.plus(b).times(c))).isEqualTo("(a + b) \\circ c");
  }

  @Test
  void rightSidesOfDifferencesAndQuotientsGetParentheses() {
    assertThat(plain(a.minus(b.minus(c)))).isEqualTo("a - (b - c)");
    assertThat(plain(a.minus(b.plus(c)))).isEqualTo("a - (b + c)");
    assertThat(plain(a.minus(b).minus(c))).isEqualTo("a - b - c");
    assertThat(plain(a.minus(b).plus(c))).isEqualTo("a - b + c");
    assertThat(plain(a.plus(b.minus(c)))).isEqualTo("a + b - c");
    assertThat(plain(a.dividedBy(b.dividedBy(c)))).isEqualTo("a / (b / c)");
    assertThat(plain(a.dividedBy(b.times(c)))).isEqualTo("a / (b ∘ c)");
    assertThat(plain(a.dividedBy(b).times(c))).isEqualTo("a / b ∘ c");
    assertThat(plain(a.dividedBy(b).dividedBy(c))).isEqualTo("a / b / c");
    assertThat(plain(a.dividedBy(b.plus(c)))).isEqualTo("a / (b + c)");
    assertThat(plain(a.minus(b.times(c)))).isEqualTo("a - b ∘ c");
  }

  @Test
  void fractionsNeedNoParentheses() {
    assertThat(latex(a.plus(b).dividedBy(c.times(a)))).isEqualTo("\\frac{a + b}{c \\circ a}");
    assertThat(latex(a.times(b.dividedBy(c)))).isEqualTo("a \\circ \\frac{b}{c}");
    assertThat(latex(a.dividedBy(b.dividedBy(c)))).isEqualTo("\\frac{a}{\\frac{b}{c}}");
  }

  @Test
  void functionsSetTheirArgumentsApart() {
    assertThat(plain(max(a.plus(b), c).times(a))).isEqualTo("max(a + b, c) ∘ a");
    assertThat(plain(min(a, b.minus(c)))).isEqualTo("min(a, b - c)");
    assertThat(plain(tanh(a.plus(b)).times(c))).isEqualTo("tanh(a + b) ∘ c");
    assertThat(plain(abs(a.minus(b)))).isEqualTo("|a - b|");
    assertThat(plain(mean(a.times(b)))).isEqualTo("mean(a ∘ b)");
    assertThat(latex(mean(a.times(b)))).isEqualTo("\\mathrm{mean}(a \\circ b)");
    assertThat(latex(max(a.plus(b), c).times(a))).isEqualTo("\\max(a + b, c) \\circ a");
  }

  @Test
  void everyFunctionHasItsName() {
    assertThat(plain(sigmoid(a))).isEqualTo("σ(a)");
    assertThat(plain(relu(a))).isEqualTo("relu(a)");
    assertThat(plain(step(a))).isEqualTo("step(a)");
    assertThat(plain(exp(a))).isEqualTo("exp(a)");
    assertThat(plain(log(a))).isEqualTo("log(a)");
    assertThat(plain(sqrt(a))).isEqualTo("sqrt(a)");
    assertThat(plain(softplus(a))).isEqualTo("softplus(a)");
    assertThat(latex(sqrt(a.plus(b)))).isEqualTo("\\sqrt{a + b}");
    assertThat(latex(relu(a))).isEqualTo("\\mathrm{relu}(a)");
    assertThat(latex(step(a))).isEqualTo("\\mathbf{1}_{>0}(a)");
  }

  @Test
  void operandsOfProductsGetParentheses() {
    assertThat(plain(new Linear("U", a.times(h), 3))).isEqualTo("U (a ∘ h_{t-1})");
    assertThat(plain(new Linear("U", tanh(h), 3))).isEqualTo("U tanh(h_{t-1})");
    assertThat(plain(new Linear("U", new Linear("V", h, 3), 3))).isEqualTo("U V h_{t-1}");
    assertThat(plain(new Linear("U", h, 3).times(a))).isEqualTo("U h_{t-1} ∘ a");
  }

  @Test
  void numbersAreWrittenShort() {
    assertThat(plain(constant(1).minus(a))).isEqualTo("1 - a");
    assertThat(plain(a.times(0.5))).isEqualTo("a ∘ 0.5");
    assertThat(plain(a.negated())).isEqualTo("-a");
    assertThat(plain(a.negated().times(h))).isEqualTo("(-a) ∘ h_{t-1}");
    assertThat(plain(a.plus(constant(-2.5)))).isEqualTo("a + (-2.5)");
    assertThat(plain(constant(-2))).isEqualTo("-2");
    assertThat(plain(constant(1e20))).isEqualTo("1.0E20");
  }

  @Test
  void definitionsAreWrittenByName() {
    Definition gate = new Definition("gate", sigmoid(a));
    assertThat(plain(gate.times(h))).isEqualTo("gate_t ∘ h_{t-1}");
  }

  @Test
  void latexNamesHaveNoSecondSubscript() {
    assertThat(latex(new Definition("c_new", a))).isEqualTo("{c_{new}}_t");
    assertThat(latex(new State("c_slow", 3))).isEqualTo("{c_{slow}}_{t-1}");
    assertThat(latex(new Definition("δ(W_i x_t)", a))).isEqualTo("\\delta (W_{i} x_{t})_t");
    assertThat(latex(new Definition("δ(U_n (r_t ∘ h_{t-1}))", a)))
        .isEqualTo("\\delta (U_{n} (r_{t} \\circ h_{t-1}))_t");
    assertThat(latex(Functions.operand("δh⁺"))).isEqualTo("\\delta h^{+}_t");
  }

  @Test
  void backProjectionsAreSumsOfTransposedProducts() {
    Expression projection =
        new BackProjection(
            List.of(
                new BackProjection.Term("U_i", new Definition("δi", a)),
                new BackProjection.Term("U_f", a.times(b))),
            3);
    assertThat(plain(projection)).isEqualTo("U_iᵀ δi_t + U_fᵀ (a ∘ b)");
    assertThat(plain(a.plus(projection))).isEqualTo("a + U_iᵀ δi_t + U_fᵀ (a ∘ b)");
    assertThat(plain(a.times(projection))).isEqualTo("a ∘ (U_iᵀ δi_t + U_fᵀ (a ∘ b))");
    assertThat(latex(projection)).isEqualTo("U_{i}^\\top \\delta i_t + U_{f}^\\top (a \\circ b)");
  }
}

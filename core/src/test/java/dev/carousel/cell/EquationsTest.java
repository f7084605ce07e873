package dev.carousel.cell;

import static dev.carousel.expression.Expression.INPUT_WIDTH;
import static dev.carousel.expression.Expression.Mask.Draw.EACH_SEQUENCE;
import static dev.carousel.expression.Expression.Mask.Draw.EACH_STEP;
import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Notation;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EquationsTest {
  private final Equations eq = Equations.of(3);

  private static void assertRefused(ThrowingCallable mistake, String message) {
    assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void affineMapsNameTheirWeights() {
    var h = eq.state("h");
    var c = eq.state("c");
    assertThat(Notation.PLAIN.print(eq.affine("i", eq.input(), h)))
        .isEqualTo("W_i x_t + U_i h_{t-1} + b_i");
    assertThat(Notation.PLAIN.print(eq.affine("j", h, c, eq.input())))
        .isEqualTo("U_j h_{t-1} + U_j,c c_{t-1} + W_j x_t + b_j");
  }

  @Test
  void biasWithinAffineMapGetsItsName() {
    eq.output(eq.let("f", eq.affine("f", eq.input(), bias(1))));
    assertThat(eq.output(eq.let("g", eq.affine("g", eq.input()))).vectors())
        .containsExactly(
            new PerUnit("b_f", PerUnit.Role.BIAS, 1, 3),
            new PerUnit("b_g", PerUnit.Role.BIAS, 0, 3));
  }

  @Test
  void productsAreGroupedByOperandTheInputsFirst() {
    var h = eq.state("h");
    var r = eq.let("r", sigmoid(eq.affine("r", h, eq.input())));
    var next = eq.next(h, tanh(eq.affine("n", r.times(h), eq.input())));
    CellEquations equations = eq.output(next);
    assertThat(equations.products().keySet().stream().map(Notation.PLAIN::print))
        .containsExactly("x_t", "h_{t-1}", "r_t ∘ h_{t-1}");
    assertThat(equations.products().get(eq.input())).hasSize(2);
    // W: 2 · 3 · 5, U: 2 · 3 · 3, b: 2 · 3
    assertThat(equations.parameters(5)).isEqualTo(30 + 18 + 6);
    // Products twice a multiply-add; σ, tanh, four sums and r ∘ h for each unit.
    assertThat(equations.flops(5)).isEqualTo(2 * (30 + 18) + 7 * 3);
  }

  @Test
  void cellWithoutUnitsIsRefused() {
    assertRefused(() -> Equations.of(0), "units must be at least 1, got 0");
  }

  @Test
  void stateDeclaredTwiceIsRefused() {
    eq.state("h");
    assertRefused(() -> eq.state("h"), "state 'h' is declared twice");
  }

  @Test
  void stateWithoutNextValueIsRefused() {
    eq.state("h");
    var y = eq.let("y", tanh(eq.affine("y", eq.input())));
    assertRefused(() -> eq.output(y), "state 'h' has no next value");
  }

  @Test
  void nextValueOfAnUndeclaredStateIsRefused() {
    assertRefused(() -> eq.next(new State("c", 3), operand("z")), "state 'c' is not declared");
  }

  @Test
  void twoNextValuesAreRefused() {
    var h = eq.state("h");
    eq.next(h, tanh(h));
    assertRefused(() -> eq.next(h, sigmoid(h)), "state 'h' is given its next value twice");
  }

  @Test
  void nameUsedTwiceIsRefused() {
    eq.let("i", sigmoid(eq.affine("i", eq.input())));
    assertRefused(
        () -> eq.let("i", sigmoid(eq.affine("i", eq.input()))), "two values are named 'i'");
  }

  @Test
  void namesOfAdjointsAreRefused() {
    var h = eq.state("h");
    assertRefused(
        () -> eq.let("δh", tanh(h)),
        "'δh' cannot name a value; names beginning with δ are kept for adjoints");
    assertRefused(
        () -> eq.let("", tanh(h)),
        "'' cannot name a value; names beginning with δ are kept for adjoints");
  }

  @Test
  void inputWithoutWeightIsRefused() {
    assertRefused(
        () -> eq.let("g", tanh(eq.input())),
        "equation 'g' uses the input without a weight; its width is not that of the units, so"
            + " multiply it with linear(…) or affine(…)");
  }

  @Test
  void differentWidthsAreNotCombined() {
    var h = eq.state("h");
    var p = eq.state("p", 2);
    assertRefused(
        () -> eq.let("g", tanh(h).plus(p.times(2))),
        "equation 'g' combines tanh(h_{t-1}), of width 3, with p_{t-1} ∘ 2, of width 2");
    assertRefused(
        () -> eq.let("k", eq.affine("k", eq.input(), p).times(eq.perUnit("v", 4))),
        "equation 'k' combines W_k x_t + U_k p_{t-1} + b_k, of width 3, with v, of width 4");
    assertRefused(
        () -> eq.let("l", eq.linear("U", eq.input().times(h))),
        "equation 'l' combines x_t, as wide as the input, with h_{t-1}, of width 3");
    assertRefused(
        () -> eq.next(p, tanh(h)), "equation 'p' gives a state of width 2 a value of width 3");
  }

  @Test
  void widthsAreAtLeastOne() {
    assertRefused(() -> eq.state("p", 0), "state 'p' must be at least 1 wide, got 0");
    assertRefused(
        () -> eq.linear("W", -1, eq.input()), "weight 'W' must be at least 1 wide, got -1");
    assertRefused(() -> eq.perUnit("v", 0), "vector 'v' must be at least 1 wide, got 0");
  }

  @Test
  void weightOfTwoWidthsIsRefused() {
    eq.linear("W", 2, eq.input());
    assertRefused(
        () -> eq.linear("W", eq.input()), "weight 'W' is used for products of two widths, 2 and 3");
  }

  @Test
  void widthsAreCounted() {
    var x = eq.input();
    var p = eq.state("p", 2);
    var c = eq.state("c");
    var g = eq.let("g", tanh(eq.affine("g", x, p)));
    eq.next(c, c.plus(g));
    var projected = eq.let("q", eq.affine("q", 2, g));
    CellEquations equations = eq.output(eq.next(p, eq.perUnit("v", 2).times(projected)));
    assertThat(equations.outputs()).isEqualTo(2);
    // W_g: 3 · 5, U_g: 3 · 2, b_g: 3, U_q: 2 · 3, b_q: 2, v: 2
    assertThat(equations.parameters(5)).isEqualTo(15 + 6 + 3 + 6 + 2 + 2);
    // Products twice a multiply-add; tanh and three sums for 3 numbers each, + b_q and v ∘ for 2.
    assertThat(equations.flops(5)).isEqualTo(2 * (15 + 6 + 6) + 4 * 3 + 2 * 2);
  }

  @Test
  void undeclaredStateIsRefused() {
    assertRefused(
        () -> eq.let("g", tanh(new State("c", 3))),
        "equation 'g' uses state 'c', which is not declared");
  }

  @Test
  void undefinedValueIsRefused() {
    var h = eq.state("h");
    assertRefused(
        () -> eq.let("g", tanh(new Definition("later", h))),
        "equation 'g' uses 'later', which is not defined before it");
    eq.next(h, tanh(h));
    assertRefused(() -> eq.output(new Definition("later", h)), "the output 'later' is not defined");
  }

  @Test
  void biasOutsideAnAffineMapIsRefused() {
    var h = eq.state("h");
    assertRefused(
        () -> eq.let("g", h.plus(bias(1))),
        "equation 'g' uses a bias outside an affine map, where it has no name");
  }

  @Test
  void secondBiasIsRefused() {
    assertRefused(
        () -> eq.affine("f", eq.input(), bias(1), bias(2)), "affine map 'f' has two biases");
  }

  @Test
  void affineMapWithoutOperandIsRefused() {
    assertRefused(() -> eq.affine("f", bias(1)), "affine map 'f' has no operand");
  }

  @Test
  void vectorUsedInTwoWaysIsRefused() {
    var h = eq.state("h");
    eq.let("f", eq.affine("f", eq.input(), bias(1)));
    assertRefused(
        () -> eq.let("g", eq.affine("f", eq.input())),
        "equation 'g' uses vector 'b_f' as a bias of width 3 with initial value 0.0, but it was used"
            + " as a bias of width 3 with initial value 1.0 before");
    assertRefused(
        () -> eq.let("k", h.times(eq.perUnit("b_f"))),
        "equation 'k' uses vector 'b_f' as a weight of width 3 with initial value 0.0, but it was"
            + " used as a bias of width 3 with initial value 1.0 before");
    assertRefused(
        () -> eq.let("l", h.times(eq.gain("b_f"))),
        "equation 'l' uses vector 'b_f' as a gain of width 3 with initial value 1.0, but it was"
            + " used as a bias of width 3 with initial value 1.0 before");
  }

  @Test
  void weightOfTwoOperandsIsRefused() {
    var h = eq.state("h");
    var c = eq.state("c");
    eq.linear("U", h);
    assertRefused(
        () -> eq.linear("U", h.times(c)),
        "weight 'U' is used with two operands, h_{t-1} and h_{t-1} ∘ c_{t-1}");
  }

  @Test
  void operandOfElsewhereIsRefused() {
    assertRefused(
        () -> eq.let("g", operand("z")), "equation 'g' uses z_t, which has no meaning in a cell");
  }

  @Test
  void masksAreToldApart() {
    var h = eq.state("h");
    eq.let("i", eq.bernoulli("z", 0.5, EACH_STEP).times(h));
    assertRefused(
        () -> eq.let("j", eq.bernoulli("z", 0.25, EACH_STEP).times(h)),
        "equation 'j' uses mask 'z', but another of that name was used before");
    assertRefused(
        () -> eq.let("k", eq.bernoulli("i", 0.5, EACH_STEP).times(h)),
        "equation 'k' uses mask 'i', which has the name of a value");
    assertRefused(() -> eq.let("z", tanh(h)), "two values are named 'z'");
  }

  @Test
  void impossibleMasksAreRefused() {
    assertRefused(
        () -> eq.bernoulli("z", 0, EACH_STEP),
        "the probability of mask 'z' must be above 0 and below 1, got 0.0");
    assertRefused(
        () -> eq.dropout("m", 1, EACH_SEQUENCE),
        "the probability of mask 'm' must be above 0 and below 1, got 0.0");
    assertRefused(
        () -> eq.dropout("m", 0.5, EACH_SEQUENCE, 0), "mask 'm' must be at least 1 wide, got 0");
    assertRefused(
        () -> eq.let("g", eq.dropout("m", 0.5, EACH_STEP, 2).times(eq.state("h"))),
        "equation 'g' combines m_t, of width 2, with h_{t-1}, of width 3");
    assertRefused(
        () -> eq.let("k", eq.dropout("m_x", 0.5, EACH_STEP, INPUT_WIDTH).times(eq.input())),
        "equation 'k' uses the input without a weight; its width is not that of the units, so"
            + " multiply it with linear(…) or affine(…)");
  }

  @Test
  void inferenceHasExpectationsInPlaceOfMasks() {
    var h = eq.state("h");
    var m = eq.dropout("m", 0.3, EACH_SEQUENCE);
    var a = eq.let("a", eq.bernoulli("z", 0.25, EACH_STEP).times(eq.affine("a", m.times(h))));
    CellEquations equations = eq.output(eq.next(h, tanh(a)));
    CellEquations expected = equations.expected();

    assertThat(equations.masks().stream().map(Notation.PLAIN::print)).containsExactly("z_t", "m");
    assertThat(expected.masks()).isEmpty();
    assertThat(expected.definitions().stream().map(Notation.PLAIN::equation))
        .containsExactly("a_t = 0.25 ∘ (U_a h_{t-1} + b_a)", "h_t = tanh(a_t)");
    assertThat(expected.definitions().get(1).value())
        .isEqualTo(tanh(expected.definitions().get(0)));
    assertThat(expected.expected()).isSameAs(expected);
  }
}

package dev.carousel.interop.equations;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.gru.Mgu;
import dev.carousel.cells.gru.MinGru;
import dev.carousel.cells.gru.Sru;
import dev.carousel.cells.lstm.CifgLstm;
import dev.carousel.cells.lstm.LayerNormLstm;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.lstm.LstmProjection;
import dev.carousel.cells.lstm.MinLstm;
import dev.carousel.cells.lstm.Slstm;
import dev.carousel.cells.peephole.PeepholeLstm;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.expression.Expression;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EquationMatchTest {
  private static final int UNITS = 3;

  /** Cells of which no two are the same. */
  private static List<Cell> cells() {
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                new Rnn(UNITS, Rnn.Activation.TANH),
                new Rnn(UNITS, Rnn.Activation.RELU),
                new Lstm(UNITS, 1),
                new LstmProjection(UNITS, UNITS, 1),
                new LstmProjection(UNITS, 2, 1),
                new CifgLstm(UNITS, 1),
                new LayerNormLstm(UNITS, 1),
                new MinLstm(UNITS, 1),
                new Slstm(UNITS, 1),
                new Gru(UNITS, Gru.Reset.AFTER),
                new Gru(UNITS, Gru.Reset.BEFORE),
                new Mgu(UNITS),
                new MinGru(UNITS),
                new Sru(UNITS),
                new Zoneout(new Lstm(UNITS, 1), 0.1, 0.2),
                new Lstm(UNITS + 1, 1)));
    for (PeepholeLstm.Ablation ablation : PeepholeLstm.Ablation.values()) {
      // Without peepholes it is an LSTM.
      if (ablation != PeepholeLstm.Ablation.NP) {
        cells.add(new PeepholeLstm(UNITS, 1, ablation));
      }
    }
    return cells;
  }

  @Provide
  Arbitrary<Cell> anyCell() {
    return Arbitraries.of(cells());
  }

  /** What each parameter and state is called after scrambling is found again. */
  @Property(tries = 300)
  void scrambledCellsAreRecognised(@ForAll("anyCell") Cell cell, @ForAll long seed) {
    CellEquations equations = cell.equations().expected();
    Scrambled.Result scrambled = Scrambled.of(equations, new Random(seed));

    EquationMatch match = EquationMatch.of(equations, scrambled.equations()).orElseThrow();
    Map<String, String> expected = new HashMap<>(scrambled.names());
    expected.keySet().removeIf(name -> name.startsWith("definition "));
    Map<String, String> found = new HashMap<>(match.parameters());
    match.states().forEach((state, other) -> found.put("state " + state, other));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void differentCellsAreTold() {
    List<Cell> cells = cells();
    for (Cell one : cells) {
      for (Cell other : cells) {
        assertThat(EquationMatch.of(one.equations(), other.equations()).isPresent())
            .as("%s and %s", one, other)
            .isEqualTo(one == other);
      }
    }
  }

  @Test
  void whatMakesNoDifferenceToTheResultMakesNone() {
    CellEquations lstm = new Lstm(UNITS, 1).equations();
    assertThat(EquationMatch.of(lstm, new Lstm(UNITS, 0).equations())).isPresent();
    assertThat(
            EquationMatch.of(
                lstm, new PeepholeLstm(UNITS, 0, PeepholeLstm.Ablation.NP).equations()))
        .isPresent();
    assertThat(
            EquationMatch.of(
                lstm, new VariationalDropout(new Lstm(UNITS, 1), 0.2, 0.3).equations()))
        .isPresent();
  }

  private record Combination(BiFunction<Expression, Expression, Expression> of) {
    CellEquations equations(boolean swapped) {
      var eq = Equations.of(UNITS);
      var x = eq.input();
      var h = eq.state("h");
      var a = eq.let("a", sigmoid(eq.affine("a", x, h)));
      var b = eq.let("b", tanh(eq.affine("b", x, h)));
      return eq.output(eq.next(h, swapped ? of.apply(b, a) : of.apply(a, b)));
    }

    boolean isSameSwapped() {
      return EquationMatch.of(equations(false), equations(true)).isPresent();
    }
  }

  @Test
  void operandsMayBeSwappedWhereTheResultIsTheSame() {
    assertThat(new Combination(Expression::plus).isSameSwapped()).isTrue();
    assertThat(new Combination(Expression::times).isSameSwapped()).isTrue();
    assertThat(new Combination((a, b) -> max(a, b)).isSameSwapped()).isTrue();
    assertThat(new Combination(Expression::minus).isSameSwapped()).isFalse();
    assertThat(new Combination(Expression::dividedBy).isSameSwapped()).isFalse();
    assertThat(new Combination((a, b) -> constant(1).minus(a).plus(b)).isSameSwapped()).isFalse();
  }

  @Test
  void differencesAreSumsWithSigns() {
    var difference = new Combination((a, b) -> constant(1).minus(a).minus(b));
    var sum = new Combination((a, b) -> b.negated().plus(constant(1)).plus(a.negated()));
    assertThat(EquationMatch.of(difference.equations(false), sum.equations(false))).isPresent();
    var other = new Combination((a, b) -> constant(1).minus(a.minus(b)));
    assertThat(EquationMatch.of(difference.equations(false), other.equations(false))).isEmpty();
  }

  /** One weight for two things is not two weights. */
  @Test
  void sharedWeightsAreSharedInBoth() {
    assertThat(EquationMatch.of(twoReads("W_a", "W_a"), twoReads("W_q", "W_q"))).isPresent();
    assertThat(EquationMatch.of(twoReads("W_a", "W_b"), twoReads("W_q", "W_q"))).isEmpty();
    assertThat(EquationMatch.of(twoReads("W_a", "W_a"), twoReads("W_p", "W_q"))).isEmpty();
  }

  private static CellEquations twoReads(String one, String two) {
    var eq = Equations.of(UNITS);
    var x = eq.input();
    var h = eq.state("h");
    var a = eq.let("a", sigmoid(eq.linear(one, x)));
    var b = eq.let("b", tanh(eq.linear(two, x)));
    return eq.output(eq.next(h, a.times(h).plus(b)));
  }

  /** The first guess at which state is which is wrong for one of the two orders. */
  @Test
  void guessesAreTakenBack() {
    CellEquations cell = ring(List.of("a", "b", "c"));
    EquationMatch match = EquationMatch.of(cell, ring(List.of("c", "b", "a"))).orElseThrow();
    assertThat(match.states()).isEqualTo(Map.of("a", "a", "b", "b", "c", "c"));
    assertThat(match.parameters()).isEqualTo(Map.of("W_a", "W_a"));
  }

  /** c follows b, which follows a, which reads; all three are added up in some order. */
  private static CellEquations ring(List<String> order) {
    var eq = Equations.of(UNITS);
    var a = eq.state("a");
    var b = eq.state("b");
    var c = eq.state("c");
    eq.next(a, tanh(eq.linear("W_a", eq.input())));
    eq.next(b, a);
    eq.next(c, b);
    Map<String, Expression> states = Map.of("a", a, "b", b, "c", c);
    return eq.output(order.stream().map(states::get).reduce(Expression::plus).orElseThrow());
  }

  /** A state that is kept for nobody. */
  @Test
  void statesThatNobodyReadsBelongToTheCell() {
    assertThat(EquationMatch.of(withCounter(1), withCounter(1)).orElseThrow().states())
        .isEqualTo(Map.of("h", "h", "n", "n"));
    assertThat(EquationMatch.of(withCounter(1), withCounter(2))).isEmpty();
    assertThat(EquationMatch.of(withCounter(1), new Rnn(UNITS, Rnn.Activation.TANH).equations()))
        .isEmpty();
  }

  private static CellEquations withCounter(double by) {
    var eq = Equations.of(UNITS);
    var h = eq.state("h");
    var n = eq.state("n");
    eq.next(n, n.plus(constant(by)));
    return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
  }
}

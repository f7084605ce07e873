package dev.carousel.layer;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/** Cells of the tests' own, so that these do not depend on the modules that ship cells. */
final class TestCells {
  private TestCells() {}

  /** h' = tanh(W x + U h + b). */
  record Plain(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
    }
  }

  /** h' = γ ∘ tanh(W x) + b. */
  record Scaled(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var scaled = eq.gain("γ").times(tanh(eq.linear("W", eq.input())));
      return eq.output(eq.next(h, scaled.plus(eq.bias("b"))));
    }
  }

  /**
   * Two states, a bias that is not 0 at first, a peephole p and a second operand of recurrent
   * weights.
   */
  record Gated(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var c = eq.state("c");
      var f = eq.let("f", sigmoid(eq.affine("f", x, h, bias(1)).plus(eq.perUnit("p").times(c))));
      var g = eq.let("g", tanh(eq.affine("g", x, f.times(h))));
      var cNext = eq.next(c, f.times(c).plus(g));
      return eq.output(eq.next(h, tanh(cNext)));
    }
  }
}

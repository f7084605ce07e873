package dev.carousel.inspect;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/** Cells whose insides can be computed by hand. */
final class TracedCells {
  private TracedCells() {}

  /** h' = W x + U h + b. */
  record LinearCell(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, eq.affine("h", eq.input(), h)));
    }
  }

  /** c' = k c + W x + b, with a constant k. */
  record Leaky(int units, double k) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var c = eq.state("c");
      var f = eq.let("f", constant(k));
      return eq.output(eq.next(c, f.times(c).plus(eq.affine("c", eq.input()))));
    }
  }

  /** An LSTM without an input gate: two states, one of which is the output. */
  record Gated(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var c = eq.state("c");
      var f = eq.let("f", sigmoid(eq.affine("f", x, h)));
      var g = eq.let("g", tanh(eq.affine("g", x, h)));
      var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
      var cNext = eq.next(c, f.times(c).plus(constant(1).minus(f).times(g)));
      return eq.output(eq.next(h, o.times(tanh(cNext))));
    }
  }

  /** The same with h = W_r (o tanh c), of a width of its own. */
  record Projected(int units, int projection) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h", projection);
      var c = eq.state("c");
      var f = eq.let("f", sigmoid(eq.affine("f", x, h)));
      var g = eq.let("g", tanh(eq.affine("g", x, h)));
      var cNext = eq.next(c, f.times(c).plus(constant(1).minus(f).times(g)));
      return eq.output(eq.next(h, eq.linear("W_r", projection, tanh(cNext))));
    }
  }
}

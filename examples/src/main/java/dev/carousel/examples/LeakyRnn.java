package dev.carousel.examples;

import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/** A leaky integrator (Jaeger et al., 2007) whose units learn their own leaking rates a = σ(p). */
public record LeakyRnn(int units) implements Cell {
  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var a = eq.let("a", sigmoid(eq.perUnit("p")));
    var n = eq.let("n", tanh(eq.affine("n", x, h)));
    return eq.output(eq.next(h, h.plus(a.times(n.minus(h)))));
  }
}

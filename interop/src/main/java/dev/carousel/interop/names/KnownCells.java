package dev.carousel.interop.names;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.relu;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;

/**
 * The cells that other systems have, with one bias where these have two that are added up. The
 * parameters of a gate g are W_g, U_g and b_g.
 */
final class KnownCells {
  private KnownCells() {}

  /** h_t = φ(W_h x_t + U_h h_{t-1} + b_h) with φ tanh or relu. */
  static CellEquations rnn(int units, boolean rectified) {
    var eq = Equations.of(units);
    var h = eq.state("h");
    var a = eq.affine("h", eq.input(), h);
    return eq.output(eq.next(h, rectified ? relu(a) : tanh(a)));
  }

  /** Gates i, f, g, o. */
  static CellEquations lstm(int units) {
    var eq = Equations.of(units);
    var h = eq.state("h");
    return eq.output(eq.next(h, read(eq, h)));
  }

  /**
   * As {@link #lstm}; what its memory gives is multiplied with a matrix "projection" before it is
   * h.
   */
  static CellEquations projectedLstm(int units, int projection) {
    var eq = Equations.of(units);
    var h = eq.state("h", projection);
    return eq.output(eq.next(h, eq.linear("projection", projection, read(eq, h))));
  }

  private static Expression read(Equations eq, Expression h) {
    var x = eq.input();
    var c = eq.state("c");
    var i = eq.let("i", sigmoid(eq.affine("i", x, h)));
    var f = eq.let("f", sigmoid(eq.affine("f", x, h)));
    var g = eq.let("g", tanh(eq.affine("g", x, h)));
    var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
    return o.times(tanh(eq.next(c, f.times(c).plus(i.times(g)))));
  }

  /** Gates r, z, n; with the reset after the product n has a second bias inside it, b_hn. */
  static CellEquations gru(int units, boolean resetAfter) {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var r = eq.let("r", sigmoid(eq.affine("r", x, h)));
    var z = eq.let("z", sigmoid(eq.affine("z", x, h)));
    var a =
        resetAfter
            ? eq.affine("n", x).plus(r.times(eq.linear("U_n", h).plus(eq.bias("b_hn"))))
            : eq.affine("n", x, r.times(h));
    return eq.output(eq.next(h, constant(1).minus(z).times(tanh(a)).plus(z.times(h))));
  }
}

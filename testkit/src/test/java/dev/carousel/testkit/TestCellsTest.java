package dev.carousel.testkit;

import static dev.carousel.expression.Expression.INPUT_WIDTH;
import static dev.carousel.expression.Expression.Mask.Draw.EACH_SEQUENCE;
import static dev.carousel.expression.Expression.Mask.Draw.EACH_STEP;
import static dev.carousel.expression.Functions.abs;
import static dev.carousel.expression.Functions.bias;
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
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on cells that are hard on the planner. */
@ParameterizedClass
@MethodSource("cells")
class TestCellsTest extends CellContract {
  private final Cell cell;
  private final int inputs;

  TestCellsTest(Cell cell, int inputs) {
    this.cell = cell;
    this.inputs = inputs;
  }

  /** Each cell with the width of its input. */
  static List<Arguments> cells() {
    return List.of(
        argumentSet("LSTM with peepholes", new PeepholeLstm(5, 1), 3),
        argumentSet("GRU, reset before the product", new Gru(5, Gru.Reset.BEFORE), 3),
        argumentSet("GRU, reset after the product", new Gru(5, Gru.Reset.AFTER), 3),
        argumentSet("GRU of one unit", new Gru(1, Gru.Reset.BEFORE), 1),
        argumentSet("three states", new ThreeStates(5), 3),
        argumentSet("an output that is not a state", new OutputOfItsOwn(5), 3),
        argumentSet("layer normalisation", new LayerNormalised(5, 1e-2), 3),
        argumentSet("three products in a chain", new Chain(5), 3),
        argumentSet("anonymous operands made from each other", new Knot(5), 3),
        argumentSet("two recurrent operands in one affine map", new TwoOperands(5), 3),
        argumentSet("states and values that the output does not use", new Unused(5), 3),
        argumentSet("an output delayed by one step", new Delayed(5), 3),
        argumentSet("neither input nor weights", new Decay(5), 3),
        argumentSet("every operator", new Operators(5), 3),
        argumentSet("rectifiers", new Rectified(5), 3),
        argumentSet("a weight used twice", new SharedWeight(5), 3),
        argumentSet("no state", new Memoryless(5), 3),
        argumentSet("products with numbers, vectors and products", new OddOperands(5), 3),
        argumentSet("states, vectors and means of several widths", new Widths(5, 3, 7), 4),
        argumentSet("numbers and unused products of several widths", new Numbers(5, 2), 3),
        argumentSet("products with what is made from the input", new SquashedInput(5), 4),
        argumentSet("the input and its signs", new Signs(5), 3),
        argumentSet("masks of every kind", new Masked(5, 3), 4),
        argumentSet("masks of a cell without products", new MaskedDecay(5), 2),
        argumentSet("zoneout", new Zoneout(new PeepholeLstm(5, 1), 0.4, 0.3), 3),
        argumentSet("zoneout of one state", new Zoneout(new Gru(5, Gru.Reset.BEFORE), 0.4, 0), 3),
        argumentSet("zoneout of several widths", new Zoneout(new Widths(5, 3, 7), 0, 0.4), 4),
        argumentSet(
            "variational dropout", new VariationalDropout(new PeepholeLstm(5, 1), 0.4, 0.3), 3),
        argumentSet(
            "variational dropout of an operand that holds a state",
            new VariationalDropout(new Gru(5, Gru.Reset.BEFORE), 0, 0.4),
            3),
        argumentSet(
            "variational dropout of the input", new VariationalDropout(new Signs(5), 0.4, 0), 3),
        argumentSet(
            "masks within masks",
            new Zoneout(
                new VariationalDropout(
                    new Zoneout(new VariationalDropout(new PeepholeLstm(5, 1), 0.2, 0.2), 0.3, 0.2),
                    0.3,
                    0.3),
                0.2,
                0.3),
            3));
  }

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected int inputs() {
    return inputs;
  }

  /** Long short-term memory with peepholes: the output gate sees the new cell state. */
  record PeepholeLstm(int units, double forgetBias) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var c = eq.state("c");
      var i = eq.let("i", sigmoid(eq.affine("i", x, h).plus(eq.perUnit("p_i").times(c))));
      var f =
          eq.let(
              "f",
              sigmoid(eq.affine("f", x, h, bias(forgetBias)).plus(eq.perUnit("p_f").times(c))));
      var g = eq.let("g", tanh(eq.affine("g", x, h)));
      var cNext = eq.next(c, f.times(c).plus(i.times(g)));
      var o = eq.let("o", sigmoid(eq.affine("o", x, h).plus(eq.perUnit("p_o").times(cNext))));
      return eq.output(eq.next(h, o.times(tanh(cNext))));
    }
  }

  /** A gated recurrent unit. */
  record Gru(int units, Reset reset) implements Cell {
    enum Reset {
      BEFORE,
      AFTER
    }

    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var r = eq.let("r", sigmoid(eq.affine("r", x, h)));
      var z = eq.let("z", sigmoid(eq.affine("z", x, h)));
      var candidate =
          reset == Reset.BEFORE
              ? eq.affine("n", x, r.times(h))
              : eq.affine("n", x).plus(r.times(eq.affine("u", h)));
      var n = eq.let("n", tanh(candidate));
      return eq.output(eq.next(h, constant(1).minus(z).times(n).plus(z.times(h))));
    }
  }

  /** Three states that feed each other, one of them twice, one only through another. */
  record ThreeStates(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var a = eq.state("a");
      var b = eq.state("b");
      var c = eq.state("c");
      var aNext = eq.next(a, tanh(eq.affine("a", x, b)));
      var bNext = eq.next(b, sigmoid(eq.affine("b", x, aNext)).times(c).plus(a.times(0.5)));
      eq.next(c, c.times(0.9).plus(tanh(eq.affine("c", x, a)).times(bNext)));
      return eq.output(bNext);
    }
  }

  /** The output is a value of its own, with a product of its own, and no state. */
  record OutputOfItsOwn(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h =
          eq.next(
              eq.state("h"), tanh(eq.affine("h", eq.input(), new Expression.State("h", units))));
      return eq.output(tanh(eq.affine("y", h).plus(eq.linear("V", eq.input()))));
    }
  }

  /** Layer normalisation (Ba, Kiros and Hinton, 2016) of a simple recurrent cell's sum. */
  record LayerNormalised(int units, double epsilon) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var a = eq.let("a", eq.linear("W", eq.input()).plus(eq.linear("U", h)));
      var centred = eq.let("m", a.minus(mean(a)));
      var scale = eq.let("s", sqrt(mean(centred.times(centred)).plus(constant(epsilon))));
      var n = eq.perUnit("g").times(centred.dividedBy(scale)).plus(eq.perUnit("b"));
      return eq.output(eq.next(h, tanh(n)));
    }
  }

  /** Products of products: each operand is anonymous and holds the product before it. */
  record Chain(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var r = eq.let("r", sigmoid(eq.affine("r", eq.input(), h)));
      var first = eq.linear("A", r.times(h));
      var second = eq.linear("B", tanh(first).times(r));
      var third = eq.linear("C", sigmoid(second.plus(first)));
      // The operand of A and of D is the same anonymous vector, and D is seen before C.
      var fourth = eq.linear("D", r.times(h));
      return eq.output(
          eq.next(h, tanh(fourth.plus(third)).plus(second.times(0.1)).plus(eq.affine("n", r))));
    }
  }

  /** An anonymous operand that is first seen beside the operand that is made from it. */
  record Knot(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.linear("W", eq.input());
      var h = eq.state("h");
      var inner = eq.linear("A", tanh(h));
      var outer = eq.linear("B", sigmoid(inner.plus(x)));
      var late = eq.let("l", tanh(inner.plus(outer)));
      return eq.output(eq.next(h, late.times(sigmoid(eq.linear("C", tanh(h)))).plus(h.times(0.2))));
    }
  }

  /** Two recurrent operands in one affine map, the second with a weight named after both. */
  record TwoOperands(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var c = eq.state("c");
      var hNext = eq.next(h, tanh(eq.affine("h", eq.input(), h, c)));
      eq.next(c, sigmoid(eq.affine("c", hNext, c)).times(hNext));
      return eq.output(hNext);
    }
  }

  /** A state that nothing but its final value depends on, and one that is never read. */
  record Unused(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var sum = eq.state("s");
      var last = eq.state("l");
      var hNext = eq.next(h, tanh(eq.affine("h", eq.input(), h)));
      eq.next(sum, sum.plus(hNext));
      eq.next(last, eq.affine("l", eq.input()));
      eq.let("unused", sigmoid(eq.affine("q", hNext)));
      return eq.output(hNext);
    }
  }

  /** The output is a state as it was before the step; nothing sees the input but the state. */
  record Delayed(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      eq.next(h, tanh(eq.affine("h", eq.input(), h)));
      return eq.output(h);
    }
  }

  /** No input, no product, no vector: a state that only decays. */
  record Decay(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, tanh(h.times(0.9))));
    }
  }

  /** Every operator that the other cells do not use; arguments stay within its domain. */
  record Operators(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var a = eq.let("a", eq.affine("a", x, h));
      var b = eq.let("b", eq.affine("b", x, h));
      var p = eq.let("p", exp(min(a, b).times(0.3)).plus(softplus(b)));
      var q = eq.let("q", log(p.plus(constant(1))).minus(sqrt(p)));
      var e = eq.let("e", max(a, q).dividedBy(constant(1).plus(abs(b)).plus(relu(a))));
      return eq.output(eq.next(h, tanh(e.minus(p.times(0.1)).plus(relu(q.negated())))));
    }
  }

  /** A simple recurrent cell of rectifiers. */
  record Rectified(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, relu(eq.affine("h", eq.input(), h))));
    }
  }

  /** One weight that is used twice, in two equations. */
  record SharedWeight(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var a = eq.let("a", sigmoid(eq.affine("a", eq.input(), h)));
      return eq.output(eq.next(h, tanh(eq.affine("a", eq.input(), h).times(a))));
    }
  }

  /** No state: every step for itself. */
  record Memoryless(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      return eq.output(tanh(eq.affine("y", eq.input())));
    }
  }

  /** Numbers and trainable vectors as operands of products, and a weight of a weight. */
  record OddOperands(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var p = eq.perUnit("p");
      var a = eq.linear("A", p).plus(eq.linear("B", constant(0.5)));
      return eq.output(
          eq.next(
              h, tanh(a.plus(eq.linear("C", eq.linear("D", h))).plus(eq.affine("x", eq.input())))));
    }
  }

  /** Every kind of vector in three widths, with products from each to the others. */
  record Widths(int units, int narrow, int wide) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h", narrow);
      var c = eq.state("c");
      var m = eq.state("m", wide);
      var i = eq.let("i", sigmoid(eq.affine("i", x, h, m)));
      var cNext = eq.next(c, i.times(c).plus(tanh(eq.affine("c", x, h)).times(eq.perUnit("p"))));
      var w = eq.let("w", tanh(eq.affine("w", wide, x, cNext, bias(0.5))));
      var centred = w.minus(mean(w)).times(eq.gain("γ", wide));
      var mNext = eq.next(m, m.times(eq.perUnit("q", wide)).plus(centred).times(0.7));
      var q = eq.let("q", eq.linear("W_q", narrow, tanh(cNext).times(i)));
      var r = eq.let("r", q.plus(eq.bias("b_r", 0.1, narrow)).minus(mean(q)));
      eq.next(h, sigmoid(eq.linear("R", narrow, mNext)).times(h).plus(r));
      return eq.output(eq.let("y", eq.linear("W_y", narrow, r.times(h)).plus(h)));
    }
  }

  /** A named number in formulas of two widths, a product with it, and products nobody needs. */
  record Numbers(int units, int narrow) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var p = eq.state("p", narrow);
      var half = eq.let("a", exp(constant(-0.7)));
      var hNext =
          eq.next(h, tanh(eq.affine("h", eq.input(), h, p)).times(half).plus(eq.linear("A", half)));
      eq.let("unused", sigmoid(eq.affine("q", hNext)));
      eq.let("also unused", sigmoid(eq.affine("r", narrow, hNext)));
      eq.next(p, sigmoid(eq.linear("B", narrow, hNext)).times(half).plus(half.times(p)));
      return eq.output(hNext);
    }
  }

  /** The input goes through functions before it is multiplied, and as it is. */
  record SquashedInput(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var squashed = tanh(x.minus(mean(x)));
      var g = eq.let("g", sigmoid(eq.affine("g", squashed, h)));
      var signs = eq.linear("S", step(x));
      return eq.output(
          eq.next(
              h, g.times(h).plus(eq.affine("n", x)).plus(eq.linear("V", squashed)).plus(signs)));
    }
  }

  /** A product with the input itself, and one that no gradient comes back through. */
  record Signs(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var signs = eq.linear("S", step(eq.input()));
      return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h).plus(signs))));
    }
  }

  /** Masks of each kind in sums, products, means, operands and gradients of vectors. */
  record Masked(int units, int narrow) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var p = eq.state("p", narrow);
      var atOnce = eq.dropout("m", 0.3, EACH_SEQUENCE);
      var anew = eq.bernoulli("z", 0.6, EACH_STEP);
      var ofInput = eq.dropout("m_x", 0.3, EACH_SEQUENCE, INPUT_WIDTH);
      var ofEachInput = eq.bernoulli("z_x", 0.7, EACH_STEP, INPUT_WIDTH);
      var n =
          eq.let(
              "n",
              tanh(eq.affine("n", ofInput.times(x), anew.times(h), atOnce.times(h), p))
                  .times(atOnce));
      var v = eq.let("v", eq.perUnit("v").times(atOnce).plus(eq.perUnit("w").times(anew)));
      var q = eq.bernoulli("q", 0.5, EACH_STEP, narrow);
      eq.next(p, eq.linear("V", narrow, ofEachInput.times(x)).plus(q).minus(mean(q.times(p))));
      var mixed = eq.let("r", mean(anew.times(n)).plus(sigmoid(v.plus(n)).times(h)).times(0.5));
      return eq.output(eq.next(h, mixed.plus(eq.linear("Y", x.plus(ofEachInput)))));
    }
  }

  /** Masks and nothing to train. */
  record MaskedDecay(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var z = eq.bernoulli("z", 0.5, EACH_STEP);
      return eq.output(eq.next(h, z.times(tanh(h.times(0.9))).plus(z)));
    }
  }
}

package dev.carousel.experiment.toy;

import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/** Cells with the keys of real ones, all with the equations of the simplest. */
public final class ToyCells {
  private ToyCells() {}

  /** What a plain cell computes last. */
  public enum Activation {
    TANH,
    LEAKY_RELU
  }

  /** Where a gated cell resets. */
  public enum Reset {
    BEFORE,
    AFTER
  }

  /** Has an enum. */
  public record Rnn(int units, Activation activation) implements Cell {
    public Rnn {
      Cell.requireUnits(units);
    }

    @Override
    public CellEquations equations() {
      return elman(units);
    }
  }

  /** Has a double. */
  public record Lstm(int units, double forgetBias) implements Cell {
    public Lstm {
      Cell.requireUnits(units);
    }

    @Override
    public CellEquations equations() {
      return elman(units);
    }
  }

  /** Has another enum. */
  public record Gru(int units, Reset reset) implements Cell {
    public Gru {
      Cell.requireUnits(units);
    }

    @Override
    public CellEquations equations() {
      return elman(units);
    }
  }

  private static CellEquations elman(int units) {
    var eq = Equations.of(units);
    var h = eq.state("h");
    return eq.output(eq.next(h, tanh(eq.affine("h", eq.input(), h))));
  }
}

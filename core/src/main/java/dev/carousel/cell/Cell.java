package dev.carousel.cell;

/**
 * A recurrent cell: its equations, written once. A record whose components are the cell's
 * hyperparameters, and so its JSON. Everything else (gradients, fused execution, printed formulas,
 * parameter and operation counts) derives from the equations.
 */
public interface Cell {
  /**
   * The number of units, the width of every vector of the equations that is given none of its own.
   *
   * @return the units, at least 1
   */
  int units();

  /**
   * The equations of one time step.
   *
   * @return equal equations at every call
   */
  CellEquations equations();

  /**
   * Refuses a cell without units; for the constructors of cells.
   *
   * @param units the number of units
   * @throws IllegalArgumentException if there are none
   */
  static void requireUnits(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1, got " + units);
    }
  }

  /**
   * Refuses what is not the probability of dropping something; for the constructors of cells.
   *
   * @param name the component's name
   * @param rate the probability
   * @throws IllegalArgumentException if it is below 0 or not below 1
   */
  static void requireRate(String name, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(name + " must be at least 0 and below 1, got " + rate);
    }
  }
}

package dev.carousel.interop.equations;

import dev.carousel.cell.CellEquations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * That two cells have the same equations, up to what they call things, in which order they define
 * them, which parts have a name of their own, and the order and grouping of sums, products, maxima
 * and minima. Widths and numbers must be equal; what a vector begins with, and whether it is called
 * a bias or a weight, says nothing about what is computed. Masks stand for their expectations.
 *
 * <p>Nothing is rearranged beyond that: (1 - z) ∘ n + z ∘ h and n + z ∘ (h - n) are different
 * equations.
 *
 * @param parameters the names of the other cell's weights and vectors, by those of the first
 * @param states the names of the other cell's states, by those of the first
 */
public record EquationMatch(Map<String, String> parameters, Map<String, String> states) {
  /** Copies the maps. */
  public EquationMatch {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /**
   * Compares two cells.
   *
   * @param first whose names are asked for
   * @param other whose names are the answers
   * @return which is which; empty if the cells are not the same
   */
  public static Optional<EquationMatch> of(CellEquations first, CellEquations other) {
    return new Matching(first.expected(), other.expected()).solve();
  }
}

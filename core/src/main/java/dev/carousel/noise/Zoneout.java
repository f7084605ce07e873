package dev.carousel.noise;

import static dev.carousel.expression.Functions.constant;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.Mask.Draw;
import dev.carousel.expression.Expression.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Zoneout (Krueger et al., Zoneout: regularizing RNNs by randomly preserving hidden activations,
 * ICLR 2017) of any cell: in training, each unit of a state keeps the value of the step before with
 * some probability. A state s whose new value would be s̃ gets
 *
 * <pre>
 *   s_t = z_t ∘ s_{t-1} + (1 - z_t) ∘ s̃_t,   z_t ~ Bernoulli(rate) anew at each step,
 * </pre>
 *
 * and inference puts the rate in the place of z. As in the paper, the cell's other equations go on
 * with s̃, so that a wrapped LSTM has h̃ = o ∘ tanh(c̃). Where the output is a state, it is the
 * state after zoneout.
 *
 * <p>All memory states of one width have one mask: a unit keeps all of its memory or none, for such
 * states may mean nothing without each other (a stabilised memory and its scale).
 *
 * @param cell what is zoned out
 * @param hidden the rate of the hidden state, which is the one that is also the output
 * @param memory the rate of every other state
 */
public record Zoneout(Cell cell, double hidden, double memory) implements Cell {
  /**
   * Checks the rates.
   *
   * @throws IllegalArgumentException if one is impossible, or is not 0 where there is no state to
   *     apply it to
   */
  public Zoneout {
    Cell.requireRate("hidden", hidden);
    Cell.requireRate("memory", memory);
    if (cell != null) { // null in a prototype, whose cell has no default
      CellEquations equations = cell.equations();
      long hiddenStates =
          equations.next().values().stream().filter(equations.output()::equals).count();
      if (hidden > 0 && hiddenStates == 0) {
        throw new IllegalArgumentException(
            "hidden is %s, but no state of the cell is its output; set hidden to 0"
                .formatted(hidden));
      }
      if (memory > 0 && equations.states().size() == hiddenStates) {
        throw new IllegalArgumentException(
            "memory is %s, but the cell has no state besides its output; set memory to 0"
                .formatted(memory));
      }
    }
  }

  @Override
  public int units() {
    return cell.units();
  }

  @Override
  public CellEquations equations() {
    CellEquations inner = cell.equations();
    var eq = Equations.of(inner.units());
    var names = new FreeNames(inner);
    Map<Definition, State> states = new HashMap<>();
    inner.next().forEach((state, next) -> states.put(next, eq.state(state.name(), state.width())));
    Map<State, Mask> masks = masks(inner, eq, names);
    Map<Expression, Expression> candidates = new HashMap<>();
    Map<Expression, Expression> carried = new HashMap<>();
    for (Definition definition : inner.definitions()) {
      Expression value = definition.value().replaced(part -> candidates.getOrDefault(part, part));
      State state = states.get(definition);
      Mask z = masks.get(state);
      if (state == null) {
        candidates.put(definition, eq.let(definition.name(), value));
      } else if (z == null) {
        candidates.put(definition, eq.next(state, value));
      } else {
        Expression candidate = eq.let(names.withTilde(definition.name()), value);
        candidates.put(definition, candidate);
        Expression kept = z.times(state).plus(constant(1).minus(z).times(candidate));
        carried.put(definition, eq.next(state, kept));
      }
    }
    Expression output = inner.output();
    return eq.output(carried.getOrDefault(output, candidates.get(output)));
  }

  /** The mask of each state that is zoned out. */
  private Map<State, Mask> masks(CellEquations inner, Equations eq, FreeNames names) {
    Map<State, Mask> masks = new HashMap<>();
    Map<Integer, List<State>> memories = new LinkedHashMap<>();
    inner
        .next()
        .forEach(
            (state, next) -> {
              if (!next.equals(inner.output())) {
                memories.computeIfAbsent(state.width(), width -> new ArrayList<>()).add(state);
              } else if (hidden > 0) {
                masks.put(state, mask(List.of(state), hidden, eq, names));
              }
            });
    if (memory > 0) {
      for (List<State> together : memories.values()) {
        Mask mask = mask(together, memory, eq, names);
        together.forEach(state -> masks.put(state, mask));
      }
    }
    return masks;
  }

  private static Mask mask(List<State> states, double rate, Equations eq, FreeNames names) {
    String together = states.stream().map(State::name).collect(Collectors.joining());
    return eq.bernoulli(names.of("z_" + together), rate, Draw.EACH_STEP, states.get(0).width());
  }
}

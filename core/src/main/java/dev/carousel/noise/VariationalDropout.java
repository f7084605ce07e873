package dev.carousel.noise;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.Mask.Draw;
import dev.carousel.expression.Expression.State;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Variational dropout (Gal and Ghahramani, A theoretically grounded application of dropout in
 * recurrent neural networks, NeurIPS 2016) of any cell: in training, what is multiplied with
 * weights loses the same entries at every step of a sequence. The input x becomes m_x ∘ x, and a
 * state h that is an operand of a product, or stands in one, becomes m_h ∘ h there. The masks are
 * of inverted dropout, so inference leaves them out. All products with one operand have one mask
 * (the paper's tied weights), and what a state is used for outside of products stays as it is.
 *
 * <p>Training on parts of sequences draws new masks for every part.
 *
 * @param cell what loses entries
 * @param input the rate of the input
 * @param recurrent the rate of the states
 */
public record VariationalDropout(Cell cell, double input, double recurrent) implements Cell {
  /**
   * Checks the rates.
   *
   * @throws IllegalArgumentException if one is impossible, or is not 0 where there is no product to
   *     apply it to
   */
  public VariationalDropout {
    Cell.requireRate("input", input);
    Cell.requireRate("recurrent", recurrent);
    if (cell != null) { // null in a prototype, whose cell has no default
      CellEquations equations = cell.equations();
      var operands = equations.products().keySet();
      if (input > 0 && operands.stream().noneMatch(operand -> holds(operand, Input.class))) {
        throw new IllegalArgumentException(
            "input is %s, but no product of the cell has the input as its operand; set input to 0"
                .formatted(input));
      }
      if (recurrent > 0 && operands.stream().noneMatch(operand -> holds(operand, State.class))) {
        throw new IllegalArgumentException(
            "recurrent is %s, but no product of the cell has a state in its operand; set recurrent"
                    .formatted(recurrent)
                + " to 0");
      }
    }
  }

  private static boolean holds(Expression operand, Class<? extends Expression> kind) {
    boolean[] found = new boolean[1];
    operand.replaced(
        part -> {
          found[0] |= kind.isInstance(part);
          return part;
        });
    return found[0];
  }

  @Override
  public int units() {
    return cell.units();
  }

  @Override
  public CellEquations equations() {
    CellEquations inner = cell.equations();
    var eq = Equations.of(inner.units());
    Masks masks = new Masks(eq, new FreeNames(inner));
    Map<Definition, State> states = new LinkedHashMap<>();
    inner.next().forEach((state, next) -> states.put(next, eq.state(state.name(), state.width())));
    for (Definition definition : inner.definitions()) {
      Expression value = definition.value().replaced(masks::inFormula);
      State state = states.get(definition);
      masks.defined.put(
          definition, state == null ? eq.let(definition.name(), value) : eq.next(state, value));
    }
    return eq.output(masks.defined.get(inner.output()));
  }

  /** What takes the place of what. */
  private final class Masks {
    final Map<Expression, Expression> defined = new HashMap<>();
    private final Map<Expression, Mask> masks = new HashMap<>();
    private final Equations eq;
    private final FreeNames names;

    Masks(Equations eq, FreeNames names) {
      this.eq = eq;
      this.names = names;
    }

    Expression inFormula(Expression part) {
      if (part instanceof Linear product) {
        Expression operand = product.operand().replaced(this::inOperand);
        return operand == product.operand()
            ? part
            : new Linear(product.weight(), operand, product.width());
      }
      return defined.getOrDefault(part, part);
    }

    private Expression inOperand(Expression part) {
      if (part instanceof Input && input > 0) {
        return masked(part, "m_x", input);
      } else if (part instanceof State state && recurrent > 0) {
        return masked(part, "m_" + state.name(), recurrent);
      }
      return defined.getOrDefault(part, part);
    }

    private Expression masked(Expression operand, String name, double rate) {
      Mask mask =
          masks.computeIfAbsent(
              operand,
              unmasked -> eq.dropout(names.of(name), rate, Draw.EACH_SEQUENCE, unmasked.width()));
      return mask.times(operand);
    }
  }
}

package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Notation;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.nodes.FormulaNodes;
import dev.carousel.interop.onnx.nodes.NodeList;
import java.util.HashMap;
import java.util.Map;

/** What a cell's formulas are about in the body of a Scan, whose rows are the sequences: [B]. */
final class BodyNodes implements FormulaNodes.Leaves {
  private final CellEquations equations;
  private final String prefix;
  private final NodeList nodes;
  private final FormulaNodes formulas;
  private final Map<Integer, String> shapes = new HashMap<>();

  BodyNodes(CellEquations equations, String prefix) {
    this.equations = equations;
    this.prefix = prefix;
    nodes = new NodeList(prefix);
    formulas = new FormulaNodes(nodes, this);
  }

  NodeList nodes() {
    return nodes;
  }

  /** The name of a formula's value as [B, width]. */
  String matrix(Expression formula, int width) {
    return formulas.full(formula, width);
  }

  String input() {
    return prefix + "x";
  }

  String state(State state) {
    return prefix + "s_" + identifier(state.name());
  }

  String next(State state) {
    return prefix + "n_" + identifier(state.name());
  }

  static String weight(String prefix, String name) {
    return prefix + "w_" + identifier(name);
  }

  /**
   * A name that the standard allows: letters, digits and underscores. Others are written as the
   * number of their code point.
   */
  private static String identifier(String name) {
    StringBuilder identifier = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              boolean allowed = c < 128 && Character.isLetterOrDigit(c) || c == '_';
              identifier.append(allowed ? Character.toString(c) : "U%04X".formatted(c));
            });
    return identifier.toString();
  }

  @Override
  public String name(Expression leaf) {
    if (leaf instanceof Input) {
      return input();
    } else if (leaf instanceof State state) {
      return state(state);
    } else if (leaf instanceof PerUnit vector) {
      return weight(prefix, vector.name());
    } else if (leaf instanceof Linear linear) {
      Expression operand = linear.operand();
      boolean ofInput = operand.width() == Expression.INPUT_WIDTH;
      String factor = ofInput ? formulas.name(operand) : matrix(operand, width(operand));
      return nodes.add("MatMul", factor, weight(prefix, linear.weight()));
    }
    throw new IllegalArgumentException(
        "%s cannot be computed in a Scan".formatted(Notation.PLAIN.print(leaf)));
  }

  @Override
  public int width(Expression part) {
    return equations.width(part, 1);
  }

  @Override
  public String shape(int width) {
    return shapes.computeIfAbsent(
        width,
        w -> {
          String rows = nodes.add("Gather", nodes.add("Shape", input()), nodes.integers(0));
          return nodes.add(
              "Concat", Map.of("axis", new IntValue(0)), rows, nodes.integers((long) w));
        });
  }
}

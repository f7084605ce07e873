package dev.carousel.interop.onnx.nodes;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import java.util.HashMap;
import java.util.Map;

/**
 * Formulas as nodes of operators, each part of a formula once. Values are [rows, width], with any
 * number of axes for the rows. Vectors and numbers stay [width] and scalar, and means [rows, 1], as
 * long as broadcasting does the rest. Uses operators as they are in opsets 14 to 26.
 */
public final class FormulaNodes {
  /** What formulas are about: the parts that are no operators. */
  public interface Leaves {
    /**
     * A part's value.
     *
     * @param leaf anything but a number, a definition, an operator or a mean
     * @return the name of the value, of all rows and columns, or [width] for a vector
     */
    String name(Expression leaf);

    /**
     * How wide a part is.
     *
     * @param part any part of a formula
     * @return at least 1
     */
    int width(Expression part);

    /**
     * The shape of a value of all rows.
     *
     * @param width its width
     * @return the name of 64-bit integers
     */
    String shape(int width);
  }

  private final NodeList nodes;
  private final Leaves leaves;
  private final Map<Expression, String> names = new HashMap<>();

  /**
   * No formulas yet.
   *
   * @param nodes where the nodes go
   * @param leaves what the formulas are about
   */
  public FormulaNodes(NodeList nodes, Leaves leaves) {
    this.nodes = nodes;
    this.leaves = leaves;
  }

  /**
   * A formula's value in full.
   *
   * @param formula the formula
   * @param width how wide that is; a formula that is a number says nothing of it
   * @return the name of [rows, width]
   */
  public String full(Expression formula, int width) {
    String name = name(formula);
    Extent extent = Extent.of(formula);
    return extent.rows && extent.columns ? name : nodes.add("Expand", name, leaves.shape(width));
  }

  /** Along which axes a value is as large as can be, and not to be broadcast. */
  private record Extent(boolean rows, boolean columns) {
    static Extent of(Expression part) {
      if (part instanceof Definition definition) {
        return of(definition.value());
      } else if (part instanceof Unary unary) {
        return of(unary.argument());
      } else if (part instanceof Binary binary) {
        Extent left = of(binary.left());
        Extent right = of(binary.right());
        return new Extent(left.rows || right.rows, left.columns || right.columns);
      } else if (part instanceof Mean mean) {
        return new Extent(of(mean.argument()).rows, false);
      } else if (part instanceof PerUnit) {
        return new Extent(false, true);
      }
      boolean number = part instanceof Constant;
      return new Extent(!number, !number);
    }
  }

  /**
   * A formula's value as small as it can be where it is broadcast.
   *
   * @param formula the formula, or a part of one
   * @return the name of the value
   */
  public String name(Expression formula) {
    String known = names.get(formula);
    if (known == null) {
      known = computed(formula);
      names.put(formula, known);
    }
    return known;
  }

  private String computed(Expression part) {
    if (part instanceof Constant constant) {
      return nodes.number(constant.value());
    } else if (part instanceof Definition definition) {
      return name(definition.value());
    } else if (part instanceof Unary unary) {
      return unary(unary.operator(), name(unary.argument()));
    } else if (part instanceof Binary binary) {
      return nodes.add(operator(binary.operator()), name(binary.left()), name(binary.right()));
    } else if (part instanceof Mean mean) {
      return mean(mean.argument());
    }
    return leaves.name(part);
  }

  private String unary(UnaryOperator operator, String argument) {
    return switch (operator) {
      case SIGMOID -> nodes.add("Sigmoid", argument);
      case TANH -> nodes.add("Tanh", argument);
      case RELU -> nodes.add("Relu", argument);
      case ABS -> nodes.add("Abs", argument);
      case EXP -> nodes.add("Exp", argument);
      case LOG -> nodes.add("Log", argument);
      case SQRT -> nodes.add("Sqrt", argument);
      case SOFTPLUS -> nodes.add("Softplus", argument);
      case STEP ->
          nodes.add(
              "Cast",
              Map.of("to", new IntValue(ElementType.FLOAT.number())),
              nodes.add("Greater", argument, nodes.number(0)));
    };
  }

  private static String operator(BinaryOperator operator) {
    return switch (operator) {
      case PLUS -> "Add";
      case MINUS -> "Sub";
      case TIMES -> "Mul";
      case DIVIDE -> "Div";
      case MAX -> "Max";
      case MIN -> "Min";
    };
  }

  /** A sum, which opsets 14 to 26 have in one form, unlike the mean. */
  private String mean(Expression argument) {
    String values = name(argument);
    if (!Extent.of(argument).columns) {
      return values;
    }
    String sum = nodes.add("ReduceSum", values, nodes.integers(-1));
    return nodes.add("Div", sum, nodes.number(leaves.width(argument)));
  }
}

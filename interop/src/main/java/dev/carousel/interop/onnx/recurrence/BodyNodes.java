package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.Notation;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell's formulas as nodes of operators, each part of a formula once. Values are [B, width], but
 * for vectors and numbers, which stay [width] and scalar, and means, which are [B, 1], as long as
 * broadcasting does the rest.
 */
final class BodyNodes {
  private final CellEquations equations;
  private final String prefix;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final List<OnnxTensor> constants = new ArrayList<>();
  private final Map<Expression, String> names = new HashMap<>();
  private final Map<Integer, String> shapes = new HashMap<>();
  private String lastAxis;
  private int unnamed;

  BodyNodes(CellEquations equations, String prefix) {
    this.equations = equations;
    this.prefix = prefix;
  }

  List<OnnxNode> nodes() {
    return nodes;
  }

  List<OnnxTensor> constants() {
    return constants;
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

  /** Adds a node with one output. */
  String add(String operator, String output, String... inputs) {
    nodes.add(OnnxNode.of(operator, List.of(inputs), List.of(output), Map.of()));
    return output;
  }

  /** The name of a number. */
  String number(double value) {
    return names.computeIfAbsent(
        new Constant(value),
        c -> constant(OnnxTensor.ofFloats(fresh(), Shape.of(), (float) value)));
  }

  private String constant(OnnxTensor tensor) {
    constants.add(tensor);
    return tensor.name();
  }

  private String fresh() {
    return prefix + "v" + unnamed++;
  }

  /** The name of a formula's value as [B, width]. */
  String matrix(Expression formula, int width) {
    String name = name(formula);
    Extent extent = Extent.of(formula);
    return extent.rows && extent.columns ? name : add("Expand", fresh(), name, shape(width));
  }

  /** The name of the shape [B, width]. */
  private String shape(int width) {
    return shapes.computeIfAbsent(
        width,
        w -> {
          String all = add("Shape", fresh(), input());
          String first = constant(OnnxTensor.ofLongs(fresh(), Shape.of(1), 0L));
          String rows = add("Gather", fresh(), all, first);
          String columns = constant(OnnxTensor.ofLongs(fresh(), Shape.of(1), (long) w));
          String joined = fresh();
          nodes.add(
              OnnxNode.of(
                  "Concat",
                  List.of(rows, columns),
                  List.of(joined),
                  Map.of("axis", new IntValue(0))));
          return joined;
        });
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

  private String name(Expression part) {
    String known = names.get(part);
    if (known == null) {
      known = part instanceof Constant constant ? number(constant.value()) : computed(part);
      names.put(part, known);
    }
    return known;
  }

  private String computed(Expression part) {
    if (part instanceof Input) {
      return input();
    } else if (part instanceof State state) {
      return state(state);
    } else if (part instanceof PerUnit vector) {
      return weight(prefix, vector.name());
    } else if (part instanceof Definition definition) {
      return name(definition.value());
    } else if (part instanceof Linear linear) {
      Expression operand = linear.operand();
      boolean ofInput = operand.width() == Expression.INPUT_WIDTH;
      String factor = ofInput ? name(operand) : matrix(operand, equations.width(operand, 1));
      return add("MatMul", fresh(), factor, weight(prefix, linear.weight()));
    } else if (part instanceof Unary unary) {
      return unary(unary.operator(), name(unary.argument()));
    } else if (part instanceof Binary binary) {
      return add(operator(binary.operator()), fresh(), name(binary.left()), name(binary.right()));
    } else if (part instanceof Mean mean) {
      return mean(mean.argument());
    }
    throw new IllegalArgumentException(
        "%s cannot be computed in a Scan".formatted(Notation.PLAIN.print(part)));
  }

  private String unary(UnaryOperator operator, String argument) {
    return switch (operator) {
      case SIGMOID -> add("Sigmoid", fresh(), argument);
      case TANH -> add("Tanh", fresh(), argument);
      case RELU -> add("Relu", fresh(), argument);
      case ABS -> add("Abs", fresh(), argument);
      case EXP -> add("Exp", fresh(), argument);
      case LOG -> add("Log", fresh(), argument);
      case SQRT -> add("Sqrt", fresh(), argument);
      case SOFTPLUS -> add("Softplus", fresh(), argument);
      case STEP -> {
        String above = add("Greater", fresh(), argument, number(0));
        String step = fresh();
        nodes.add(
            OnnxNode.of(
                "Cast",
                List.of(above),
                List.of(step),
                Map.of("to", new IntValue(ElementType.FLOAT.number()))));
        yield step;
      }
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
    if (lastAxis == null) {
      lastAxis = constant(OnnxTensor.ofLongs(fresh(), Shape.of(1), -1L));
    }
    String sum = add("ReduceSum", fresh(), values, lastAxis);
    return add("Div", fresh(), sum, number(equations.width(argument, 1)));
  }
}

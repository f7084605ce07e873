package dev.carousel.expression;

import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import java.util.stream.Collectors;

/** How formulas are written down. */
public enum Notation {
  /** Unicode text, such as {@code i_t = σ(W_i x_t + U_i h_{t-1} + b_i)}. */
  PLAIN {
    @Override
    String name(String name) {
      return name;
    }

    @Override
    String operator(UnaryOperator operator, String argument) {
      return operator.text(argument);
    }

    @Override
    String operator(BinaryOperator operator, String left, String right) {
      return operator.text(left, right);
    }

    @Override
    String transposed(String weight) {
      return weight + "ᵀ";
    }
  },
  /** LaTeX for math mode. */
  LATEX {
    @Override
    String name(String name) {
      String greek = name.replace("δ", "\\delta ").replace("⁺", "^{+}");
      int underscore = greek.indexOf('_');
      return underscore < 0
          ? greek
          : greek.substring(0, underscore) + "_{" + greek.substring(underscore + 1) + "}";
    }

    @Override
    String operator(UnaryOperator operator, String argument) {
      return operator.latex(argument);
    }

    @Override
    String operator(BinaryOperator operator, String left, String right) {
      return operator.latex(left, right);
    }

    @Override
    String transposed(String weight) {
      return weight + "^\\top";
    }
  };

  abstract String name(String name);

  abstract String operator(UnaryOperator operator, String argument);

  abstract String operator(BinaryOperator operator, String left, String right);

  abstract String transposed(String weight);

  /**
   * Writes a definition.
   *
   * @param definition what to write
   * @return left side, equals sign and right side
   */
  public String equation(Definition definition) {
    return print(definition) + " = " + print(definition.value());
  }

  /**
   * Writes an expression. Definitions are written by name.
   *
   * @param expression what to write
   * @return the text
   */
  public String print(Expression expression) {
    return print(expression, 0);
  }

  private String print(Expression expression, int context) {
    if (expression instanceof Input) {
      return "x_t";
    } else if (expression instanceof State state) {
      return name(state.name()) + "_{t-1}";
    } else if (expression instanceof Definition definition) {
      return name(definition.name()) + "_t";
    } else if (expression instanceof PerUnit vector) {
      return name(vector.name());
    } else if (expression instanceof Operand operand) {
      return name(operand.name()) + "_t";
    } else if (expression instanceof Constant constant) {
      return number(constant.value(), context);
    } else if (expression instanceof Linear linear) {
      return name(linear.weight()) + " " + print(linear.operand(), 3);
    } else if (expression instanceof BackProjection projection) {
      String sum =
          projection.terms().stream()
              .map(term -> transposed(name(term.weight())) + " " + print(term.adjoint(), 3))
              .collect(Collectors.joining(" + "));
      return context > 1 ? "(" + sum + ")" : sum;
    } else if (expression instanceof Unary unary) {
      return operator(unary.operator(), print(unary.argument(), 0));
    } else if (expression instanceof Mean mean) {
      return "mean(" + print(mean.argument(), 0) + ")";
    } else {
      return print((Binary) expression, context);
    }
  }

  private String print(Binary binary, int context) {
    BinaryOperator operator = binary.operator();
    int precedence = operator.precedence();
    // A function such as max(a, b) separates its arguments itself. The right side of a difference
    // or
    // quotient needs parentheses also around its own kind.
    boolean separated = precedence > 2;
    boolean associates = operator == BinaryOperator.PLUS || operator == BinaryOperator.TIMES;
    String left = print(binary.left(), separated ? 0 : precedence);
    String right = print(binary.right(), separated ? 0 : associates ? precedence : precedence + 1);
    String text = operator(operator, left, right);
    return !separated && precedence < context ? "(" + text + ")" : text;
  }

  private static String number(double value, int context) {
    String digits =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value);
    return value < 0 && context > 0 ? "(" + digits + ")" : digits;
  }
}

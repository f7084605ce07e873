package dev.carousel.expression;

import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
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
    String atStep(String name, String step) {
      return name + "_" + step;
    }

    @Override
    String mean(String argument) {
      return "mean(" + argument + ")";
    }

    @Override
    boolean separates(BinaryOperator operator) {
      return operator.precedence() > 2;
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
      return name.replace("δ", "\\delta ")
          .replace("σ", "\\sigma")
          .replace("∘", "\\circ")
          .replace("⁺", "^{+}")
          .replace("′", "'")
          .replaceAll("(.)\\u0303", "\\\\tilde{$1}")
          .replaceAll("_([^\\s{}()_,]+)", "_{$1}");
    }

    @Override
    String atStep(String name, String step) {
      // A name that ends in a subscript of its own is grouped, for LaTeX refuses a second one.
      boolean subscript = name.matches(".*_\\{[^{}]*}");
      return (subscript ? "{" + name + "}" : name) + "_" + step;
    }

    @Override
    String mean(String argument) {
      return "\\mathrm{mean}(" + argument + ")";
    }

    @Override
    boolean separates(BinaryOperator operator) {
      return operator == BinaryOperator.DIVIDE || operator.precedence() > 2;
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

  /** A name with a step as its subscript. */
  abstract String atStep(String name, String step);

  abstract String mean(String argument);

  /**
   * Whether the written operator sets its arguments apart without parentheses, as max(a, b) does.
   */
  abstract boolean separates(BinaryOperator operator);

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
      return atStep(name(state.name()), "{t-1}");
    } else if (expression instanceof Definition definition) {
      return atStep(name(definition.name()), "t");
    } else if (expression instanceof PerUnit vector) {
      return name(vector.name());
    } else if (expression instanceof Mask mask) {
      String name = name(mask.name());
      return mask.draw() == Mask.Draw.EACH_STEP ? atStep(name, "t") : name;
    } else if (expression instanceof Operand operand) {
      return atStep(name(operand.name()), "t");
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
      return mean(print(mean.argument(), 0));
    } else {
      return print((Binary) expression, context);
    }
  }

  private String print(Binary binary, int context) {
    BinaryOperator operator = binary.operator();
    if (operator == BinaryOperator.TIMES && binary.right().equals(new Constant(-1))) {
      String opposite = "-" + print(binary.left(), operator.precedence());
      return context > 0 ? "(" + opposite + ")" : opposite;
    }
    int precedence = operator.precedence();
    // The right side of a difference or quotient needs parentheses also around its own kind.
    boolean separated = separates(operator);
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

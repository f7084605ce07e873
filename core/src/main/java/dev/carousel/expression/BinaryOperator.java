package dev.carousel.expression;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.step;

/**
 * A function of two numbers, applied unit by unit. Each operator is defined here and nowhere else:
 * its value, its derivatives and its printed forms.
 */
public enum BinaryOperator {
  /** a + b. */
  PLUS("%s + %s", "%s + %s", 1) {
    @Override
    public double apply(double a, double b) {
      return a + b;
    }

    @Override
    Expression byLeft(Expression left, Expression right) {
      return constant(1);
    }

    @Override
    Expression byRight(Expression left, Expression right) {
      return constant(1);
    }
  },
  /** a - b. */
  MINUS("%s - %s", "%s - %s", 1) {
    @Override
    public double apply(double a, double b) {
      return a - b;
    }

    @Override
    Expression byLeft(Expression left, Expression right) {
      return constant(1);
    }

    @Override
    Expression byRight(Expression left, Expression right) {
      return constant(-1);
    }
  },
  /** Hadamard product. */
  TIMES("%s ∘ %s", "%s \\circ %s", 2) {
    @Override
    public double apply(double a, double b) {
      return a * b;
    }

    @Override
    Expression byLeft(Expression left, Expression right) {
      return right;
    }

    @Override
    Expression byRight(Expression left, Expression right) {
      return left;
    }
  },
  /** a / b. */
  DIVIDE("%s / %s", "\\frac{%s}{%s}", 2) {
    @Override
    public double apply(double a, double b) {
      return a / b;
    }

    @Override
    Expression byLeft(Expression left, Expression right) {
      return constant(1).dividedBy(right);
    }

    @Override
    Expression byRight(Expression left, Expression right) {
      return left.dividedBy(right.times(right)).negated();
    }
  },
  /** The larger of two; where they are equal the derivative goes to the right one. */
  MAX("max(%s, %s)", "\\max(%s, %s)", 3) {
    @Override
    public double apply(double a, double b) {
      return Math.max(a, b);
    }

    @Override
    Expression byLeft(Expression left, Expression right) {
      return step(left.minus(right));
    }

    @Override
    Expression byRight(Expression left, Expression right) {
      return constant(1).minus(step(left.minus(right)));
    }
  },
  /** The smaller of two; where they are equal the derivative goes to the right one. */
  MIN("min(%s, %s)", "\\min(%s, %s)", 3) {
    @Override
    public double apply(double a, double b) {
      return Math.min(a, b);
    }

    @Override
    Expression byLeft(Expression left, Expression right) {
      return step(right.minus(left));
    }

    @Override
    Expression byRight(Expression left, Expression right) {
      return constant(1).minus(step(right.minus(left)));
    }
  };

  private final String text;
  private final String latex;
  private final int precedence;

  BinaryOperator(String text, String latex, int precedence) {
    this.text = text;
    this.latex = latex;
    this.precedence = precedence;
  }

  /**
   * The operator's value.
   *
   * @param a the left argument
   * @param b the right argument
   * @return the value
   */
  public abstract double apply(double a, double b);

  /** The derivative with respect to the left argument. */
  abstract Expression byLeft(Expression left, Expression right);

  /** The derivative with respect to the right argument. */
  abstract Expression byRight(Expression left, Expression right);

  String text(String left, String right) {
    return text.formatted(left, right);
  }

  String latex(String left, String right) {
    return latex.formatted(left, right);
  }

  /** 1 for sums, 2 for products, 3 for what needs no parentheses. */
  int precedence() {
    return precedence;
  }
}

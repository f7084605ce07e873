package dev.carousel.expression;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.step;

/**
 * A function of one number, applied to every unit. Each operator is defined here and nowhere else:
 * its value, its derivative and its printed forms.
 */
public enum UnaryOperator {
  /** Logistic sigmoid, 1 / (1 + e^-a). */
  SIGMOID("σ(%s)", "\\sigma(%s)", true) {
    @Override
    public double apply(double a) {
      return a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a));
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return value.times(constant(1).minus(value));
    }
  },
  /** Hyperbolic tangent. */
  TANH("tanh(%s)", "\\tanh(%s)", true) {
    @Override
    public double apply(double a) {
      return Math.tanh(a);
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return constant(1).minus(value.times(value));
    }
  },
  /** Rectifier, max(a, 0); the derivative at 0 is taken as 0. */
  RELU("relu(%s)", "\\mathrm{relu}(%s)", false) {
    @Override
    public double apply(double a) {
      return Math.max(a, 0); // keeps NaN
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return step(value);
    }
  },
  /** Heaviside step: 1 where a &gt; 0, else 0. Its derivative is taken as 0 everywhere. */
  STEP("step(%s)", "\\mathbf{1}_{>0}(%s)", false) {
    @Override
    public double apply(double a) {
      return a > 0 ? 1 : 0;
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return constant(0);
    }
  },
  /** Absolute value; the derivative at 0 is taken as 0. */
  ABS("|%s|", "|%s|", false) {
    @Override
    public double apply(double a) {
      return Math.abs(a);
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return step(argument).minus(step(argument.negated()));
    }
  },
  /** Exponential. */
  EXP("exp(%s)", "\\exp(%s)", true) {
    @Override
    public double apply(double a) {
      return Math.exp(a);
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return value;
    }
  },
  /** Natural logarithm. */
  LOG("log(%s)", "\\log(%s)", true) {
    @Override
    public double apply(double a) {
      return Math.log(a);
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return constant(1).dividedBy(argument);
    }
  },
  /** Square root. */
  SQRT("sqrt(%s)", "\\sqrt{%s}", true) {
    @Override
    public double apply(double a) {
      return Math.sqrt(a);
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return constant(0.5).dividedBy(value);
    }
  },
  /** log(1 + e^a), computed without overflow. */
  SOFTPLUS("softplus(%s)", "\\mathrm{softplus}(%s)", true) {
    @Override
    public double apply(double a) {
      return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
    }

    @Override
    Expression derivative(Expression argument, Expression value) {
      return sigmoid(argument);
    }
  };

  private final String text;
  private final String latex;
  private final boolean costly;

  UnaryOperator(String text, String latex, boolean costly) {
    this.text = text;
    this.latex = latex;
    this.costly = costly;
  }

  /**
   * The operator's value.
   *
   * @param a the argument
   * @return the value, NaN for NaN except {@link #STEP}
   */
  public abstract double apply(double a);

  /**
   * The derivative, written with whichever of argument and value makes it cheapest.
   *
   * @param argument the argument's expression
   * @param value an expression that stands for the operator's value
   * @return the derivative with respect to the argument
   */
  abstract Expression derivative(Expression argument, Expression value);

  /**
   * Whether the value is worth saving for the adjoint instead of computing it twice.
   *
   * @return true for operators that cost many multiplications
   */
  public boolean costly() {
    return costly;
  }

  String text(String argument) {
    return text.formatted(argument);
  }

  String latex(String argument) {
    return latex.formatted(argument);
  }
}

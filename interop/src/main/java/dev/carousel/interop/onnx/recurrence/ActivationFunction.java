package dev.carousel.interop.onnx.recurrence;

import static dev.carousel.expression.Functions.abs;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.exp;
import static dev.carousel.expression.Functions.min;
import static dev.carousel.expression.Functions.relu;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.softplus;
import static dev.carousel.expression.Functions.step;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The activation functions of the standard's recurrent operators, in its order, with the formulas
 * of its text. What alpha and beta are where a node does not say is what they are for the operator
 * of the function's name.
 */
public enum ActivationFunction {
  /** max(0, x). */
  RELU("Relu") {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return relu(x);
    }
  },
  /** Hyperbolic tangent. */
  TANH("Tanh") {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return tanh(x);
    }
  },
  /** Logistic sigmoid. */
  SIGMOID("Sigmoid") {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return sigmoid(x);
    }
  },
  /** alpha x + beta; 1 and 0, by the operator Affine of the standard's first opset. */
  AFFINE("Affine", OptionalDouble.of(1), OptionalDouble.of(0)) {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return scaled(x, alpha).plus(constant(beta));
    }
  },
  /** x if x ≥ 0, else alpha x; 0.01. */
  LEAKY_RELU("LeakyRelu", OptionalDouble.of(0.01)) {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return relu(x).plus(min(x, constant(0)).times(alpha));
    }
  },
  /**
   * x if x ≥ alpha, else 0; 1. The operator ThresholdedRelu differs from this at alpha itself,
   * which counts once a clip is equal to it.
   */
  THRESHOLDED_RELU("ThresholdedRelu", OptionalDouble.of(1)) {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return x.times(constant(1).minus(step(constant(alpha).minus(x))));
    }
  },
  /** alpha tanh(beta x); the standard gives no defaults. */
  SCALED_TANH("ScaledTanh", OptionalDouble.empty(), OptionalDouble.empty()) {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return scaled(tanh(scaled(x, beta)), alpha);
    }
  },
  /** min(max(alpha x + beta, 0), 1); 0.2 and 0.5. */
  HARD_SIGMOID("HardSigmoid", OptionalDouble.of(0.2), OptionalDouble.of(0.5)) {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return min(relu(scaled(x, alpha).plus(constant(beta))), constant(1));
    }
  },
  /** x if x ≥ 0, else alpha (e^x - 1); 1. */
  ELU("Elu", OptionalDouble.of(1)) {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return relu(x).plus(exp(min(x, constant(0))).minus(constant(1)).times(alpha));
    }
  },
  /** x / (1 + |x|). */
  SOFTSIGN("Softsign") {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return x.dividedBy(constant(1).plus(abs(x)));
    }
  },
  /** log(1 + e^x). */
  SOFTPLUS("Softplus") {
    @Override
    Expression of(Expression x, double alpha, double beta) {
      return softplus(x);
    }
  };

  private final String text;
  private final boolean takesAlpha;
  private final boolean takesBeta;
  private final OptionalDouble alpha;
  private final OptionalDouble beta;

  ActivationFunction(String text) {
    this(text, false, OptionalDouble.empty(), false, OptionalDouble.empty());
  }

  ActivationFunction(String text, OptionalDouble alpha) {
    this(text, true, alpha, false, OptionalDouble.empty());
  }

  ActivationFunction(String text, OptionalDouble alpha, OptionalDouble beta) {
    this(text, true, alpha, true, beta);
  }

  ActivationFunction(
      String text,
      boolean takesAlpha,
      OptionalDouble alpha,
      boolean takesBeta,
      OptionalDouble beta) {
    this.text = text;
    this.takesAlpha = takesAlpha;
    this.takesBeta = takesBeta;
    this.alpha = alpha;
    this.beta = beta;
  }

  /**
   * The function's formula.
   *
   * @param x its argument
   * @param alpha its first number, looked at by those that take one
   * @param beta its second number, likewise
   * @return the value, in which x may occur more than once
   */
  abstract Expression of(Expression x, double alpha, double beta);

  /** A product that stays one where the factor is 0, so that x keeps its weights. */
  private static Expression scaled(Expression x, double factor) {
    return factor == 0
        ? new Binary(BinaryOperator.TIMES, x, new Expression.Constant(0))
        : x.times(factor);
  }

  /**
   * The function's name in the standard.
   *
   * @return such as "LeakyRelu"
   */
  public String text() {
    return text;
  }

  /**
   * Whether the function has a number alpha.
   *
   * @return true for those that take the next value of activation_alpha
   */
  public boolean takesAlpha() {
    return takesAlpha;
  }

  /**
   * Whether the function has a number beta.
   *
   * @return true for those that take the next value of activation_beta
   */
  public boolean takesBeta() {
    return takesBeta;
  }

  /** What alpha is where nothing is said, if the standard says. */
  OptionalDouble alpha() {
    return alpha;
  }

  /** What beta is where nothing is said, if the standard says. */
  OptionalDouble beta() {
    return beta;
  }

  /**
   * The function of a name.
   *
   * @param text the name in the standard
   * @return the function, none if the standard has none of that name
   */
  static Optional<ActivationFunction> named(String text) {
    return Arrays.stream(values()).filter(function -> function.text.equals(text)).findFirst();
  }
}

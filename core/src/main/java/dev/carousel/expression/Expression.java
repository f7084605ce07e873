package dev.carousel.expression;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A formula over vectors, for one row of a batch at one time step. Vectors that an operator
 * combines have one width; only the product with a weight leads from one width to another.
 *
 * <p>Expressions are immutable values that know nothing of tensors or of time loops. Two
 * expressions are equal when they are the same formula; a {@link Definition} is equal to another of
 * the same name, so comparing stays cheap however deep the definitions nest.
 */
public sealed interface Expression {
  /** The width of a number alone, which goes with vectors of any width. */
  int ANY_WIDTH = 0;

  /** The width of the layer's input, which the formula does not say. */
  int INPUT_WIDTH = -1;

  /**
   * How many numbers the vector has.
   *
   * @return the width, {@link #ANY_WIDTH} or {@link #INPUT_WIDTH}; for formulas that combine
   *     different widths any of them
   */
  int width();

  /**
   * The layer's input x_t. Of a width of its own, so it can only be the operand of a {@link
   * Linear}.
   */
  record Input() implements Expression {
    @Override
    public int width() {
      return INPUT_WIDTH;
    }
  }

  /**
   * A state's value at the step before, such as h_{t-1}.
   *
   * @param name the state's name
   * @param width its width
   */
  record State(String name, int width) implements Expression {}

  /**
   * A named value, such as i_t = σ(…). Names are unique within one set of equations.
   *
   * @param name the name
   * @param value what it stands for
   */
  record Definition(String name, Expression value) implements Expression {
    @Override
    public int width() {
      return value.width();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Definition that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    /** The name alone; written out, nested definitions would grow without bound. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A trainable vector with one number for each unit: a bias or a diagonal ("peephole") weight.
   *
   * @param name the parameter's name
   * @param role what it is, which decides how it is initialised
   * @param initial added to the initial value that the initializer gives
   * @param width its width
   */
  record PerUnit(String name, Role role, double initial, int width) implements Expression {
    /** What a per-unit vector is used for. */
    public enum Role {
      /** Added to something. */
      BIAS,
      /** Multiplied with a vector unit by unit, as a diagonal weight matrix. */
      WEIGHT,
      /** Multiplied with a normalised vector; begins at its initial value, not at random. */
      GAIN
    }
  }

  /**
   * Random numbers, each for itself 0 or, with some probability, one certain value. Training draws
   * them; inference puts their expectation in their place.
   *
   * @param name the mask's name
   * @param probability the probability of not being 0, above 0 and below 1
   * @param expectation the value times its probability, above 0
   * @param draw how long what is drawn stays
   * @param width its width, {@link #INPUT_WIDTH} for a mask of the input
   */
  record Mask(String name, double probability, double expectation, Draw draw, int width)
      implements Expression {
    /** How long what is drawn stays. */
    public enum Draw {
      /** Every step of every sequence has its own. */
      EACH_STEP,
      /** Every sequence has its own, which stays the same from its first step to its last. */
      EACH_SEQUENCE
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is impossible
     */
    public Mask {
      if (!(probability > 0 && probability < 1)) {
        throw new IllegalArgumentException(
            "the probability of mask '%s' must be above 0 and below 1, got %s"
                .formatted(name, probability));
      }
      if (!(expectation > 0 && Double.isFinite(expectation))) {
        throw new IllegalArgumentException(
            "the expectation of mask '%s' must be above 0, got %s".formatted(name, expectation));
      }
    }

    /**
     * What is drawn where it is not 0.
     *
     * @return the value
     */
    public double value() {
      return expectation / probability;
    }
  }

  /**
   * The matrix product of a trainable weight with an operand.
   *
   * @param weight the weight matrix's name; its shape is [width, width of the operand]
   * @param operand the input, a state or any other vector
   * @param width the width of the product
   */
  record Linear(String weight, Expression operand, int width) implements Expression {}

  /**
   * The sum of transposed products Σ Wᵀ δ over all weights of one operand: what reaches that
   * operand in the adjoint.
   *
   * @param terms the weights, each with the adjoint of its product
   * @param width the operand's width
   */
  record BackProjection(List<Term> terms, int width) implements Expression {
    /** Copies the terms. */
    public BackProjection {
      terms = List.copyOf(terms);
    }

    /**
     * One transposed product.
     *
     * @param weight the weight's name
     * @param adjoint the adjoint of the product with that weight
     */
    public record Term(String weight, Expression adjoint) {}
  }

  /**
   * A vector (or a number used for every unit) that whoever evaluates the expression supplies by
   * name.
   *
   * @param name the operand's name
   * @param width its width
   */
  record Operand(String name, int width) implements Expression {
    /**
     * An operand whose width the formula does not say.
     *
     * @param name the operand's name
     */
    public Operand(String name) {
      this(name, ANY_WIDTH);
    }
  }

  /**
   * The same number for every unit.
   *
   * @param value the number
   */
  record Constant(double value) implements Expression {
    @Override
    public int width() {
      return ANY_WIDTH;
    }
  }

  /**
   * An operator applied to every unit.
   *
   * @param operator the operator
   * @param argument its argument
   */
  record Unary(UnaryOperator operator, Expression argument) implements Expression {
    /** Checks that nothing is null. */
    public Unary {
      Objects.requireNonNull(operator);
      Objects.requireNonNull(argument);
    }

    @Override
    public int width() {
      return argument.width();
    }
  }

  /**
   * An operator applied unit by unit.
   *
   * @param operator the operator
   * @param left its left argument
   * @param right its right argument
   */
  record Binary(BinaryOperator operator, Expression left, Expression right) implements Expression {
    /** Checks that nothing is null. */
    public Binary {
      Objects.requireNonNull(operator);
      Objects.requireNonNull(left);
      Objects.requireNonNull(right);
    }

    @Override
    public int width() {
      int width = left.width();
      return width == ANY_WIDTH ? right.width() : width;
    }
  }

  /**
   * The mean over the units of a row, the same number for every unit of the result.
   *
   * @param argument what to average
   */
  record Mean(Expression argument) implements Expression {
    @Override
    public int width() {
      return argument.width();
    }
  }

  /**
   * This formula with some of its parts replaced. Definitions are parts; what they stand for is not
   * looked into.
   *
   * @param replacement gives for a part what takes its place, itself for a part that stays or whose
   *     own parts are to be looked at
   * @return the new formula, as short as if it had been written so; this one if nothing was
   *     replaced
   */
  default Expression replaced(Function<Expression, Expression> replacement) {
    Expression other = replacement.apply(this);
    return other == this ? Simplified.withParts(this, replacement) : other;
  }

  /**
   * Sum.
   *
   * @param other what to add
   * @return this + other
   */
  default Expression plus(Expression other) {
    return Simplified.plus(this, other);
  }

  /**
   * Difference.
   *
   * @param other what to subtract
   * @return this - other
   */
  default Expression minus(Expression other) {
    return Simplified.minus(this, other);
  }

  /**
   * Product, unit by unit.
   *
   * @param other the other factor
   * @return this ∘ other
   */
  default Expression times(Expression other) {
    return Simplified.times(this, other);
  }

  /**
   * Product with a number.
   *
   * @param factor the number
   * @return factor times this
   */
  default Expression times(double factor) {
    return Simplified.times(this, new Constant(factor));
  }

  /**
   * Quotient, unit by unit.
   *
   * @param other the divisor
   * @return this / other
   */
  default Expression dividedBy(Expression other) {
    return Simplified.dividedBy(this, other);
  }

  /**
   * The opposite.
   *
   * @return -this
   */
  default Expression negated() {
    return times(-1);
  }
}

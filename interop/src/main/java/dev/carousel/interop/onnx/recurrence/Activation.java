package dev.carousel.interop.onnx.recurrence;

import dev.carousel.expression.Expression;
import dev.carousel.interop.onnx.format.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An activation function with its numbers.
 *
 * @param function the function
 * @param alpha its first number, 0 if it takes none
 * @param beta its second number, 0 if it takes none
 */
public record Activation(ActivationFunction function, double alpha, double beta) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite, or is given to a function without it
   */
  public Activation {
    Objects.requireNonNull(function);
    requireNumber(function, "alpha", function.takesAlpha(), alpha);
    requireNumber(function, "beta", function.takesBeta(), beta);
  }

  private static void requireNumber(
      ActivationFunction function, String name, boolean taken, double value) {
    if (!Double.isFinite(value) || !taken && value != 0) {
      throw new IllegalArgumentException(
          "activation %s cannot have %s %s; %s"
              .formatted(
                  function.text(),
                  name,
                  value,
                  taken ? "give it a finite number" : "it takes none, so leave it 0"));
    }
  }

  /**
   * A function with the numbers that the standard gives it where a node says nothing.
   *
   * @param function the function
   * @return the activation
   * @throws IllegalArgumentException if the standard gives none
   */
  public static Activation of(ActivationFunction function) {
    return new Activation(
        function,
        number(function, "alpha", function.takesAlpha(), function.alpha()),
        number(function, "beta", function.takesBeta(), function.beta()));
  }

  private static double number(
      ActivationFunction function, String name, boolean taken, OptionalDouble value) {
    if (!taken) {
      return 0;
    }
    return value.orElseThrow(
        () ->
            new IllegalArgumentException(
                "activation %s has no default %s in the standard; give activation_%s a value for it"
                    .formatted(function.text(), name, name)));
  }

  /**
   * The activations that a node's attributes stand for. Each function that takes an alpha takes the
   * next value of activation_alpha, and likewise for beta; those for which no value is left have
   * the standard's default.
   *
   * @param names the attribute activations
   * @param alphas the attribute activation_alpha, none if left out
   * @param betas the attribute activation_beta, none if left out
   * @return as many activations as names
   * @throws IllegalArgumentException if a name is not in the standard, a number without a default
   *     is missing, or more values are given than the functions take, so that it is unclear which
   *     is whose
   */
  public static List<Activation> listed(List<String> names, List<Float> alphas, List<Float> betas) {
    List<ActivationFunction> functions = names.stream().map(Activation::functionNamed).toList();
    List<Float> firsts =
        values("activation_alpha", alphas, functions, ActivationFunction::takesAlpha);
    List<Float> seconds =
        values("activation_beta", betas, functions, ActivationFunction::takesBeta);
    List<Activation> activations = new ArrayList<>();
    int alpha = 0;
    int beta = 0;
    for (ActivationFunction function : functions) {
      double first =
          function.takesAlpha() && alpha < firsts.size()
              ? written(firsts.get(alpha++))
              : number(function, "alpha", function.takesAlpha(), function.alpha());
      double second =
          function.takesBeta() && beta < seconds.size()
              ? written(seconds.get(beta++))
              : number(function, "beta", function.takesBeta(), function.beta());
      activations.add(new Activation(function, first, second));
    }
    return activations;
  }

  private static ActivationFunction functionNamed(String name) {
    return ActivationFunction.named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "activation %s is not one of the standard's recurrent operators, which are %s"
                        .formatted(
                            Quoted.of(name),
                            Arrays.stream(ActivationFunction.values())
                                .map(ActivationFunction::text)
                                .collect(Collectors.joining(", ")))));
  }

  /** The values of an attribute; none of them matter if no function takes one. */
  private static List<Float> values(
      String attribute,
      List<Float> values,
      List<ActivationFunction> functions,
      Predicate<ActivationFunction> takes) {
    long taking = functions.stream().filter(takes).count();
    if (taking > 0 && values.size() > taking) {
      throw new IllegalArgumentException(
          "%s has %d values, but only %d of the activations %s take one; give each of those its own"
              .formatted(
                  attribute,
                  values.size(),
                  taking,
                  functions.stream().map(ActivationFunction::text).toList()));
    }
    return values;
  }

  /** The shortest decimal number that is this float, which is what was meant. */
  static double written(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /**
   * The function's formula.
   *
   * @param x its argument
   * @return the value, in which x may occur more than once
   */
  public Expression of(Expression x) {
    return function.of(x, alpha, beta);
  }

  /**
   * Whether f(-x) = 1 - f(x), so that one gate can take another's place.
   *
   * @return true for the sigmoid, and the hard sigmoid about one half
   */
  boolean complementary() {
    return switch (function) {
      case SIGMOID -> true;
      case HARD_SIGMOID -> beta == 0.5;
      default -> false;
    };
  }
}

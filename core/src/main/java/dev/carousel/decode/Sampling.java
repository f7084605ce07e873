package dev.carousel.decode;

import dev.carousel.data.Logits;
import dev.carousel.random.RandomStream;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How the next token is drawn: from p(k) = softmax(x / T)[k], x being the logits and T the
 * temperature, of which only likely tokens may be left.
 *
 * <p>First, the {@code topK} likeliest tokens are left (Fan, Lewis and Dauphin, Hierarchical Neural
 * Story Generation, 2018). Then, with their probabilities made to add up to 1 again, the fewest of
 * the likeliest that have the probability {@code nucleus} together (Holtzman et al., The Curious
 * Case of Neural Text Degeneration, 2020). Of equally likely tokens those with the smallest ids are
 * left first. A token whose logit is -∞ is never drawn.
 *
 * @param temperature T, at least 0; 0 always takes the likeliest token, the first of equally likely
 *     ones, and draws nothing
 * @param topK how many of the likeliest tokens are left, at least 1; empty for all
 * @param nucleus the probability that is left, above 0 and at most 1; empty for all
 */
public record Sampling(double temperature, OptionalInt topK, OptionalDouble nucleus) {
  /** Always the likeliest token. */
  public static final Sampling GREEDY =
      new Sampling(0, OptionalInt.empty(), OptionalDouble.empty());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public Sampling {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature must be a number of at least 0, got " + temperature);
    }
    if (topK.isPresent() && topK.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "topK must be at least 1, or null for all tokens; got " + topK.getAsInt());
    }
    if (nucleus.isPresent() && !(nucleus.getAsDouble() > 0 && nucleus.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "nucleus must be above 0 and at most 1, or null for all tokens; got "
              + nucleus.getAsDouble());
    }
  }

  /**
   * Draws a token.
   *
   * @param logits what the model thinks of each
   * @param random advanced by one number, or by none at temperature 0
   * @return its id
   * @throws IllegalArgumentException if a logit is NaN or +∞, or all are -∞
   */
  public int next(Logits logits, RandomStream random) {
    Finite.require(logits);
    if (temperature == 0) {
      return logits.likeliest();
    }
    int[] tokens = tokens(logits);
    double[] weights = weights(logits, tokens);
    int left = nucleus.isPresent() ? nucleus(weights, nucleus.getAsDouble()) : weights.length;
    return tokens[drawn(weights, left, random.nextDouble())];
  }

  /** The tokens that may be left, the likeliest first where that matters. */
  private int[] tokens(Logits logits) {
    if (topK.isPresent() || nucleus.isPresent()) {
      return logits.likeliest(topK.orElse(logits.width()));
    }
    int[] all = new int[logits.width()];
    for (int k = 0; k < all.length; k++) {
      all[k] = k;
    }
    return all;
  }

  /** exp((x - max x) / T): at most 1, and 1 for the likeliest, whatever the logits are. */
  private double[] weights(Logits logits, int[] tokens) {
    double largest = logits.values()[logits.offset() + logits.likeliest()];
    double[] weights = new double[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      weights[i] = Math.exp((logits.values()[logits.offset() + tokens[i]] - largest) / temperature);
    }
    return weights;
  }

  /** How many of the weights, which fall, have a part of their sum together. */
  private static int nucleus(double[] weights, double part) {
    double needed = part * sum(weights, weights.length);
    double sum = 0;
    for (int count = 0; count < weights.length; count++) {
      sum += weights[count];
      if (sum >= needed) {
        return count + 1;
      }
    }
    return weights.length;
  }

  private static int drawn(double[] weights, int left, double uniform) {
    double threshold = uniform * sum(weights, left);
    double sum = 0;
    int possible = 0;
    for (int i = 0; i < left; i++) {
      sum += weights[i];
      if (weights[i] > 0) {
        possible = i;
        if (sum > threshold) {
          break;
        }
      }
    }
    // Where rounding has left the sum at the threshold, the last token that is possible.
    return possible;
  }

  private static double sum(double[] weights, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[i];
    }
    return sum;
  }
}

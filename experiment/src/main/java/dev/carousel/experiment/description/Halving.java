package dev.carousel.experiment.description;

import java.util.ArrayList;
import java.util.List;

/**
 * Successive halving (Jamieson and Talwalkar, Non-stochastic Best Arm Identification and
 * Hyperparameter Optimization, 2016): every trial of a search begins with a few epochs, and only
 * the best go on, for a multiple of them, until the last have had all. A trial that goes on
 * continues; it does not begin anew.
 *
 * @param factor by how much the epochs grow from round to round, and one in how many trials goes on
 * @param epochs how many epochs the first round lasts
 */
public record Halving(int factor, Integer epochs) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public Halving {
    if (factor < 2) {
      throw new IllegalArgumentException("factor must be at least 2, got " + factor);
    }
    if (epochs != null && epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
    }
  }

  /**
   * The rounds of a search.
   *
   * @param trials how many trials begin
   * @param most how many epochs a whole training has
   * @return how many trials take part in each, and after which epoch it ends; the last after {@code
   *     most}
   */
  List<Search.Round> rounds(int trials, int most) {
    List<Search.Round> rounds = new ArrayList<>();
    int left = trials;
    long until = epochs;
    while (until < most && left > 1) {
      rounds.add(new Search.Round(left, (int) until));
      left = Math.max(1, left / factor);
      until *= factor;
    }
    rounds.add(new Search.Round(left, most));
    return rounds;
  }
}

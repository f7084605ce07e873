package dev.carousel.experiment.trial;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Which trial of an experiment.
 *
 * @param variant the variant's name
 * @param seed the trial's seed
 * @param search its number among the trials of the variant's search; empty for a trial that is
 *     reported
 */
public record TrialName(String variant, long seed, OptionalInt search) {
  /**
   * A trial that is reported.
   *
   * @param variant the variant's name
   * @param seed the trial's seed
   * @return its name
   */
  public static TrialName reported(String variant, long seed) {
    return new TrialName(variant, seed, OptionalInt.empty());
  }

  /**
   * A trial of a search.
   *
   * @param variant the variant's name
   * @param seed the trial's seed
   * @param number 1 for the first
   * @return its name
   */
  public static TrialName searched(String variant, long seed, int number) {
    return new TrialName(variant, seed, OptionalInt.of(number));
  }

  /**
   * The name in file names.
   *
   * @return such as "lstm-seed1" or "lstm-search2"
   */
  public String file() {
    return variant + (search.isPresent() ? "-search" + search.getAsInt() : "-seed" + seed);
  }

  /** The name for people, such as "lstm seed 1" or "lstm search 2". */
  @Override
  public String toString() {
    return variant + (search.isPresent() ? " search " + search.getAsInt() : " seed " + seed);
  }

  /** What a file of this trial says of itself. */
  Map<String, String> labels() {
    return Map.of(
        "variant",
        variant,
        "seed",
        Long.toString(seed),
        "search",
        search.isPresent() ? Integer.toString(search.getAsInt()) : "none");
  }
}

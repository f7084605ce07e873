package dev.carousel.experiment.description;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is compared: every variant under every seed.
 *
 * @param seeds how many seeds; trial s of a variant uses the experiment's seed + s
 * @param match what is held equal between variants
 * @param variants the variants; none for the base experiment alone, named after its cell
 */
public record Compare(int seeds, Match match, List<Variant> variants) {
  /**
   * Checks the values and copies the list.
   *
   * @throws IllegalArgumentException if there are no seeds or two variants have one name
   */
  public Compare {
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
    }
    variants = List.copyOf(variants);
    // Not all file systems tell A from a.
    Set<String> seen = new HashSet<>();
    for (Variant variant : variants) {
      if (!seen.add(variant.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("two variants are named '" + variant.name() + "'");
      }
    }
  }
}

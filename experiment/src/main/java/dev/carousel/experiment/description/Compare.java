package dev.carousel.experiment.description;

import dev.carousel.data.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is compared: every variant under every seed.
 *
 * @param seeds how many seeds; trial s of a variant uses the experiment's seed + s
 * @param match what is held equal between variants
 * @param against the variant that all others are compared with; empty (null in JSON) to compare
 *     each with each
 * @param search how each variant's hyperparameters are found; empty (null in JSON) to take them as
 *     they are stated
 * @param variants the variants; none for the base experiment alone, named after its cell
 */
public record Compare(
    int seeds,
    Match match,
    Optional<String> against,
    Optional<Search> search,
    List<Variant> variants) {
  /**
   * Checks the values and copies the list.
   *
   * @throws IllegalArgumentException if there are no seeds, two variants have one name, or there is
   *     no variant to compare against
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
    if (against.isPresent()) {
      String name = against.get();
      List<String> names = variants.stream().map(Variant::name).toList();
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "no variant is named '%s', which the others are to be compared against%s"
                .formatted(name, Suggestion.ending(name, "variants", names)));
      }
    }
  }
}

package dev.carousel.nlp.metric;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the metrics of translations do with pieces of text alike. */
final class Segments {
  // What sacreBLEU splits at: Unicode's White_Space and the four information separators.
  private static final String SPACE = "[\\p{IsWhite_Space}\\x1c-\\x1f]";
  private static final Pattern SPACES = Pattern.compile(SPACE + "+");
  private static final Pattern TRAILING_SPACES =
      Pattern.compile("(?<!" + SPACE + ")" + SPACE + "++\\z");

  private Segments() {}

  /** The stretches without white space. */
  static List<String> words(String text) {
    return SPACES.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
  }

  /** The text without white space at its end. */
  static String stripEnd(String text) {
    return TRAILING_SPACES.matcher(text).replaceFirst("");
  }

  /** How often each n-gram occurs. */
  static Map<List<String>, Integer> ngrams(List<String> units, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= units.size(); i++) {
      counts.merge(units.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }

  /** How many n-grams two counts have in common, each as often as in the one that has fewer. */
  static int common(Map<List<String>, Integer> some, Map<List<String>, Integer> others) {
    int common = 0;
    for (Map.Entry<List<String>, Integer> entry : some.entrySet()) {
      common += Math.min(entry.getValue(), others.getOrDefault(entry.getKey(), 0));
    }
    return common;
  }

  /**
   * Refuses what cannot be compared.
   *
   * @param hypotheses the translations
   * @param references those that each is compared with
   * @throws IllegalArgumentException if there are none or their numbers differ
   */
  static void require(List<String> hypotheses, List<List<String>> references) {
    if (hypotheses.isEmpty()) {
      throw new IllegalArgumentException("there is no hypothesis to score");
    }
    if (hypotheses.size() != references.size()) {
      throw new IllegalArgumentException(
          "%d hypotheses, but references of %d".formatted(hypotheses.size(), references.size()));
    }
    for (int i = 0; i < references.size(); i++) {
      if (references.get(i).isEmpty()) {
        throw new IllegalArgumentException("hypothesis " + (i + 1) + " has no reference");
      }
    }
  }

  /** The number of references as signatures show it. */
  static String referenceCount(List<List<String>> references) {
    Set<Integer> counts = new HashSet<>();
    references.forEach(one -> counts.add(one.size()));
    return counts.size() == 1 ? counts.iterator().next().toString() : "var";
  }
}

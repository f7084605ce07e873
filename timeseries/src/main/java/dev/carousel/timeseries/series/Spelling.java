package dev.carousel.timeseries.series;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name may have meant. */
final class Spelling {
  private Spelling() {}

  /**
   * The name with the fewest edits (insert, delete or replace a letter; Levenshtein, 1966), case
   * aside.
   *
   * @param wanted the misspelt name
   * @param names the right ones
   * @return the nearest, if a third of its letters or less differ
   */
  static Optional<String> nearest(String wanted, List<String> names) {
    Optional<String> nearest = Optional.empty();
    int fewest = Integer.MAX_VALUE;
    for (String name : names) {
      int edits = edits(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (edits < fewest && 3 * edits <= Math.max(wanted.length(), name.length())) {
        fewest = edits;
        nearest = Optional.of(name);
      }
    }
    return nearest;
  }

  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}

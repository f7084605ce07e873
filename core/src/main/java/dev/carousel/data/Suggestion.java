package dev.carousel.data;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "did you mean": the known name nearest to a misspelt one. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The nearest name, if one is near.
   *
   * @param name what was written
   * @param known what would have been right
   * @return the first of the nearest, at most about one edit in three characters away
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String best = null;
    int least = Math.max(1, name.length() / 3) + 1;
    for (String candidate : known) {
      // It takes at least so many edits; a stranger's name may be as long as a file.
      if (Math.abs(name.length() - candidate.length()) >= least) {
        continue;
      }
      int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The end of a message about an unknown name.
   *
   * @param name what was written
   * @param label what the known names are called, such as "available"
   * @param known what would have been right
   * @return such as "; did you mean 'lstm'? available: gru, lstm"
   */
  public static String ending(String name, String label, Collection<String> known) {
    String mean = nearest(name, known).map(near -> "; did you mean '" + near + "'?").orElse(";");
    return mean + " " + label + ": " + (known.isEmpty() ? "none" : String.join(", ", known));
  }

  /** The edits (insert, delete, replace, swap neighbours) from one word to another. */
  private static int edits(String from, String to) {
    int[][] distance = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
        least = Math.min(least, distance[i - 1][j - 1] + replace);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, distance[i - 2][j - 2] + 1);
        }
        distance[i][j] = least;
      }
    }
    return distance[from.length()][to.length()];
  }
}

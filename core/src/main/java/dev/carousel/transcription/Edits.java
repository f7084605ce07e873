package dev.carousel.transcription;

import java.util.Arrays;
import java.util.List;

/**
 * The fewest edits that make a hypothesis of a reference (Levenshtein, 1966). Several ways of equal
 * length may differ in their kinds; counted is one with the most substitutions, as short as any.
 *
 * @param substitutions units of the reference that are another unit in the hypothesis
 * @param insertions units of the hypothesis that are not in the reference
 * @param deletions units of the reference that are not in the hypothesis
 * @param length the number of units of the reference
 */
public record Edits(long substitutions, long insertions, long deletions, long length) {
  /** Nothing compared. */
  public static final Edits NONE = new Edits(0, 0, 0, 0);

  private static final long EDIT = 1L << Integer.SIZE;

  /**
   * Compares two sequences, in time of the product of their lengths.
   *
   * @param reference what is right
   * @param hypothesis what was given
   * @return the edits
   */
  public static Edits between(List<?> reference, List<?> hypothesis) {
    int columns = hypothesis.size();
    // For the first units of both, the edits and, in the lower half, those that are no
    // substitutions: the smallest such number has the fewest edits, then the most substitutions.
    long[] above = new long[columns + 1];
    Arrays.setAll(above, j -> j * (EDIT + 1));
    long[] row = new long[columns + 1];
    for (Object unit : reference) {
      row[0] = above[0] + EDIT + 1;
      for (int j = 1; j <= columns; j++) {
        long replaced = above[j - 1] + (unit.equals(hypothesis.get(j - 1)) ? 0 : EDIT);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + EDIT + 1);
      }
      long[] swap = above;
      above = row;
      row = swap;
    }
    long edits = above[columns] >>> Integer.SIZE;
    long indels = above[columns] & (EDIT - 1);
    long more = columns - reference.size();
    return new Edits(edits - indels, (indels + more) / 2, (indels - more) / 2, reference.size());
  }

  /**
   * Adds the edits of another pair.
   *
   * @param other the other
   * @return the sums
   */
  public Edits plus(Edits other) {
    return new Edits(
        substitutions + other.substitutions,
        insertions + other.insertions,
        deletions + other.deletions,
        length + other.length);
  }

  /**
   * All edits.
   *
   * @return substitutions + insertions + deletions
   */
  public long total() {
    return substitutions + insertions + deletions;
  }

  /**
   * The error rate: over words the word error rate (WER), over characters the character error rate
   * (CER). Over a corpus it is that of the sums, not the mean of rates, so a pair with an empty
   * reference adds its insertions and no length.
   *
   * @return edits for each unit of the reference, above 1 if more was inserted than right; with
   *     references of no unit at all 0 without an edit, else +∞
   */
  public double rate() {
    return total() == 0 ? 0 : (double) total() / length;
  }
}

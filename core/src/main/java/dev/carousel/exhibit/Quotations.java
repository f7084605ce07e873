package dev.carousel.exhibit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts in rows: what a model was given, what it says, and what was to be said.
 *
 * @param title what it is called
 * @param caption what it shows, in one or a few sentences
 * @param columns what the texts of a row are, at least one
 * @param rows each with a text a column, at least one row
 */
public record Quotations(
    String title, String caption, List<Column> columns, List<List<String>> rows)
    implements Exhibit {
  /** How many characters all texts may have together. More is not read, and every report has it. */
  public static final int MOST_CHARACTERS = 100_000;

  /**
   * What texts are.
   *
   * @param name such as "translation"
   * @param provenance where they come from
   */
  public record Column(String name, Provenance provenance) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no title, no caption, no column or no row, two
   *     columns have one name, a row has more or fewer texts than there are columns, or there is
   *     too much text
   */
  public Quotations {
    Names.require("an exhibit of texts", title);
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    String what = "exhibit '" + title + "'";
    if (caption.isBlank()) {
      throw new IllegalArgumentException(what + " needs a caption");
    }
    if (columns.isEmpty() || rows.isEmpty()) {
      throw new IllegalArgumentException(what + " has no texts");
    }
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      Names.require("a column of " + what, column.name);
      if (!names.add(column.name)) {
        throw new IllegalArgumentException(what + " has two columns '" + column.name + "'");
      }
    }
    long characters = 0;
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s has %d columns and a row of %d texts".formatted(what, columns.size(), row.size()));
      }
      characters += row.stream().mapToLong(String::length).sum();
    }
    if (characters > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "%s has %d characters; show %d at most".formatted(what, characters, MOST_CHARACTERS));
    }
  }
}

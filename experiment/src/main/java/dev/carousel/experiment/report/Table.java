package dev.carousel.experiment.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of texts.
 *
 * @param header the columns' names
 * @param rows as wide as the header
 * @param texts how many columns, from the first, are texts; the others are figures, set to the
 *     right
 */
public record Table(List<String> header, List<List<String>> rows, int texts) {
  private static final int WIDTH = 100;
  private static final String GAP = "  ";

  /**
   * The table for a terminal: aligned columns, 100 characters wide at most. What does not fit
   * follows below, after the first column again.
   *
   * @return lines, each ended
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    int next = 1;
    do {
      List<Integer> block = new ArrayList<>(List.of(0));
      int width = width(0);
      while (next < header.size()
          && (block.size() == 1 || width + GAP.length() + width(next) <= WIDTH)) {
        width += GAP.length() + width(next);
        block.add(next++);
      }
      text.append(text.length() > 0 ? "\n" : "");
      text.append(line(header, block)).append("-".repeat(width)).append('\n');
      rows.forEach(row -> text.append(line(row, block)));
    } while (next < header.size());
    return text.toString();
  }

  private int width(int column) {
    int width = header.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  private String line(List<String> cells, List<Integer> columns) {
    StringBuilder line = new StringBuilder();
    for (int column : columns) {
      String cell = cells.get(column);
      String pad = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? "" : GAP).append(column < texts ? cell + pad : pad + cell);
    }
    return line.toString().stripTrailing() + "\n";
  }
}

package dev.carousel.exhibit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Columns of numbers as colours, with strips above them that say what is where.
 *
 * @param title what it is called
 * @param caption what it shows, in one or a few sentences
 * @param x what goes across
 * @param from where the first column begins
 * @param to where the last column ends, above that; columns are equally wide
 * @param y what goes up; its rows are called 1, 2, …, the first at the bottom
 * @param value what the numbers are
 * @param rows how many numbers a column has, at least 1
 * @param values [columns, rows] in row-major order, NaN where nothing is known, otherwise finite;
 *     shared, not copied, and not to be changed
 * @param strips from the top down, possibly none
 */
public record HeatMap(
    String title,
    String caption,
    Axis.Numbers x,
    double from,
    double to,
    Axis.Numbers y,
    Axis.Numbers value,
    int rows,
    float[] values,
    List<Strip> strips)
    implements Exhibit {
  /** How many numbers there may be. More are hard to tell apart, and every report holds them. */
  public static final int MOST_VALUES = 50_000;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no title, no caption or no column, the numbers do
   *     not make whole columns, there are too many, one is infinite, the ends are not finite and
   *     rising, two strips have one name, or a span is beyond the ends
   */
  public HeatMap {
    Names.require("a heat map", title);
    String what = "heat map '" + title + "'";
    if (caption.isBlank()) {
      throw new IllegalArgumentException(what + " needs a caption");
    }
    if (rows < 1 || values.length == 0 || values.length % rows != 0) {
      throw new IllegalArgumentException(
          "%s: %d numbers do not make columns of %d".formatted(what, values.length, rows));
    }
    if (values.length > MOST_VALUES) {
      throw new IllegalArgumentException(
          "%s has %d numbers; show %d at most".formatted(what, values.length, MOST_VALUES));
    }
    for (int i = 0; i < values.length; i++) {
      if (Float.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            "%s: number %d of column %d is %s"
                .formatted(what, i % rows + 1, i / rows + 1, values[i]));
      }
    }
    if (!(Double.isFinite(from) && Double.isFinite(to) && from < to)) {
      throw new IllegalArgumentException("%s goes from %s to %s".formatted(what, from, to));
    }
    strips = List.copyOf(strips);
    Set<String> names = new HashSet<>();
    for (Strip strip : strips) {
      if (!names.add(strip.name())) {
        throw new IllegalArgumentException(what + " has two strips '" + strip.name() + "'");
      }
      for (Span span : strip.spans()) {
        if (span.from() < from || span.to() > to) {
          throw new IllegalArgumentException(
              "%s: '%s' goes from %s to %s, which is beyond %s to %s"
                  .formatted(what, span.text(), span.from(), span.to(), from, to));
        }
      }
    }
  }

  /**
   * The number of columns.
   *
   * @return at least 1
   */
  public int columns() {
    return values.length / rows;
  }
}

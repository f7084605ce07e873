package dev.carousel.exhibit;

/**
 * A stretch of a chart that is marked.
 *
 * @param name what it is, such as "anomaly"; of equal marks there may be many
 * @param provenance who says so
 * @param from where it begins
 * @param to where it ends, not before that
 */
public record Mark(String name, Provenance provenance, double from, double to) {
  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if there is no name, or the ends are not finite or not in
   *     order
   */
  public Mark {
    Names.require("a mark", name);
    if (!Double.isFinite(from) || !Double.isFinite(to) || from > to) {
      throw new IllegalArgumentException("mark '%s' goes from %s to %s".formatted(name, from, to));
    }
  }
}

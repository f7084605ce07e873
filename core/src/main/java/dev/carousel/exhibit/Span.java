package dev.carousel.exhibit;

/**
 * A stretch of a strip.
 *
 * @param text what is there
 * @param from where it begins
 * @param to where it ends, not before that
 */
public record Span(String text, double from, double to) {
  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if there is no text, or the ends are not finite or not in
   *     order
   */
  public Span {
    Names.require("a span", text);
    if (!Double.isFinite(from) || !Double.isFinite(to) || from > to) {
      throw new IllegalArgumentException("span '%s' goes from %s to %s".formatted(text, from, to));
    }
  }
}

package dev.carousel.exhibit;

/**
 * A line of a chart.
 *
 * @param name what it is, such as "forecast"
 * @param provenance where it comes from
 * @param x [n] rising; shared, not copied, and not to be changed
 * @param y [n], NaN where there is a gap, otherwise finite; shared, not copied, and not to be
 *     changed
 */
public record Line(String name, Provenance provenance, double[] x, double[] y) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no name or no point, there are not as many y as x,
   *     x does not rise or y is infinite
   */
  public Line {
    Names.require("a line", name);
    String what = "line '" + name + "'";
    Points.requireRising(what, x);
    Points.requireAsMany(what, "y", y, x);
    Points.requireNotInfinite(what, y);
  }
}

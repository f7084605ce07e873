package dev.carousel.exhibit;

import java.time.ZoneId;

/** What the numbers along an edge of a chart are. */
public sealed interface Axis {
  /**
   * The quantity.
   *
   * @return what to call it, with its unit if it has one
   */
  String name();

  /**
   * Whether a number can stand on this axis.
   *
   * @param value any number
   * @return false for what is not finite, and where it is no time on an axis of times
   */
  boolean has(double value);

  /**
   * Numbers.
   *
   * @param name the quantity
   */
  record Numbers(String name) implements Axis {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Numbers {
      Names.require("an axis", name);
    }

    @Override
    public boolean has(double value) {
      return Double.isFinite(value);
    }
  }

  /**
   * Times, as whole milliseconds since 1970-01-01T00:00Z.
   *
   * @param name the quantity
   * @param zone by whose clocks and calendar they are told
   */
  record Times(String name, ZoneId zone) implements Axis {
    /** What a date of JavaScript can hold: 100 million days. */
    private static final double MOST = 8.64e15;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Times {
      Names.require("an axis", name);
    }

    @Override
    public boolean has(double value) {
      return Math.abs(value) <= MOST && value == Math.rint(value);
    }
  }
}

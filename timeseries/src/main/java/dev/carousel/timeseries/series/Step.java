package dev.carousel.timeseries.series;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;

/**
 * The length of the steps of a regular series. Either a span of the calendar or a span of time:
 * days, months and years are counted on the clocks and calendars of a zone, so that a day may have
 * 23 or 25 hours and months differ; hours, minutes and seconds always take as long.
 *
 * @param period the span of the calendar, zero if it is a span of time; days and months above 0
 * @param duration the span of time in whole milliseconds, zero if it is a span of the calendar
 */
public record Step(Period period, Duration duration) {
  /**
   * Checks the spans.
   *
   * @throws IllegalArgumentException if both or none are zero, one is negative, or the duration is
   *     not a whole number of milliseconds
   */
  public Step {
    if (period.isNegative()
        || duration.isNegative()
        || period.isZero() == duration.isZero()
        || duration.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "a step is either a period or a duration in whole milliseconds, above 0, got %s and %s"
              .formatted(period, duration));
    }
  }

  /**
   * Reads a step in ISO 8601.
   *
   * @param text such as "PT1H" (an hour), "P1D" (a day), "P1W" (a week) or "P1M" (a month)
   * @return the step
   * @throws IllegalArgumentException if it is something else
   */
  public static Step parse(String text) {
    try {
      return text.startsWith("PT")
          ? new Step(Period.ZERO, Duration.parse(text))
          : new Step(Period.parse(text), Duration.ZERO);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ("step must be a time such as \"PT15M\", \"PT1H\", \"P1D\", \"P1W\" or \"P1M\" (ISO"
                  + " 8601), got '%s'")
              .formatted(text),
          e);
    }
  }

  /**
   * The time so many steps after another. Counted from the start at once: a month after a month
   * after January 31 is March 31.
   *
   * @param start in milliseconds since 1970-01-01T00:00Z
   * @param zone whose calendar counts
   * @param count how many steps, 0 or more
   * @return in milliseconds since 1970-01-01T00:00Z; a local time that does not exist is as much
   *     later as clocks go forward, of one that exists twice it is the earlier
   * @throws ArithmeticException if it is beyond what can be counted
   */
  public long after(long start, ZoneId zone, long count) {
    if (period.isZero()) {
      return Math.addExact(start, Math.multiplyExact(duration.toMillis(), count));
    }
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(start), zone);
    return local
        .plusMonths(Math.multiplyExact(period.toTotalMonths(), count))
        .plusDays(Math.multiplyExact((long) period.getDays(), count))
        .atZone(zone)
        .toInstant()
        .toEpochMilli();
  }

  /**
   * How many steps at most fit between two times, for steps that are counted as {@link #after}
   * does.
   *
   * @param start in milliseconds since 1970-01-01T00:00Z
   * @param zone whose calendar counts
   * @param end likewise, at or after the start
   * @return the largest count whose time is not after the end, 0 or more
   */
  public long count(long start, ZoneId zone, long end) {
    if (period.isZero()) {
      return Math.subtractExact(end, start) / duration.toMillis();
    }
    // No month has more than 31 days, and no change of clocks takes more than a day.
    double days = (end - start) / 86_400_000.0 - 2;
    long count = (long) Math.max(0, days / (period.toTotalMonths() * 31 + period.getDays()));
    while (after(start, zone, count + 1) <= end) {
      count++;
    }
    return count;
  }

  @Override
  public String toString() {
    return (period.isZero() ? duration : period).toString();
  }
}

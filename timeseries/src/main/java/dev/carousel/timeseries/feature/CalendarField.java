package dev.carousel.timeseries.feature;

import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** A cycle of the calendar and the clock, as those of a series' zone show it. */
public enum CalendarField {
  /** The time of day: seconds on the clock since 0:00 by 86400. */
  HOUR_OF_DAY,
  /** The day of the week from Monday on, by 7. */
  DAY_OF_WEEK,
  /** The day of the month by the length of that month. */
  DAY_OF_MONTH,
  /** The day of the year by the length of that year. */
  DAY_OF_YEAR,
  /** The week of the year of ISO 8601 by the number of weeks of that year, 52 or 53. */
  WEEK_OF_YEAR,
  /** The month of the year by 12. */
  MONTH_OF_YEAR;

  /**
   * Where in the cycle a time is. All but the time of day count whole days, weeks and months, the
   * first of them as 0.
   *
   * @param time on the clocks of a zone
   * @return the phase as a part of the cycle, at least 0 and below 1
   */
  public double phase(ZonedDateTime time) {
    return switch (this) {
      case HOUR_OF_DAY -> time.toLocalTime().toNanoOfDay() / 86_400e9;
      case DAY_OF_WEEK -> (time.getDayOfWeek().getValue() - 1) / 7.0;
      case DAY_OF_MONTH -> (time.getDayOfMonth() - 1.0) / time.toLocalDate().lengthOfMonth();
      case DAY_OF_YEAR -> (time.getDayOfYear() - 1.0) / time.toLocalDate().lengthOfYear();
      case WEEK_OF_YEAR ->
          (time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1.0)
              / time.range(IsoFields.WEEK_OF_WEEK_BASED_YEAR).getMaximum();
      case MONTH_OF_YEAR -> (time.getMonthValue() - 1) / 12.0;
    };
  }

  /** As it is written in JSON, such as "day-of-week". */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.carousel.timeseries.series;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a table says when its rows are, and what is expected of those times.
 *
 * @param column the column; empty if there is none, and steps are taken to be equally long
 * @param format a pattern of {@link DateTimeFormatter} in English, such as "dd.MM.yyyy HH:mm";
 *     empty for ISO 8601, where the day and the time may be left out ("1949-01", "2016-07-01",
 *     "2016-07-01 13:00", "2016-07-01T13:00:00+02:00")
 * @param zone whose clocks local times are read on. A time that is skipped there is refused; one
 *     that is there twice is the earlier one first and then the later. An offset or a zone in the
 *     text wins
 * @param step the length of a step in ISO 8601, such as "PT1H", "P1D" or "P1M", which all times are
 *     checked against; empty for irregular times
 * @param gaps what to do where a step has no row
 */
public record TimeColumn(
    Optional<String> column,
    Optional<String> format,
    String zone,
    Optional<String> step,
    Gaps gaps) {
  /** No times. */
  public static final TimeColumn NONE =
      new TimeColumn(Optional.empty(), Optional.empty(), "UTC", Optional.empty(), Gaps.REFUSE);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a name is blank, the format, the zone or the step cannot be
   *     read, or something is said about times without a column
   */
  public TimeColumn {
    if (column.isPresent() && column.get().isBlank()) {
      throw new IllegalArgumentException("column must name a column, got '" + column.get() + "'");
    }
    if (format.isPresent()) {
      try {
        DateTimeFormatter.ofPattern(format.get(), Locale.ENGLISH);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "format '%s' is not a pattern such as \"dd.MM.yyyy HH:mm\"".formatted(format.get()), e);
      }
    }
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone must be a time zone such as \"UTC\" or \"Europe/Berlin\", got '" + zone + "'", e);
    }
    step.ifPresent(Step::parse);
    if (column.isEmpty()
        && (format.isPresent() || !zone.equals("UTC") || step.isPresent() || gaps != Gaps.REFUSE)) {
      throw new IllegalArgumentException("times are described but have no column; name it");
    }
    if (step.isEmpty() && gaps == Gaps.MISSING) {
      throw new IllegalArgumentException(
          "gaps can be told with a step only; give one such as \"PT1H\"");
    }
  }
}

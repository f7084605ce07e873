package dev.carousel.timeseries.series;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads times as a {@link TimeColumn} describes them. */
final class TimeStamps {
  private final TimeColumn column;
  private final ZoneId zone;
  private final DateTimeFormatter formatter;

  TimeStamps(TimeColumn column) {
    this.column = column;
    zone = ZoneId.of(column.zone());
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    if (column.format().isPresent()) {
      builder.appendPattern(column.format().get());
    } else {
      builder.appendPattern("uuuu-MM").optionalStart().appendPattern("-dd");
      builder.optionalStart().appendPattern("'T'HH:mm");
      builder.optionalStart().appendPattern(":ss");
      builder.appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd();
      builder.optionalStart().appendOffset("+HH:mm", "Z").optionalEnd();
      builder.optionalEnd().optionalEnd();
    }
    // Strict, as otherwise February 31 is the last of February; a year is one of our era.
    formatter =
        builder
            .parseDefaulting(ChronoField.ERA, 1)
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * Reads a time.
   *
   * @param text what the file says
   * @param previous the time before it in its series
   * @return in milliseconds since 1970-01-01T00:00Z
   * @throws IllegalArgumentException with what is wrong, to be said after the text and its column
   */
  long millis(String text, OptionalLong previous) {
    try {
      TemporalAccessor parsed = formatter.parse(standard(text));
      LocalTime time = parsed.query(TemporalQueries.localTime());
      LocalDate date = date(parsed);
      // Where clocks go forward at midnight, the day starts later.
      return time == null
          ? millis(date.atStartOfDay(zone(parsed)))
          : onClocks(LocalDateTime.of(date, time), zone(parsed), previous);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          column
              .format()
              .map(format -> "is not a time of the form '%s'".formatted(format))
              .orElse(
                  "is not a time such as 2016-07-01 or 2016-07-01 13:00; give its \"format\" in"
                      + " \"time\""),
          e);
    }
  }

  /** A space may stand for the T of ISO 8601. */
  private String standard(String text) {
    return column.format().isEmpty() && text.length() > 10 && text.charAt(10) == ' '
        ? text.substring(0, 10) + "T" + text.substring(11)
        : text;
  }

  private static LocalDate date(TemporalAccessor parsed) {
    LocalDate date = parsed.query(TemporalQueries.localDate());
    if (date != null) {
      return date;
    } else if (parsed.isSupported(ChronoField.MONTH_OF_YEAR)) {
      return YearMonth.from(parsed).atDay(1);
    }
    return LocalDate.of(parsed.get(ChronoField.YEAR), 1, 1);
  }

  private ZoneId zone(TemporalAccessor parsed) {
    ZoneId offset = parsed.query(TemporalQueries.offset());
    ZoneId said = offset == null ? parsed.query(TemporalQueries.zoneId()) : offset;
    return said == null ? zone : said;
  }

  private static long onClocks(LocalDateTime local, ZoneId zone, OptionalLong previous) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new IllegalArgumentException(
          "does not exist in %s, where clocks go forward then; give offsets in the file or another"
                  .formatted(zone)
              + " \"zone\"");
    }
    long millis = millis(local.atOffset(offsets.get(0)).toZonedDateTime());
    boolean again = offsets.size() > 1 && previous.isPresent() && previous.getAsLong() >= millis;
    return again ? millis(local.atOffset(offsets.get(1)).toZonedDateTime()) : millis;
  }

  private static long millis(ZonedDateTime time) {
    if (time.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException("is finer than milliseconds; round it");
    }
    return time.toInstant().toEpochMilli();
  }

  /**
   * Writes a time in the column's form, which reads as the same time unless that form leaves
   * something out.
   *
   * @param epochMillis in milliseconds since 1970-01-01T00:00Z
   * @return such as "2016-07-01" where steps are days, months or years, "2016-07-01T13:00Z"
   *     otherwise
   */
  String text(long epochMillis) {
    ZonedDateTime time = Instant.ofEpochMilli(epochMillis).atZone(zone);
    if (column.format().isPresent()) {
      return DateTimeFormatter.ofPattern(column.format().get(), Locale.ENGLISH).format(time);
    }
    boolean days =
        column.step().map(Step::parse).filter(step -> step.duration().isZero()).isPresent();
    return days && time.equals(time.toLocalDate().atStartOfDay(zone))
        ? time.toLocalDate().toString()
        : time.toOffsetDateTime().toString();
  }
}

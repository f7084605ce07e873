package dev.carousel.timeseries.series;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the times of one series, row after row, and checks that each is a step on. */
final class SeriesClock {
  /** Far more than any series has, far less than would fill the memory. */
  private static final long MOST_ABSENT_STEPS = 10_000_000;

  private final TimeColumn column;
  private final TimeStamps stamps;
  private final ZoneId zone;
  private final Optional<Step> step;
  private OptionalLong millis = OptionalLong.empty();
  private long line;
  private long firstMillis;
  private long firstLine;
  private long steps;
  private long absentSteps;

  SeriesClock(TimeColumn column) {
    this.column = column;
    stamps = new TimeStamps(column);
    zone = ZoneId.of(column.zone());
    step = column.step().map(Step::parse);
  }

  /**
   * Reads the time of the next row.
   *
   * @param text what the row says
   * @param onLine where the row stands
   * @return the times of the steps before it that have no row, possibly none
   * @throws IllegalArgumentException with what is wrong, to be said after the text and its column
   */
  long[] next(String text, long onLine) {
    long next = stamps.millis(text, millis);
    long absent = 0;
    if (millis.isEmpty()) {
      firstMillis = next;
      firstLine = onLine;
    } else {
      requireLater(next);
      absent = step.isEmpty() ? 0 : absent(step.get(), next);
    }
    long[] between = new long[(int) absent];
    for (int i = 0; i < between.length; i++) {
      between[i] = step.get().after(firstMillis, zone, steps + i);
    }
    absentSteps += absent;
    steps += absent + 1;
    millis = OptionalLong.of(next);
    line = onLine;
    return between;
  }

  /** Where the time that was read last stands, 0 before the first. */
  long line() {
    return line;
  }

  /** The time that was read last, in milliseconds since 1970-01-01T00:00Z. */
  long millis() {
    return millis.orElseThrow();
  }

  private void requireLater(long next) {
    if (next == millis()) {
      throw new IllegalArgumentException(
          "is the time of line %d again; keep one row a time".formatted(line));
    } else if (next < millis()) {
      throw new IllegalArgumentException(
          "is before the time of line %d; sort the rows by time, the oldest first".formatted(line));
    }
  }

  /** How many steps are between the last row and the next one. */
  private long absent(Step length, long next) {
    long at = length.count(firstMillis, zone, next);
    if (length.after(firstMillis, zone, at) != next) {
      throw new IllegalArgumentException(
          ("is not a whole number of steps of %s after the time of line %d; correct \"step\", or"
                  + " leave it out for irregular times")
              .formatted(length, firstLine));
    }
    long absent = at - steps;
    if (absent > 0 && column.gaps() == Gaps.REFUSE) {
      throw new IllegalArgumentException(
          "comes %d steps of %s after line %d; add the rows or set \"gaps\" to \"missing\""
              .formatted(absent + 1, length, line));
    } else if (absentSteps + absent > MOST_ABSENT_STEPS) {
      throw new IllegalArgumentException(
          "comes %d steps of %s after line %d, too many to be missing; correct the time"
              .formatted(absent + 1, length, line));
    }
    return absent;
  }
}

package dev.carousel.timeseries.series;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When the steps of a series are.
 *
 * @param zone whose clocks and calendar count
 * @param epochMillis [steps] in milliseconds since 1970-01-01T00:00Z, strictly increasing; shared,
 *     not copied, and not to be changed
 * @param step the length of a step, empty if steps are irregular
 */
public record Times(ZoneId zone, long[] epochMillis, Optional<Step> step) {
  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if there are none, one is not after the one before, or one is
   *     not so many steps after the first
   */
  public Times {
    if (epochMillis.length == 0) {
      throw new IllegalArgumentException("at least one time is needed");
    }
    for (int i = 1; i < epochMillis.length; i++) {
      if (epochMillis[i] <= epochMillis[i - 1]) {
        throw new IllegalArgumentException(
            "time %d, %s, is not after the one before, %s"
                .formatted(
                    i,
                    Instant.ofEpochMilli(epochMillis[i]),
                    Instant.ofEpochMilli(epochMillis[i - 1])));
      }
      if (step.isPresent() && step.get().after(epochMillis[0], zone, i) != epochMillis[i]) {
        throw new IllegalArgumentException(
            "time %d, %s, is not %d steps of %s after the first"
                .formatted(i, Instant.ofEpochMilli(epochMillis[i]), i, step.get()));
      }
    }
  }

  /**
   * The number of steps.
   *
   * @return at least 1
   */
  public int count() {
    return epochMillis.length;
  }

  /**
   * The time of a step, which may be beyond the end of a regular series.
   *
   * @param index 0 the first
   * @return the time on the zone's clocks
   * @throws IllegalArgumentException if it is beyond the end of an irregular series
   */
  public ZonedDateTime at(int index) {
    long millis;
    if (index < epochMillis.length) {
      millis = epochMillis[index];
    } else {
      millis =
          step.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "step %d is beyond the %d of an irregular series"
                              .formatted(index, epochMillis.length)))
              .after(epochMillis[0], zone, index);
    }
    return Instant.ofEpochMilli(millis).atZone(zone);
  }
}

package dev.carousel.timeseries.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.Step;
import dev.carousel.timeseries.series.Times;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** Half an ulp each for the phase, 2π, their product, and the sine: of numbers up to 2π. */
  private static final double ROUNDING = 8 * Math.ulp(1.0);

  private static Series series(Optional<Times> times, double... values) {
    return new Series(
        "s", times, List.of(new Column("y", Role.TARGET, values)), Map.of(), step -> "s");
  }

  /** Regular times from a local time on. */
  private static Series regular(String start, String step, int steps) {
    long first = ZonedDateTime.parse(start).toInstant().toEpochMilli();
    long[] millis = new long[steps];
    Arrays.setAll(millis, t -> Step.parse(step).after(first, BERLIN, t));
    Times times = new Times(BERLIN, millis, Optional.of(Step.parse(step)));
    return series(Optional.of(times), new double[steps]);
  }

  @ParameterizedTest
  @CsvSource({
    "HOUR_OF_DAY, 2016-07-04T18:00+02:00[Europe/Berlin], 18, 24",
    "HOUR_OF_DAY, 2016-07-04T00:30+02:00[Europe/Berlin], 1, 48",
    "DAY_OF_WEEK, 2016-07-04T18:00+02:00[Europe/Berlin], 0, 7",
    "DAY_OF_WEEK, 2016-07-10T00:00+02:00[Europe/Berlin], 6, 7",
    "DAY_OF_MONTH, 2016-02-29T00:00+01:00[Europe/Berlin], 28, 29",
    "DAY_OF_YEAR, 2016-12-31T00:00+01:00[Europe/Berlin], 365, 366",
    "DAY_OF_YEAR, 2015-12-31T00:00+01:00[Europe/Berlin], 364, 365",
    "WEEK_OF_YEAR, 2016-01-03T00:00+01:00[Europe/Berlin], 52, 53",
    "WEEK_OF_YEAR, 2016-01-04T00:00+01:00[Europe/Berlin], 0, 52",
    "MONTH_OF_YEAR, 2016-12-31T00:00+01:00[Europe/Berlin], 11, 12",
  })
  void phasesAreThoseOfLocalClocks(
      CalendarField field, ZonedDateTime time, double count, double cycle) {
    assertThat(field.phase(time)).isCloseTo(count / cycle, within(Math.ulp(1.0)));
  }

  @Test
  void calendarGoesOnBeyondTheEnd() {
    Series series = regular("2016-03-26T12:00+01:00[Europe/Berlin]", "P1D", 2);
    List<Column> columns =
        new Features(List.of(CalendarField.HOUR_OF_DAY, CalendarField.DAY_OF_WEEK), List.of())
            .of(series, 2);
    assertThat(columns)
        .extracting(Column::name)
        .containsExactly(
            "sin hour-of-day", "cos hour-of-day", "sin day-of-week", "cos day-of-week");
    assertThat(columns).allMatch(column -> column.role() == Role.KNOWN);
    // Noon stays noon over the change of clocks.
    assertThat(columns.get(1).values()).containsExactly(-1, -1, -1, -1);
    double day = 2 * Math.PI / 7;
    double[] saturdayOn = {Math.cos(5 * day), Math.cos(6 * day), 1, Math.cos(day)};
    assertThat(columns.get(3).values()).containsExactly(saturdayOn, within(ROUNDING));
  }

  @Test
  void fourierCountsSteps() {
    List<Column> columns =
        new Features(List.of(), List.of(new Fourier(4, 2), new Fourier(365.25, 1)))
            .of(series(Optional.empty(), 0, 0, 0), 2);
    assertThat(columns)
        .extracting(Column::name)
        .containsExactly(
            "sin 1/4", "cos 1/4", "sin 2/4", "cos 2/4", "sin 1/365.25", "cos 1/365.25");
    assertThat(columns.get(0).values())
        .containsExactly(new double[] {0, 1, 0, -1, 0}, within(ROUNDING));
    assertThat(columns.get(3).values())
        .containsExactly(new double[] {1, -1, 1, -1, 1}, within(ROUNDING));
    assertThat(columns.get(4).values()[1])
        .isCloseTo(Math.sin(2 * Math.PI / 365.25), within(ROUNDING));
    // Far from the start, too: a million and one steps of a period of 4.
    double[] far =
        new Features(List.of(), List.of(new Fourier(4, 1)))
            .of(series(Optional.empty(), new double[1_000_002]), 0)
            .get(0)
            .values();
    assertThat(far[1_000_001]).isCloseTo(1, within(ROUNDING));
  }

  @Property(tries = 100, seed = "1")
  void valuesAreNotLookedAtAndLaterStepsChangeNothing(
      @ForAll @Size(min = 1, max = 20) double[] values, @ForAll @IntRange(max = 20) int beyond) {
    Features features = new Features(List.of(CalendarField.values()), List.of(new Fourier(7, 3)));
    Series zeros = regular("2016-10-29T23:00+02:00[Europe/Berlin]", "PT1H", values.length);
    Series others = series(zeros.times(), values);
    List<Column> expected = features.of(zeros, beyond);
    assertThat(features.count()).isEqualTo(expected.size());
    List<Column> past = features.of(others, 0);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(features.of(others, beyond).get(i).values())
          .containsExactly(expected.get(i).values());
      assertThat(past.get(i).values())
          .containsExactly(Arrays.copyOf(expected.get(i).values(), values.length));
    }
  }

  @Test
  void refusesSeriesWithoutWhatIsNeeded() {
    Features calendar = new Features(List.of(CalendarField.DAY_OF_WEEK), List.of());
    Features fourier = new Features(List.of(), List.of(new Fourier(7, 1)));
    assertThatThrownBy(() -> calendar.of(series(Optional.empty(), 1), 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "s: features of the calendar need times; name their column in \"time\" of the data");
    Series irregular =
        series(Optional.of(new Times(BERLIN, new long[] {0, 7}, Optional.empty())), 1, 2);
    assertThat(calendar.of(irregular, 0)).hasSize(2);
    assertThatThrownBy(() -> calendar.of(irregular, 1))
        .hasMessage(
            "s: the future needs equally long steps; give their length as \"step\" in \"time\" of"
                + " the data");
    assertThatThrownBy(() -> fourier.of(irregular, 0))
        .hasMessage(
            "s: \"fourier\" features need equally long steps; give their length as \"step\" in"
                + " \"time\" of the data");
    assertThat(Features.NONE.of(irregular, 0)).isEmpty();
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> new Fourier(1.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("period must be at least 2 steps, got 1.5");
    assertThatThrownBy(() -> new Fourier(7, 4))
        .hasMessage("order must be 1 to half the period of 7.0, got 4");
    assertThatThrownBy(() -> new Fourier(7, 0))
        .hasMessage("order must be 1 to half the period of 7.0, got 0");
    assertThatThrownBy(() -> new Features(List.of(), List.of(new Fourier(7, 1), new Fourier(7, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fourier holds one period twice; keep that of the higher order");
    assertThatThrownBy(
            () ->
                new Features(
                    List.of(CalendarField.DAY_OF_WEEK, CalendarField.DAY_OF_WEEK), List.of()))
        .hasMessage("calendar holds one field twice");
  }
}

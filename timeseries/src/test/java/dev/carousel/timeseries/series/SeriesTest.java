package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static Column column(String name, double... values) {
    return new Column(name, Role.TARGET, values);
  }

  private static Series series(String name, List<Column> columns, Map<String, Double> statics) {
    return new Series(name, Optional.empty(), columns, statics, step -> "");
  }

  @Test
  void aValueIsFiniteOrMissing() {
    assertThat(column("y", 1, Double.NaN).isKnown(0)).isTrue();
    assertThat(column("y", 1, Double.NaN).isKnown(1)).isFalse();
    assertThatThrownBy(() -> column("y", Double.NEGATIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column 'y' is -Infinity at step 0");
    assertThatThrownBy(
            () -> series("s", List.of(column("y", 1)), Map.of("age", Double.POSITIVE_INFINITY)))
        .hasMessage("static 'age' is Infinity");
  }

  @Test
  void tellsRolesApart() {
    Column y = column("y", 1);
    Column x = new Column("x", Role.PAST, new double[1]);
    Series series = series("s", List.of(y, x), Map.of());
    assertThat(series.columns(Role.TARGET)).containsExactly(y);
    assertThat(series.columns(Role.PAST)).containsExactly(x);
    assertThat(series.columns(Role.KNOWN)).isEmpty();
  }

  @Test
  void refusesColumnsThatDoNotGoTogether() {
    assertThatThrownBy(() -> series("s", List.of(column("y", 1), column("x", 1, 2)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column 'y' has 1 steps, column 'x' has 2");
    assertThatThrownBy(() -> series("s", List.of(column("y")), Map.of()))
        .hasMessage("column 'y' has no values");
    assertThatThrownBy(() -> series("s", List.of(), Map.of()))
        .hasMessage("a series needs at least one column");
    assertThatThrownBy(() -> series("s", List.of(column("y", 1), column("y", 1)), Map.of()))
        .hasMessage("two columns are called 'y'");
    Times times = new Times(ZoneId.of("UTC"), new long[] {1, 2}, Optional.empty());
    assertThatThrownBy(
            () ->
                new Series("s", Optional.of(times), List.of(column("y", 1)), Map.of(), step -> ""))
        .hasMessage("column 'y' has 1 steps, but there are 2 times");
  }

  @Test
  void refusesSeriesThatDoNotGoTogether() {
    Series y = series("a", List.of(column("y", 1)), Map.of("age", 1.0));
    assertThatThrownBy(() -> new SeriesSet(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least one series is needed");
    assertThatThrownBy(() -> new SeriesSet(List.of(y, y), List.of()))
        .hasMessage("two series are called 'a'");
    Series x = series("b", List.of(column("x", 1)), Map.of("age", 1.0));
    assertThatThrownBy(() -> new SeriesSet(List.of(y, x), List.of()))
        .hasMessage("series 'a' has the columns [y TARGET], series 'b' has [x TARGET]");
    Series ageless = series("b", List.of(column("y", 1, 2)), Map.of());
    assertThatThrownBy(() -> new SeriesSet(List.of(y, ageless), List.of()))
        .hasMessage("series 'a' has the statics [age], series 'b' has []");
  }

  @Test
  void timesIncreaseByTheirSteps() {
    ZoneId utc = ZoneId.of("UTC");
    assertThatThrownBy(() -> new Times(utc, new long[0], Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least one time is needed");
    assertThatThrownBy(() -> new Times(utc, new long[] {0, 0}, Optional.empty()))
        .hasMessage(
            "time 1, 1970-01-01T00:00:00Z, is not after the one before, 1970-01-01T00:00:00Z");
    Optional<Step> second = Optional.of(Step.parse("PT1S"));
    assertThatThrownBy(() -> new Times(utc, new long[] {0, 1000, 3000}, second))
        .hasMessage("time 2, 1970-01-01T00:00:03Z, is not 2 steps of PT1S after the first");
    Times regular = new Times(utc, new long[] {0, 1000}, second);
    assertThat(regular.at(1)).hasToString("1970-01-01T00:00:01Z[UTC]");
    assertThat(regular.at(60)).hasToString("1970-01-01T00:01Z[UTC]");
    Times irregular = new Times(utc, new long[] {0, 1000}, Optional.empty());
    assertThatThrownBy(() -> irregular.at(2))
        .hasMessage("step 2 is beyond the 2 of an irregular series");
  }

  @Test
  void stepsAreSpansOfTheCalendarOrOfTime() {
    assertThat(Step.parse("PT90M")).isEqualTo(new Step(Period.ZERO, Duration.ofMinutes(90)));
    assertThat(Step.parse("P1W")).isEqualTo(new Step(Period.ofDays(7), Duration.ZERO));
    assertThat(Step.parse("P3M")).hasToString("P3M");
    assertThat(Step.parse("PT0.25S")).hasToString("PT0.25S");
    for (String text : new String[] {"", "1h", "P", "P0D", "PT0S", "P-1D", "P1DT1H", "PT0.0001S"}) {
      assertThatThrownBy(() -> Step.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "step must be a time such as \"PT15M\", \"PT1H\", \"P1D\", \"P1W\" or \"P1M\""
                  + " (ISO 8601), got '"
                  + text
                  + "'");
    }
  }
}

package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTimesTest {
  private static CsvSettings irregular(String zone) {
    return CsvSettings.of("y").irregular("t", null, zone);
  }

  private static CsvSettings regular(String zone, String step, Gaps gaps) {
    return CsvSettings.of("y").regular("t", zone, step, gaps);
  }

  @ParameterizedTest
  @CsvSource({
    "1949-02, 1949-01-31T23:00:00Z",
    "2016-07-01, 2016-06-30T22:00:00Z",
    "2016-07-01 13:00, 2016-07-01T11:00:00Z",
    "2016-07-01T13:00:05, 2016-07-01T11:00:05Z",
    "2016-07-01t13:00:05.25, 2016-07-01T11:00:05.250Z",
    "2016-07-01 13:00:00+05:30, 2016-07-01T07:30:00Z",
    "2016-07-01T13:00Z, 2016-07-01T13:00:00Z",
  })
  void readsIsoTimesOnTheClocksOfTheZone(String text, String instant) {
    Series series = irregular("Europe/Berlin").one("t,y", text + ",1");
    assertThat(CsvSettings.instants(series)).containsExactly(instant);
    assertThat(series.times().orElseThrow().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(series.times().orElseThrow().step()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "2016", "2016-02-30", "2016-13", "2016-07-01T24:00", "2016-07-01 1:00"})
  void refusesWhatIsNoTime(String text) {
    irregular("UTC")
        .refuses(
            "s.csv, line 3: '"
                + text
                + "' in column 't' is not a time such as 2016-07-01 or 2016-07-01 13:00; give its"
                + " \"format\" in \"time\"",
            "t,y",
            "2016-01-01,1",
            text + ",1");
  }

  @ParameterizedTest
  @CsvSource({
    "dd.MM.yyyy HH:mm, 01.07.2016 13:05, 2016-07-01T13:05:00Z",
    "d MMM uuuu h a, 1 jul 2016 1 PM, 2016-07-01T13:00:00Z",
    "yyyyMMdd, 20160701, 2016-07-01T00:00:00Z",
    "y-MM, 3-02, 0003-02-01T00:00:00Z",
    "yyyy, 2016, 2016-01-01T00:00:00Z",
    "yyyy-MM-dd HH:mm VV, 2016-07-01 13:00 Europe/Berlin, 2016-07-01T11:00:00Z",
  })
  void readsTimesOfAPattern(String format, String text, String instant) {
    Series series =
        CsvSettings.of("y").irregular("t", format, "UTC").one("t,y", "\"" + text + "\",1");
    assertThat(CsvSettings.instants(series)).containsExactly(instant);
  }

  @Test
  void namesThePatternOfWhatIsNoTime() {
    CsvSettings.of("y")
        .irregular("t", "dd.MM.yyyy", "UTC")
        .refuses(
            "s.csv, line 2: '31.02.2016' in column 't' is not a time of the form 'dd.MM.yyyy'",
            "t,y",
            "31.02.2016,1");
    irregular("UTC")
        .refuses(
            "s.csv, line 2: '2016-01-01T00:00:00.0000001' in column 't' is finer than"
                + " milliseconds; round it",
            "t,y",
            "2016-01-01T00:00:00.0000001,1");
  }

  @Test
  void refusesTimesThatRepeatOrGoBack() {
    irregular("UTC")
        .refuses(
            "s.csv, line 4: '2016-01-02' in column 't' is the time of line 3 again; keep one row a"
                + " time",
            "t,y",
            "2016-01-01,1",
            "2016-01-02,1",
            "2016-01-02,1");
    irregular("UTC")
        .refuses(
            "s.csv, line 4: '2016-01-02' in column 't' is before the time of line 3; sort the rows"
                + " by time, the oldest first",
            "t,y",
            "2016-01-01,1",
            "2016-01-03,1",
            "2016-01-02,1");
  }

  @Test
  void refusesLocalTimesThatDoNotExist() {
    irregular("Europe/Berlin")
        .refuses(
            "s.csv, line 2: '2016-03-27 02:30' in column 't' does not exist in Europe/Berlin, where"
                + " clocks go forward then; give offsets in the file or another \"zone\"",
            "t,y",
            "2016-03-27 02:30,1");
    // Here clocks go forward at midnight; the day starts an hour later.
    Series saoPaulo = irregular("America/Sao_Paulo").one("t,y", "2016-10-16,1");
    assertThat(CsvSettings.instants(saoPaulo)).containsExactly("2016-10-16T03:00:00Z");
  }

  @Test
  void localTimesThatExistTwiceAreTheEarlierAndThenTheLater() {
    String[] night = {
      "t,y",
      "2016-10-30 01:30,1",
      "2016-10-30 02:00,2",
      "2016-10-30 02:30,3",
      "2016-10-30 02:00,4",
      "2016-10-30 02:30,5",
      "2016-10-30 03:00,6"
    };
    Series series = regular("Europe/Berlin", "PT30M", Gaps.REFUSE).one(night);
    assertThat(CsvSettings.instants(series))
        .containsExactly(
            "2016-10-29T23:30:00Z",
            "2016-10-30T00:00:00Z",
            "2016-10-30T00:30:00Z",
            "2016-10-30T01:00:00Z",
            "2016-10-30T01:30:00Z",
            "2016-10-30T02:00:00Z");
    regular("Europe/Berlin", "PT1H", Gaps.REFUSE)
        .refuses(
            "s.csv, line 4: '2016-10-30 02:00' in column 't' is the time of line 3 again; keep one"
                + " row a time",
            "t,y",
            "2016-10-30 02:00,1",
            "2016-10-30 02:00,2",
            "2016-10-30 02:00,3");
    irregular("Europe/Berlin").one("t,y", "2016-10-30 02:00+01:00,1");
    assertThat(
            CsvSettings.instants(irregular("Europe/Berlin").one("t,y", "2016-10-30 02:00+01:00,1")))
        .containsExactly("2016-10-30T01:00:00Z");
  }

  @Test
  void daysAndMonthsAreThoseOfTheCalendar() {
    Series days =
        regular("Europe/Berlin", "P1D", Gaps.REFUSE)
            .one("t,y", "2016-03-26,1", "2016-03-27,2", "2016-03-28,3");
    assertThat(CsvSettings.instants(days))
        .containsExactly("2016-03-25T23:00:00Z", "2016-03-26T23:00:00Z", "2016-03-27T22:00:00Z");
    assertThat(days.times().orElseThrow().step()).isEqualTo(Optional.of(Step.parse("P1D")));
    Series months =
        regular("UTC", "P1M", Gaps.REFUSE)
            .one("t,y", "2016-01-31,1", "2016-02-29,2", "2016-03-31,3");
    assertThat(months.times().orElseThrow().at(3)).hasToString("2016-04-30T00:00Z[UTC]");
    // A day is not always 24 hours.
    regular("Europe/Berlin", "PT24H", Gaps.REFUSE)
        .refuses(
            "s.csv, line 4: '2016-03-28' in column 't' is not a whole number of steps of PT24H after"
                + " the time of line 2; correct \"step\", or leave it out for irregular times",
            "t,y",
            "2016-03-26,1",
            "2016-03-27,2",
            "2016-03-28,3");
  }

  @Test
  void gapsAreRefusedOrMissing() {
    String[] rows = {"t,y", "2016-01-31,1", "2016-02-29,2", "2016-05-31,3"};
    regular("UTC", "P1M", Gaps.REFUSE)
        .refuses(
            "s.csv, line 4: '2016-05-31' in column 't' comes 3 steps of P1M after line 3; add the"
                + " rows or set \"gaps\" to \"missing\"",
            rows);
    Series series = regular("UTC", "P1M", Gaps.MISSING).one(rows);
    assertThat(CsvSettings.values(series, "y")).containsExactly(1, 2, Double.NaN, Double.NaN, 3);
    assertThat(CsvSettings.instants(series))
        .containsExactly(
            "2016-01-31T00:00:00Z",
            "2016-02-29T00:00:00Z",
            "2016-03-31T00:00:00Z",
            "2016-04-30T00:00:00Z",
            "2016-05-31T00:00:00Z");
    assertThat(series.place().apply(2)).isEqualTo("s.csv, after line 3");
    assertThat(series.place().apply(4)).isEqualTo("s.csv, line 4");
    regular("UTC", "PT1S", Gaps.MISSING)
        .refuses(
            "s.csv, line 3: '2061-01-01' in column 't' comes 1420156800 steps of PT1S after line 2,"
                + " too many to be missing; correct the time",
            "t,y",
            "2016-01-01,1",
            "2061-01-01,2");
  }

  @Test
  void refusesImpossibleSettings() {
    impossible(
        () -> irregular("Berlin"),
        "zone must be a time zone such as \"UTC\" or \"Europe/Berlin\", got 'Berlin'");
    impossible(
        () -> CsvSettings.of("y").irregular("t", "bb", "UTC"),
        "format 'bb' is not a pattern such as \"dd.MM.yyyy HH:mm\"");
    impossible(
        () -> regular("UTC", "1h", Gaps.REFUSE),
        "step must be a time such as \"PT15M\", \"PT1H\", \"P1D\", \"P1W\" or \"P1M\" (ISO 8601),"
            + " got '1h'");
    impossible(
        () -> CsvSettings.of("y").irregular(" ", null, "UTC"),
        "column must name a column, got ' '");
    impossible(
        () ->
            new TimeColumn(
                Optional.empty(), Optional.empty(), "UTC", Optional.of("PT1H"), Gaps.REFUSE),
        "times are described but have no column; name it");
    impossible(
        () ->
            new TimeColumn(
                Optional.of("t"), Optional.empty(), "UTC", Optional.empty(), Gaps.MISSING),
        "gaps can be told with a step only; give one such as \"PT1H\"");
  }

  private static void impossible(Runnable settings, String message) {
    assertThatThrownBy(settings::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}

package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is different where a table is read line by line; {@link CsvSettings} compares the rest. */
class TableRowsTest {
  private static final double NO = Double.NaN;

  private static void refuses(TableRows table, String line, String message) {
    assertThatThrownBy(() -> table.read(line))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void blankLinesMayEndTheTableOnly() {
    TableRows table = new TableRows(CsvSettings.of("y").features("x").source());
    assertThat(table.read("x,y")).isEmpty();
    assertThat(table.read("1,2")).hasSize(1);
    assertThat(table.read("")).isEmpty();
    assertThat(table.read(" ")).isEmpty();
    refuses(table, "3,4", "line 3 before it is blank; only at the end may lines be");
  }

  @Test
  void aBlankLineOfOneColumnIsAValue() {
    TableRows table = new TableRows(CsvSettings.of("y").missing().source());
    table.read("y");
    assertThat(table.read(""))
        .singleElement()
        .extracting(SeriesRow::values)
        .isEqualTo(new double[] {NO});
  }

  @Test
  void stepsWithoutARowAreTold() {
    TableRows table =
        new TableRows(
            CsvSettings.of("y")
                .statics("s")
                .missing()
                .regular("t", "UTC", "P1D", Gaps.MISSING)
                .source());
    table.read("t,y,s");
    table.read("2024-02-28,1,5");
    List<SeriesRow> rows = table.read("2024-03-02,4,5");
    assertThat(rows).extracting(row -> row.values()[0]).containsExactly(NO, NO, 4.0);
    assertThat(rows)
        .extracting(row -> table.time(row.epochMillis().getAsLong()))
        .containsExactly("2024-02-29", "2024-03-01", "2024-03-02");
    assertThat(rows).extracting(SeriesRow::statics).containsOnly(Map.of("s", 5.0));
    refuses(
        table,
        "2024-03-03,4,6",
        "'6' in column 's' is not the value of line 2; \"statics\" are the same in every row of a"
            + " series");
  }

  @Test
  void stepsToComeMayBeEmptyWhereSomethingIsKnownOfThem() {
    TableRows table = new TableRows(CsvSettings.of("y").features("x").known("k").source());
    table.read("y,x,k");
    table.read("1,2,3");
    assertThat(table.read(",,4"))
        .singleElement()
        .extracting(SeriesRow::values)
        .isEqualTo(new double[] {NO, NO, 4});
    refuses(
        table,
        ",5,6",
        "'' in column 'y' is a missing value; mend the file or set \"missing\" to \"allow\"");
  }

  @Test
  void linesAreWholeRows() {
    TableRows table = new TableRows(CsvSettings.of("y").source());
    table.read("y,\"a, b\"");
    assertThat(table.read("1,\"2, 3\""))
        .singleElement()
        .extracting(SeriesRow::epochMillis)
        .isEqualTo(OptionalLong.empty());
    assertThatThrownBy(() -> table.read("1,\"2"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("not well-formed CSV: ");
  }

  @Test
  void aColumnMayBeLeftOut() {
    TableRows table =
        new TableRows(CsvSettings.of("y").features("x", "mark").source()).without("mark");
    assertThat(table.headings()).extracting(Heading::name).containsExactly("y", "x");
    table.read("x,y");
    assertThat(table.read("1,2"))
        .singleElement()
        .extracting(SeriesRow::values)
        .isEqualTo(new double[] {2, 1});
  }

  @Test
  void columnsAreLookedForAtOnce() {
    TableRows table = new TableRows(CsvSettings.of("y").features("wind").source());
    refuses(table, "y,z", "no column 'wind' (\"features\") in the header; available: y, z");
  }

  @ParameterizedTest
  @CsvSource({
    "PT1H, 2016-07-01T00:00Z, 2016-07-01T02:00+02:00",
    "P1D, 2016-06-30T22:00Z, 2016-07-01",
    "P1M, 2016-06-30T22:00Z, 2016-07-01",
    "P1D, 2016-07-01T10:00Z, 2016-07-01T12:00+02:00",
  })
  void timesAreSaidAsTheyAreRead(String step, String instant, String text) {
    CsvSettings settings = CsvSettings.of("y").regular("t", "Europe/Berlin", step, Gaps.REFUSE);
    long millis = Instant.parse(instant.replace("Z", ":00Z")).toEpochMilli();
    TableRows table = new TableRows(settings.source());
    assertThat(table.time(millis)).isEqualTo(text);
    table.read("t,y");
    assertThat(table.read(text + ",1"))
        .singleElement()
        .extracting(SeriesRow::epochMillis)
        .isEqualTo(OptionalLong.of(millis));
  }

  @Test
  void timesAreSaidInTheFormOfTheirColumn() {
    CsvSettings settings = CsvSettings.of("y").irregular("t", "dd.MM.yyyy HH:mm", "Europe/Berlin");
    assertThat(new TableRows(settings.source()).time(0)).isEqualTo("01.01.1970 01:00");
  }
}

package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest {
  private static final CsvSettings PASSENGERS = CsvSettings.of("passengers");

  private static double[] passengers(String text) {
    return CsvSettings.values(PASSENGERS.one(text), "passengers");
  }

  private static void refuses(String text, String message) {
    PASSENGERS.refuses(message, text);
  }

  @Test
  void readsNamedColumnsByRole() {
    Series series =
        CsvSettings.of("temp")
            .features("wind")
            .known("rain")
            .separator(";")
            .one("day;rain;\"temp\";wind\r\n1;.5; 20.25 ;-3\r\n\"2;x\";+1e2;\"21\";4.\r\n");
    assertThat(series.name()).isEqualTo("s.csv");
    assertThat(series.steps()).isEqualTo(2);
    assertThat(series.times()).isEmpty();
    assertThat(series.columns())
        .extracting(column -> column.name() + " " + column.role())
        .containsExactly("temp TARGET", "wind PAST", "rain KNOWN");
    assertThat(CsvSettings.values(series, "temp")).containsExactly(20.25, 21);
    assertThat(CsvSettings.values(series, "wind")).containsExactly(-3, 4);
    assertThat(CsvSettings.values(series, "rain")).containsExactly(0.5, 100);
  }

  @Test
  void columnsWithoutAHeaderAreNumbered() {
    CsvSettings settings = CsvSettings.of("3", "1").withoutHeader();
    Series series = settings.one("1,2,3", "4,5,6");
    assertThat(CsvSettings.values(series, "3")).containsExactly(3, 6);
    assertThat(CsvSettings.values(series, "1")).containsExactly(1, 4);
    assertThat(series.place().apply(1)).isEqualTo("s.csv, line 2");
    settings.refuses(
        "s.csv, line 1: no column '3' (\"target\"); without a header columns are called 1 to 2",
        "1,2",
        "4,5");
    settings.refuses("s.csv, line 2: 2 cells, but the first row has 3 cells", "1,2,3", "4,5");
    settings.refuses("s.csv: the file is empty; one row a step is needed", "");
  }

  @Test
  void readsTheFirstRowsOnly() {
    CsvSettings settings = CsvSettings.of("y").rows(2);
    assertThat(CsvSettings.values(settings.one("y", "1", "2", "x,x"), "y")).containsExactly(1, 2);
    settings.refuses("s.csv: the file has 1 rows, not the 2 of \"rows\"", "y", "1");
  }

  @Test
  void missingValuesAreTold() {
    CsvSettings settings = CsvSettings.of("y").missing("-1", " None ");
    assertThat(CsvSettings.values(settings.one("y", "1", " -1", "none", "-1.0"), "y"))
        .containsExactly(1, Double.NaN, Double.NaN, -1);
    settings.refuses("s.csv, line 2: 'NA' in column 'y' is not a number", "y", "NA");
  }

  /** Such columns are for tasks to judge. */
  @Test
  void columnsMayBeMissingConstantHugeSparseOrASinglePoint() {
    CsvSettings settings = CsvSettings.of("a", "b", "c").missing();
    Series series = settings.one("a,b,c", ",7,1e308", ",7,-1e308", ",7,0");
    assertThat(CsvSettings.values(series, "a")).containsOnly(Double.NaN);
    assertThat(CsvSettings.values(series, "b")).containsOnly(7);
    assertThat(CsvSettings.values(series, "c")).containsExactly(1e308, -1e308, 0);
    assertThat(settings.one("a,b,c", "1,2,3").steps()).isEqualTo(1);
  }

  @Test
  void placesCountLinesInsideQuotes() {
    Series series = PASSENGERS.one("note,passengers\n\"two\nlines\",1\nx,2\n");
    assertThat(series.place().apply(0)).isEqualTo("s.csv, line 2");
    assertThat(series.place().apply(1)).isEqualTo("s.csv, line 4");
  }

  @Test
  void byteOrderMarkIsNoPartOfTheFirstName() {
    assertThat(passengers("\uFEFFpassengers\n1\n")).containsExactly(1);
  }

  @Test
  void blankLinesMayEndTheFile() {
    assertThat(passengers("month,passengers\n1,2\n\n  \n")).containsExactly(2);
    assertThat(passengers("month,passengers\n1,2")).containsExactly(2);
  }

  @Test
  void blankLinesElsewhereAreRows() {
    refuses("month,passengers\n1,2\n\n3,4\n", "s.csv, line 3: 1 cell, but the header has 2 cells");
    refuses(
        "passengers\n1\n\n2\n",
        "s.csv, line 3: '' in column 'passengers' is a missing value; mend the file or set"
            + " \"missing\" to \"allow\"");
  }

  @Test
  void refusesRaggedRows() {
    refuses("month,passengers\n1,2\n1,2,3\n", "s.csv, line 3: 3 cells, but the header has 2 cells");
  }

  @Test
  void refusesWhatIsNotANumber() {
    refuses(
        "month,passengers\n1,2\n3,abc\n",
        "s.csv, line 3: 'abc' in column 'passengers' is not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1d", "0x1p3", "1f", "1 2", "--1", "1e", ".", "e5", "-", "?", "1_0", "١"})
  void takesPlainDecimalNumbersOnly(String cell) {
    refuses(
        "passengers\n" + cell + "\n",
        "s.csv, line 2: '" + cell + "' in column 'passengers' is not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inf", "-Infinity", "+INF", "1e999", "-1e400"})
  void refusesInfiniteValues(String cell) {
    CsvSettings.of("y")
        .missing()
        .refuses(
            "s.csv, line 3: '" + cell + "' in column 'y' is infinite; every value must be finite",
            "y",
            "1",
            cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "n/a", "NaN", "nan", "null"})
  void refusesOrAllowsMissingValues(String cell) {
    String text = "month,passengers\n1,5\n2," + cell + "\n3," + cell + "\n4,6\n";
    refuses(
        text,
        "s.csv, line 3: '"
            + cell
            + "' in column 'passengers' is a missing value; mend the file or set \"missing\" to"
            + " \"allow\"");
    Series series = CsvSettings.of("passengers").missing().one(text);
    assertThat(CsvSettings.values(series, "passengers"))
        .containsExactly(5, Double.NaN, Double.NaN, 6);
  }

  @Test
  void namesMissingColumns() {
    refuses(
        "month,passenger\n1,2\n",
        "s.csv, line 1: no column 'passengers' (\"target\") in the header; did you mean"
            + " 'passenger'? available: month, passenger");
    CsvSettings.of("b")
        .features("weather")
        .refuses(
            "s.csv, line 1: no column 'weather' (\"features\") in the header; available: a, b",
            "a,b",
            "1,2");
  }

  @Test
  void refusesDuplicateNames() {
    refuses(
        "a,passengers, a\n1,2,3\n", "s.csv, line 1: the header names column 'a' twice; rename one");
  }

  @Test
  void refusesEmptySeries() {
    refuses("", "s.csv: the file is empty; a header row and one row a step are needed");
    refuses("\n\n", "s.csv: the file is empty; a header row and one row a step are needed");
    refuses("month,passengers\n", "s.csv: no rows below the header; one row a step is needed");
  }

  @Test
  void refusesAnUnclosedQuote() {
    refuses(
        "month,passengers\n1,2\n\"3,4\n5,6\n",
        "s.csv: not well-formed CSV: Unclosed quoted field at end of input (record starting"
            + " at line 3)");
  }

  @Test
  void refusesOtherEncodings() {
    byte[] latin = "month,passengers\r\n1,2\r\nJänner,3\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> PASSENGERS.load(latin))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("s.csv, line 3: byte 0xE4 is not UTF-8; save the file as UTF-8");
    byte[] cutShort = {'p', '\r', '1', '\r', (byte) 0xC3};
    assertThatThrownBy(() -> PASSENGERS.load(cutShort))
        .hasMessage("s.csv, line 3: byte 0xC3 is not UTF-8; save the file as UTF-8");
    byte[] utf16 = "month,passengers\n1,2\n".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> PASSENGERS.load(utf16))
        .hasMessage("s.csv, line 1: byte 0xFE is not UTF-8; save the file as UTF-8");
  }

  @Test
  void namesUnreadableFiles(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("s.csv"));
    assertThatThrownBy(() -> PASSENGERS.source().load(new DataFolders(List.of(folder))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("cannot read 's.csv': it is a folder");
  }

  @Test
  void namesFilesThatAreNotThere(@TempDir Path folder) {
    assertThatThrownBy(() -> PASSENGERS.source().load(new DataFolders(List.of(folder))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("s.csv")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> CsvSource.of(" ", List.of("y"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path must name a file, got ' '");
    impossible(CsvSettings.of(), "target must name a column, got none");
    impossible(CsvSettings.of(""), "target must name columns, got ''");
    impossible(CsvSettings.of("y").features(""), "features must name columns, got ''");
    impossible(
        CsvSettings.of("y").features("y"),
        "'y' is the target and an input already; leave it out of features");
    impossible(CsvSettings.of("y").features("x", "x"), "'x' stands twice in features");
    impossible(
        CsvSettings.of("y").features("x").known("x"),
        "'x' stands in features and in known; leave it out of one");
    impossible(
        CsvSettings.of("y").known("x").statics("x"),
        "'x' stands in known and in statics; leave it out of one");
    impossible(
        CsvSettings.of("y").separator(", "),
        "separator must be one character other than a quote or a line end, got ', '");
    impossible(
        CsvSettings.of("y").separator("\""),
        "separator must be one character other than a quote or a line end, got '\"'");
    impossible(CsvSettings.of("y").rows(0), "rows must be at least 1, got 0");
    impossible(
        CsvSettings.of("y").features("value").layout(new SeriesLayout.Columns()),
        "'value' is what the target is called where series are columns; rename it in features");
  }

  private static void impossible(CsvSettings settings, String message) {
    assertThatThrownBy(settings::source)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}

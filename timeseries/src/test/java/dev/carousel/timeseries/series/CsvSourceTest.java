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
  private static final CsvSource AIRLINE =
      new CsvSource("airline.csv", "passengers", List.of(), ",", Missing.REFUSE);
  private static final CsvSource FILLED =
      new CsvSource("airline.csv", "passengers", List.of(), ",", Missing.FORWARD);

  @TempDir private Path folder;

  private Series load(CsvSource source, String text) throws IOException {
    return load(source, text.getBytes(StandardCharsets.UTF_8));
  }

  private Series load(CsvSource source, byte[] bytes) throws IOException {
    Files.write(folder.resolve(source.path()), bytes);
    return source.load(new DataFolders(List.of(folder)));
  }

  private void refuses(CsvSource source, String text, String message) {
    assertThatThrownBy(() -> load(source, text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void readsNamedColumnsTargetFirst() throws IOException {
    CsvSource source = new CsvSource("w.csv", "temp", List.of("wind", "rain"), ";", Missing.REFUSE);
    Series series =
        load(source, "day;rain;\"temp\";wind\r\n1;.5; 20.25 ;-3\r\n\"2;x\";+1e2;\"21\";4.\r\n");
    assertThat(series.name()).isEqualTo("w.csv");
    assertThat(series.files()).containsExactly(folder.resolve("w.csv"));
    assertThat(series.steps()).isEqualTo(2);
    assertThat(series.columns())
        .extracting(Series.Column::name)
        .containsExactly("temp", "wind", "rain");
    assertThat(series.columns().get(0).values()).containsExactly(20.25, 21);
    assertThat(series.columns().get(1).values()).containsExactly(-3, 4);
    assertThat(series.columns().get(2).values()).containsExactly(0.5, 100);
    assertThat(series.columns().get(2).observed()).containsExactly(true, true);
  }

  @Test
  void placesCountLinesInsideQuotes() throws IOException {
    Series series = load(AIRLINE, "note,passengers\n\"two\nlines\",1\nx,2\n");
    assertThat(series.place().apply(0)).isEqualTo("airline.csv, line 2");
    assertThat(series.place().apply(1)).isEqualTo("airline.csv, line 4");
  }

  @Test
  void byteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    assertThat(load(AIRLINE, "\uFEFFpassengers\n1\n").target().values()).containsExactly(1);
  }

  @Test
  void blankLinesMayEndTheFile() throws IOException {
    assertThat(load(AIRLINE, "month,passengers\n1,2\n\n  \n").target().values()).containsExactly(2);
    assertThat(load(AIRLINE, "month,passengers\n1,2").target().values()).containsExactly(2);
  }

  @Test
  void blankLinesElsewhereAreRows() {
    refuses(
        AIRLINE,
        "month,passengers\n1,2\n\n3,4\n",
        "airline.csv, line 3: 1 cell, but the header has 2 cells");
    refuses(
        AIRLINE,
        "passengers\n1\n\n2\n",
        "airline.csv, line 3: '' in column 'passengers' is a missing value; mend the file or set"
            + " \"missing\" to \"forward\"");
  }

  @Test
  void refusesRaggedRows() {
    refuses(
        AIRLINE,
        "month,passengers\n1,2\n1,2,3\n",
        "airline.csv, line 3: 3 cells, but the header has 2 cells");
  }

  @Test
  void refusesWhatIsNotANumber() {
    refuses(
        AIRLINE,
        "month,passengers\n1,2\n3,abc\n",
        "airline.csv, line 3: 'abc' in column 'passengers' is not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1d", "0x1p3", "1f", "1 2", "--1", "1e", ".", "e5", "-", "?", "1_0", "١"})
  void takesPlainDecimalNumbersOnly(String cell) {
    refuses(
        AIRLINE,
        "passengers\n" + cell + "\n",
        "airline.csv, line 2: '" + cell + "' in column 'passengers' is not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inf", "-Infinity", "+INF", "1e999", "-1e400"})
  void refusesInfiniteValues(String cell) {
    refuses(
        FILLED,
        "passengers\n1\n" + cell + "\n",
        "airline.csv, line 3: '"
            + cell
            + "' in column 'passengers' is infinite; every value must be finite");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NA", "n/a", "NaN", "nan", "null"})
  void refusesOrFillsMissingValues(String cell) throws IOException {
    String text = "month,passengers\n1,5\n2," + cell + "\n3," + cell + "\n4,6\n";
    refuses(
        AIRLINE,
        text,
        "airline.csv, line 3: '"
            + cell
            + "' in column 'passengers' is a missing value; mend the file or set \"missing\" to"
            + " \"forward\"");
    Series.Column filled = load(FILLED, text).target();
    assertThat(filled.values()).containsExactly(5, 5, 5, 6);
    assertThat(filled.observed()).containsExactly(true, false, false, true);
  }

  @Test
  void refusesToFillTheStartFromTheFuture() {
    refuses(
        FILLED,
        "passengers\nNA\n5\n",
        "airline.csv, line 2: 'NA' in column 'passengers' is a missing value with none before it to"
            + " fill it with; start the series later");
  }

  @Test
  void namesMissingColumns() {
    refuses(
        AIRLINE,
        "month,passenger\n1,2\n",
        "airline.csv, line 1: no column 'passengers' (\"target\") in the header; did you mean"
            + " 'passenger'? available: month, passenger");
    refuses(
        new CsvSource("airline.csv", "b", List.of("weather"), ",", Missing.REFUSE),
        "a,b\n1,2\n",
        "airline.csv, line 1: no column 'weather' (\"features\") in the header; available: a, b");
  }

  @Test
  void refusesDuplicateNames() {
    refuses(
        AIRLINE,
        "a,passengers, a\n1,2,3\n",
        "airline.csv, line 1: the header names column 'a' twice; rename one");
  }

  @Test
  void refusesEmptySeries() {
    refuses(
        AIRLINE, "", "airline.csv: the file is empty; a header row and one row a step are needed");
    refuses(
        AIRLINE,
        "\n\n",
        "airline.csv: the file is empty; a header row and one row a step are needed");
    refuses(
        AIRLINE,
        "month,passengers\n",
        "airline.csv: no rows below the header; one row a step is needed");
  }

  @Test
  void refusesAnUnclosedQuote() {
    refuses(
        AIRLINE,
        "month,passengers\n1,2\n\"3,4\n5,6\n",
        "airline.csv: not well-formed CSV: Unclosed quoted field at end of input (record starting"
            + " at line 3)");
  }

  @Test
  void refusesOtherEncodings() {
    byte[] latin = "month,passengers\r\n1,2\r\nJänner,3\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> load(AIRLINE, latin))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("airline.csv, line 3: byte 0xE4 is not UTF-8; save the file as UTF-8");
    byte[] cutShort = {'p', '\r', '1', '\r', (byte) 0xC3};
    assertThatThrownBy(() -> load(AIRLINE, cutShort))
        .hasMessage("airline.csv, line 3: byte 0xC3 is not UTF-8; save the file as UTF-8");
    byte[] utf16 = "month,passengers\n1,2\n".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> load(AIRLINE, utf16))
        .hasMessage("airline.csv, line 1: byte 0xFE is not UTF-8; save the file as UTF-8");
  }

  @Test
  void namesUnreadableFiles() throws IOException {
    Files.createDirectory(folder.resolve("airline.csv"));
    assertThatThrownBy(() -> AIRLINE.load(new DataFolders(List.of(folder))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("cannot read 'airline.csv': it is a folder");
  }

  @Test
  void namesFilesThatAreNotThere() {
    assertThatThrownBy(() -> AIRLINE.load(new DataFolders(List.of(folder))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("airline.csv")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> new CsvSource(" ", "y", List.of(), ",", Missing.REFUSE))
        .hasMessage("path must name a file, got ' '");
    assertThatThrownBy(() -> new CsvSource("f", "", List.of(), ",", Missing.REFUSE))
        .hasMessage("target must name a column, got ''");
    assertThatThrownBy(() -> new CsvSource("f", "y", List.of(""), ",", Missing.REFUSE))
        .hasMessage("features must name columns, got ''");
    assertThatThrownBy(() -> new CsvSource("f", "y", List.of("y"), ",", Missing.REFUSE))
        .hasMessage("'y' is the target and an input already; leave it out of features");
    assertThatThrownBy(() -> new CsvSource("f", "y", List.of("x", "x"), ",", Missing.REFUSE))
        .hasMessage("'x' stands twice in features");
    assertThatThrownBy(() -> new CsvSource("f", "y", List.of(), ", ", Missing.REFUSE))
        .hasMessage("separator must be one character other than a quote or a line end, got ', '");
    assertThatThrownBy(() -> new CsvSource("f", "y", List.of(), "\"", Missing.REFUSE))
        .hasMessage("separator must be one character other than a quote or a line end, got '\"'");
  }
}

package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.CsvSource;
import dev.carousel.timeseries.series.Gaps;
import dev.carousel.timeseries.series.Missing;
import dev.carousel.timeseries.series.SeriesLayout;
import dev.carousel.timeseries.series.TimeColumn;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a forecaster meets: each works or gets one message that says what to do. */
class HardInputsTest {
  private static final TimeColumn DAILY =
      new TimeColumn(Optional.of("t"), Optional.empty(), "UTC", Optional.of("P1D"), Gaps.REFUSE);

  @TempDir private Path folder;

  private PreparedTask prepare(TimeColumn time, List<String> features, String... lines)
      throws IOException {
    Files.write(folder.resolve("s.csv"), List.of(lines));
    CsvSource source =
        new CsvSource(
            "s.csv",
            List.of("y"),
            features,
            List.of(),
            List.of(),
            ",",
            true,
            OptionalInt.empty(),
            Missing.ALLOW,
            List.of(""),
            time,
            new SeriesLayout.Rows(Optional.empty()));
    return ForecastSettings.of(source)
        .missing(MissingValues.FORWARD)
        .window(2)
        .split(2, 2)
        .scale(new Standard(Per.SERIES))
        .center(Center.MEAN)
        .prepare(new DataFolders(List.of(folder)));
  }

  private void refuses(String message, TimeColumn time, List<String> features, String... lines) {
    assertThatThrownBy(() -> prepare(time, features, lines))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  /** "y" above so many rows, each with its number or what takes its place. */
  private static String[] rows(String... values) {
    return ("y\n" + String.join("\n", values)).split("\n", -1);
  }

  private static void assertFinite(PreparedTask task) {
    for (Batch batch : task.trainingBatches(3, new RandomStream(1))) {
      for (float value : InMemory.past(batch)) {
        assertThat(value).isFinite();
      }
    }
    assertThat(InMemory.figuresOfZeros(task, Split.TEST, 3).values()).allMatch(Double::isFinite);
  }

  @Test
  void sparse() throws IOException {
    assertFinite(
        prepare(
            TimeColumn.NONE,
            List.of(),
            rows("0", "0", "0", "5", "0", "0", "0", "0", "3", "0", "0", "4")));
    // Where all that comes is 0, an error relative to it is not defined, and all others are.
    Map<String, Double> zeros =
        new TreeMap<>(
            InMemory.figuresOfZeros(
                prepare(
                    TimeColumn.NONE,
                    List.of(),
                    rows("0", "0", "0", "5", "0", "0", "0", "0", "3", "0", "0", "0")),
                Split.TEST,
                3));
    assertThat(zeros.remove("nd")).isNotFinite();
    assertThat(zeros.values()).hasSize(7).allMatch(Double::isFinite);
  }

  @Test
  void constantTarget() {
    refuses(
        "s.csv: column 'y' repeats itself exactly every step in the training part, which leaves"
            + " MASE undefined; set another season or choose another series",
        TimeColumn.NONE,
        List.of(),
        rows("7", "7", "7", "7", "7", "7", "7", "7", "7"));
  }

  @Test
  void constantFeature() throws IOException {
    assertFinite(
        prepare(
            TimeColumn.NONE,
            List.of("x"),
            ("x,y\n"
                    + IntStream.range(0, 12)
                        .mapToObj(t -> "0.1," + t * t)
                        .collect(Collectors.joining("\n")))
                .split("\n")));
  }

  @Test
  void allMissing() {
    refuses(
        "s.csv: column 'y' has no value in the training part that a scale could be fitted to; leave"
            + " the column out or choose other parts",
        TimeColumn.NONE,
        List.of(),
        "y,z",
        ",",
        ",",
        ",",
        ",",
        ",",
        ",",
        ",",
        ",");
    refuses(
        "s.csv: column 'x' has no value in the training part that a scale could be fitted to; leave"
            + " the column out or choose other parts",
        TimeColumn.NONE,
        List.of("x"),
        "x,y",
        ",1",
        ",2",
        ",4",
        ",8",
        ",3",
        ",2",
        ",1",
        ",5");
  }

  @Test
  void singlePoint() {
    refuses(
        "s.csv: a validation part of 2 and a test part of 2 leave nothing of 1 steps to train on;"
            + " make them shorter",
        TimeColumn.NONE,
        List.of(),
        rows("7"));
  }

  @Test
  void duplicateAndUnsortedTimes() {
    refuses(
        "s.csv, line 3: '2016-01-01' in column 't' is the time of line 2 again; keep one row a"
            + " time",
        DAILY,
        List.of(),
        "t,y",
        "2016-01-01,1",
        "2016-01-01,2");
    refuses(
        "s.csv, line 3: '2015-12-31' in column 't' is before the time of line 2; sort the rows by"
            + " time, the oldest first",
        DAILY,
        List.of(),
        "t,y",
        "2016-01-01,1",
        "2015-12-31,2");
  }

  @Test
  void huge() throws IOException {
    assertFinite(
        prepare(
            TimeColumn.NONE,
            List.of(),
            rows("1e30", "3e30", "2e30", "-5e30", "1e30", "0", "2e30", "1e30", "4e30")));
    refuses(
        "s.csv: the values of column 'y' are too large to be scaled; give them in a larger unit",
        TimeColumn.NONE,
        List.of(),
        rows("1e300", "3e300", "2e300", "-5e300", "1e300", "0", "2e300", "1e300", "4e300"));
  }

  @Test
  void wronglyTyped() {
    refuses(
        "s.csv, line 3: 'abc' in column 'y' is not a number",
        TimeColumn.NONE,
        List.of(),
        rows("1", "abc"));
    refuses(
        "s.csv, line 3: '13' in column 't' is not a time such as 2016-07-01 or 2016-07-01 13:00;"
            + " give its \"format\" in \"time\"",
        DAILY,
        List.of(),
        "t,y",
        "2016-01-01,1",
        "13,2");
  }
}

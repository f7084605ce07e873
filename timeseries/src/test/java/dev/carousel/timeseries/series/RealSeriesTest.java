package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.DataFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Public data sets, whose counts were made apart from this code, with awk. */
class RealSeriesTest {
  private static Path shared() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path data = at.resolve("shared").resolve("data");
      if (Files.isDirectory(data)) {
        return data;
      }
    }
    return Assumptions.abort("there is no shared/data");
  }

  private static CsvSource source(
      String path,
      List<String> target,
      String separator,
      boolean header,
      OptionalInt rows,
      List<String> missing,
      TimeColumn time,
      SeriesLayout layout) {
    return new CsvSource(
        path,
        target,
        List.of(),
        List.of(),
        List.of(),
        separator,
        header,
        rows,
        missing.isEmpty() ? Missing.REFUSE : Missing.ALLOW,
        missing,
        time,
        layout);
  }

  private static TimeColumn time(String column, String step, Gaps gaps) {
    return new TimeColumn(Optional.of(column), Optional.empty(), "UTC", Optional.of(step), gaps);
  }

  private static SeriesSet load(CsvSource source) {
    return source.load(new DataFolders(List.of(shared())));
  }

  private static long missing(Series series) {
    return Arrays.stream(series.columns().get(0).values()).filter(Double::isNaN).count();
  }

  private static final SeriesLayout ONE = new SeriesLayout.Rows(Optional.empty());

  @Test
  void transformersAreHourlyWithoutGaps() {
    Series series =
        load(source(
                "ett/ETTh1.csv",
                List.of("OT", "HUFL"),
                ",",
                true,
                OptionalInt.of(14_400),
                List.of(),
                time("date", "PT1H", Gaps.REFUSE),
                ONE))
            .series()
            .get(0);
    assertThat(series.steps()).isEqualTo(14_400);
    assertThat(series.times().orElseThrow().at(14_399)).hasToString("2018-02-20T23:00Z[UTC]");
  }

  @Test
  void temperaturesLackTwoDays() {
    Series series =
        load(source(
                "univariate/daily-min-temperatures.csv",
                List.of("Temp"),
                ",",
                true,
                OptionalInt.empty(),
                List.of(),
                time("Date", "P1D", Gaps.MISSING),
                ONE))
            .series()
            .get(0);
    assertThat(series.steps()).isEqualTo(3652);
    assertThat(
            IntStream.range(0, 3652)
                .filter(t -> !series.columns().get(0).isKnown(t))
                .mapToObj(t -> series.times().orElseThrow().at(t).toLocalDate().toString()))
        .containsExactly("1984-12-31", "1988-12-31");
  }

  @Test
  void sunspotsAreMonthly() {
    Series series =
        load(source(
                "univariate/monthly-sunspots.csv",
                List.of("Sunspots"),
                ",",
                true,
                OptionalInt.empty(),
                List.of(),
                time("Month", "P1M", Gaps.REFUSE),
                ONE))
            .series()
            .get(0);
    assertThat(series.steps()).isEqualTo(2820);
    assertThat(series.times().orElseThrow().at(2819)).hasToString("1983-12-01T00:00Z[UTC]");
  }

  @Test
  void dailySunspotsLackDays() {
    Series series =
        load(source(
                "univariate/SN_d_tot_V2.0.csv",
                List.of("5"),
                ";",
                false,
                OptionalInt.empty(),
                List.of("-1"),
                TimeColumn.NONE,
                ONE))
            .series()
            .get(0);
    assertThat(series.steps()).isEqualTo(73_018);
    assertThat(missing(series)).isEqualTo(3247);
  }

  @Test
  void eightExchangeRatesAreEightSeries() {
    List<Series> all =
        load(source(
                "exchange_rate/exchange_rate.txt",
                List.of("1", "2", "3", "4", "5", "6", "7", "8"),
                ",",
                false,
                OptionalInt.empty(),
                List.of(),
                TimeColumn.NONE,
                new SeriesLayout.Columns()))
            .series();
    assertThat(all).hasSize(8).allMatch(series -> series.steps() == 7588);
    assertThat(all.get(7).columns().get(0).values()[0]).isEqualTo(0.525486);
  }
}

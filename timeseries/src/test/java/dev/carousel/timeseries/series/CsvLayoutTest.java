package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvLayoutTest {
  private static CsvSettings byId(String... target) {
    return CsvSettings.of(target).layout(new SeriesLayout.Rows(Optional.of("id")));
  }

  @Test
  void rowsOfSeveralSeriesMayBeMixed() {
    List<Series> all =
        byId("y")
            .statics("age")
            .known("holiday")
            .regular("t", "UTC", "P1D", Gaps.MISSING)
            .load(
                "t,id,age,holiday,y",
                "2016-01-01,b,30,1,1",
                "2016-01-05, a ,40,1,10",
                "2016-01-02,b,30,0,2",
                "2016-01-07,a,40,0,30")
            .series();
    assertThat(all).extracting(Series::name).containsExactly("b", "a");
    assertThat(CsvSettings.values(all.get(0), "y")).containsExactly(1, 2);
    assertThat(CsvSettings.values(all.get(1), "y")).containsExactly(10, Double.NaN, 30);
    assertThat(CsvSettings.values(all.get(1), "holiday")).containsExactly(1, Double.NaN, 0);
    assertThat(CsvSettings.instants(all.get(1)).get(0)).isEqualTo("2016-01-05T00:00:00Z");
    assertThat(all.get(0).statics()).isEqualTo(Map.of("age", 30.0));
    assertThat(all.get(1).statics()).isEqualTo(Map.of("age", 40.0));
    assertThat(all.get(1).place().apply(2)).isEqualTo("s.csv, line 5");
  }

  @Test
  void timesAreCheckedWithinASeries() {
    byId("y")
        .irregular("t", null, "UTC")
        .refuses(
            "s.csv, line 4: '2016-01-01' in column 't' is the time of line 2 again; keep one row a"
                + " time",
            "t,id,y",
            "2016-01-01,a,1",
            "2016-01-01,b,1",
            "2016-01-01,a,2");
  }

  @Test
  void refusesRowsWithoutASeriesAndStaticsThatChange() {
    byId("y")
        .refuses(
            "s.csv, line 3: '' in column 'id' names no series; every row belongs to one",
            "id,y",
            "a,1",
            ",2");
    byId("y")
        .statics("age")
        .refuses(
            "s.csv, line 4: '31' in column 'age' is not the value of line 2; \"statics\" are the"
                + " same in every row of a series",
            "id,age,y",
            "a,30,1",
            "b,40,1",
            "a,31,2");
    Series unknown = byId("y").statics("age").missing().one("id,age,y", "a,,1", "a,,2");
    assertThat(unknown.statics()).isEqualTo(Map.of("age", Double.NaN));
    byId("y")
        .refuses(
            "s.csv, line 1: no column 'id' (\"series\") in the header; available: y", "y", "1");
    assertThatThrownBy(() -> new SeriesLayout.Rows(Optional.of("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column must name a column, got ''");
  }

  @Test
  void targetColumnsMayBeSeriesOfTheirOwn() {
    List<Series> all =
        CsvSettings.of("AU", "UK")
            .features("oil")
            .layout(new SeriesLayout.Columns())
            .load("AU,oil,UK", "1,7,10", "2,8,20")
            .series();
    assertThat(all).extracting(Series::name).containsExactly("AU", "UK");
    for (Series series : all) {
      assertThat(series.columns())
          .extracting(column -> column.name() + " " + column.role())
          .containsExactly("value TARGET", "oil PAST");
      assertThat(CsvSettings.values(series, "oil")).containsExactly(7, 8);
    }
    assertThat(CsvSettings.values(all.get(1), "value")).containsExactly(10, 20);
    assertThat(all.get(1).place().apply(1)).isEqualTo("s.csv, line 3, series 'UK'");
  }
}

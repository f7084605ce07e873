package dev.carousel.timeseries.series;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Several series of the same quantities. Their lengths and times may differ.
 *
 * @param series at least one, no two with one name; all have the same columns (names and roles, in
 *     one order) and the same statics
 * @param files the files that were read, possibly none
 */
public record SeriesSet(List<Series> series, List<Path> files) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no series, two have one name, or they differ in
   *     their columns or statics
   */
  public SeriesSet {
    series = List.copyOf(series);
    files = List.copyOf(files);
    if (series.isEmpty()) {
      throw new IllegalArgumentException("at least one series is needed");
    }
    Series first = series.get(0);
    Set<String> names = new HashSet<>();
    for (Series each : series) {
      if (!names.add(each.name())) {
        throw new IllegalArgumentException("two series are called '" + each.name() + "'");
      }
      if (!headings(each).equals(headings(first))) {
        throw new IllegalArgumentException(
            "series '%s' has the columns %s, series '%s' has %s"
                .formatted(first.name(), headings(first), each.name(), headings(each)));
      }
      if (!each.statics().keySet().equals(first.statics().keySet())) {
        throw new IllegalArgumentException(
            "series '%s' has the statics %s, series '%s' has %s"
                .formatted(
                    first.name(), first.statics().keySet(), each.name(), each.statics().keySet()));
      }
    }
  }

  private static List<String> headings(Series series) {
    return series.columns().stream().map(c -> c.name() + " " + c.role()).toList();
  }
}

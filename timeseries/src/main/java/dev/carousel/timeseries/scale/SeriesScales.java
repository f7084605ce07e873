package dev.carousel.timeseries.scale;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The columns that a model reads, and how they are scaled in each series.
 *
 * @param columns the columns of every series, in one order
 * @param series by name, a scale a column; at least one
 */
public record SeriesScales(List<Heading> columns, Map<String, List<Scaler>> series) {
  private static final KeptTable TABLE =
      new KeptTable(
          "table of scales",
          Stream.concat(Stream.of("series", "column", "role"), ScalerCells.NAMES.stream())
              .toList());

  /** Copies the list and the map. */
  public SeriesScales {
    columns = List.copyOf(columns);
    series = Collections.unmodifiableMap(new LinkedHashMap<>(series));
  }

  /**
   * Fits scales to training parts.
   *
   * @param scale says how
   * @param all the series, whose columns are those that are read
   * @param ends for each series the step after the last of its training part
   * @return the scales
   * @throws InvalidDataException if there is nothing to fit to, or a value cannot be scaled so
   */
  public static SeriesScales fit(Scale scale, List<Series> all, int[] ends) {
    Map<String, List<Scaler>> fitted = new LinkedHashMap<>();
    all.forEach(each -> fitted.put(each.name(), new ArrayList<>()));
    List<Heading> columns = new ArrayList<>();
    for (Column column : all.get(0).columns()) {
      List<Scaler> scalers = scale.fit(all, columns.size(), ends);
      for (int s = 0; s < ends.length; s++) {
        fitted.get(all.get(s).name()).add(scalers.get(s));
      }
      columns.add(new Heading(column.name(), column.role()));
    }
    return new SeriesScales(columns, fitted);
  }

  /**
   * How many columns have a role.
   *
   * @param role which
   * @return 0 or more
   */
  public int count(Role role) {
    return (int) columns.stream().filter(column -> column.role() == role).count();
  }

  /**
   * The series whose scales serve one of a name: it itself, or else the only one, or any of those
   * that are all scaled alike.
   *
   * @param name the name of a series, which may be new
   * @return a name among {@link #series}
   * @throws InvalidDataException if scales differ and none is for this name
   */
  public String like(String name) {
    if (series.containsKey(name)) {
      return name;
    }
    if (series.values().stream().distinct().count() > 1) {
      throw new InvalidDataException(
          "the model was not trained on a series '%s', and each of its series has a scale of its own%s"
              .formatted(name, Suggestion.ending(name, "known", List.copyOf(series.keySet()))));
    }
    return series.keySet().iterator().next();
  }

  /**
   * The scales of a series.
   *
   * @param name its name
   * @return those of the series that is {@linkplain #like like} it
   * @throws InvalidDataException if there is none
   */
  public List<Scaler> of(String name) {
    return series.get(like(name));
  }

  /**
   * All of it, as a table.
   *
   * @return a header and a row a column of a series, to the last bit
   */
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    series.forEach(
        (name, scalers) -> {
          for (int c = 0; c < scalers.size(); c++) {
            List<String> row = new ArrayList<>();
            row.add(name);
            row.add(columns.get(c).name());
            row.add(columns.get(c).role().name().toLowerCase(Locale.ROOT));
            row.addAll(ScalerCells.of(scalers.get(c)));
            rows.add(row);
          }
        });
    return TABLE.text(rows);
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @param text the table
   * @return equal scales
   * @throws InvalidDataException if it is no such text
   */
  public static SeriesScales read(String text) {
    Map<String, List<Scaler>> series = new LinkedHashMap<>();
    List<Heading> columns = new ArrayList<>();
    try {
      for (List<String> cells : TABLE.rows(text)) {
        Scaler scaler = ScalerCells.read(cells.subList(3, cells.size()));
        series.computeIfAbsent(cells.get(0), any -> new ArrayList<>()).add(scaler);
        if (series.size() == 1) {
          Role role = Role.valueOf(cells.get(2).toUpperCase(Locale.ROOT));
          columns.add(new Heading(cells.get(1), role));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("the scales cannot be read: " + e.getMessage(), e);
    }
    if (series.isEmpty()) {
      throw new InvalidDataException("the scales cannot be read: there are none");
    }
    if (series.values().stream().anyMatch(scalers -> scalers.size() != columns.size())) {
      throw new InvalidDataException("the scales cannot be read: a series lacks columns");
    }
    return new SeriesScales(columns, series);
  }
}

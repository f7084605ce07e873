package dev.carousel.timeseries.series;

import dev.carousel.data.DataFolders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A series in a file of comma-separated values: UTF-8, a header row with the names of the columns,
 * then one row a step, the oldest first. In JSON, "csv".
 *
 * <p>Columns that are not named here are not read. A cell that is empty or says NA, N/A, NaN or
 * null, in any case, is a missing value. Blank lines may end the file; anywhere else they count as
 * rows.
 *
 * @param path the file, absolute or relative to one of the data folders
 * @param target the column to forecast, which is an input too
 * @param features columns that are inputs only, possibly none
 * @param separator the one character between cells, such as "," or ";" or a tab
 * @param missing what to do with missing values
 */
public record CsvSource(
    String path, String target, List<String> features, String separator, Missing missing)
    implements SeriesSource {
  /**
   * Checks the values. The path and the target may be null in a prototype.
   *
   * @throws IllegalArgumentException if a name is blank or stands twice, or the separator cannot be
   *     one
   */
  public CsvSource {
    features = List.copyOf(features);
    if (path != null && path.isBlank()) {
      throw new IllegalArgumentException("path must name a file, got '" + path + "'");
    }
    if (target != null && target.isBlank()) {
      throw new IllegalArgumentException("target must name a column, got '" + target + "'");
    }
    Set<String> names = new HashSet<>();
    for (String feature : features) {
      if (feature.isBlank()) {
        throw new IllegalArgumentException("features must name columns, got '" + feature + "'");
      }
      if (feature.equals(target)) {
        throw new IllegalArgumentException(
            "'" + feature + "' is the target and an input already; leave it out of features");
      }
      if (!names.add(feature)) {
        throw new IllegalArgumentException("'" + feature + "' stands twice in features");
      }
    }
    if (separator.length() != 1 || "\"\r\n".contains(separator)) {
      throw new IllegalArgumentException(
          "separator must be one character other than a quote or a line end, got '%s'"
              .formatted(separator));
    }
  }

  @Override
  public Series load(DataFolders folders) {
    return new CsvFile(this, folders.find(path)).series();
  }
}

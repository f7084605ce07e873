package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.KeptTable;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.ScalerCells;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.train.Assets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a forecast has fitted, as files beside the weights. Numbers are kept to the last bit. */
final class FittedFiles {
  private static final String SCALES = "scales.csv";
  private static final KeptTable STATICS =
      new KeptTable(
          "statics.csv", Stream.concat(Stream.of("static"), ScalerCells.NAMES.stream()).toList());
  private static final KeptTable STARTS =
      new KeptTable("starts.csv", List.of("series", "startMillis"));

  private FittedFiles() {}

  /** Writes the files. */
  static Assets write(FittedForecast fitted) {
    List<List<String>> statics = new ArrayList<>();
    fitted
        .statics()
        .forEach(
            (name, scaler) ->
                statics.add(
                    Stream.concat(Stream.of(name), ScalerCells.of(scaler).stream()).toList()));
    List<List<String>> starts = new ArrayList<>();
    fitted.starts().forEach((name, millis) -> starts.add(List.of(name, millis.toString())));
    return new Assets(
        Map.of(
            SCALES,
            fitted.scales().text(),
            STATICS.name(),
            STATICS.text(statics),
            STARTS.name(),
            STARTS.text(starts)));
  }

  /**
   * Reads the files.
   *
   * @throws InvalidDataException if they hold something else
   */
  static FittedForecast read(Assets assets) {
    Map<String, Scaler> statics = new LinkedHashMap<>();
    Map<String, Long> starts = new LinkedHashMap<>();
    try {
      for (List<String> row : STATICS.rows(assets.file(STATICS.name()))) {
        statics.put(row.get(0), ScalerCells.read(row.subList(1, row.size())));
      }
      for (List<String> row : STARTS.rows(assets.file(STARTS.name()))) {
        starts.put(row.get(0), Long.valueOf(row.get(1)));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("what was fitted cannot be read: " + e.getMessage(), e);
    }
    return new FittedForecast(SeriesScales.read(assets.file(SCALES)), statics, starts);
  }
}

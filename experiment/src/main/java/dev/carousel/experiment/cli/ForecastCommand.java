package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.SeriesForecaster;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code carousel forecast}: a trained model forecasts the series of a table. */
@Command(
    name = "forecast",
    description = {
      "Forecasts with a trained model: reads a table like the one it was trained on and prints a row",
      "for each series, target and step ahead. Needs the run alone, not its data."
    },
    mixinStandardHelpOptions = true)
final class ForecastCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ModelOptions model;

  @Mixin private TableOption table;

  @Option(
      names = "--horizon",
      paramLabel = "N",
      description = "How many steps ahead (default: as many as the task states).")
  private Integer horizon;

  @Option(
      names = "--quantiles",
      paramLabel = "P",
      split = ",",
      description = "The quantiles to print, such as 0.1,0.5,0.9 (default: none).")
  private List<Double> quantiles = List.of();

  @Option(
      names = "--paths",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many of the drawn paths to print, of models that draw them (default: 0).")
  private int paths;

  @Option(
      names = "--every-row",
      description = {
        "Forecasts after every row that completes a window, not only after the last;",
        "so it is for standard input anyway."
      })
  private boolean everyRow;

  ForecastCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    table.check();
    if (horizon != null && horizon < 1) {
      throw new InvalidDataException("--horizon must be at least 1, got " + horizon);
    }
    if (paths < 0) {
      throw new InvalidDataException("--paths must be at least 0, got " + paths);
    }
    for (double quantile : quantiles) {
      if (!(quantile > 0 && quantile < 1)) {
        throw new InvalidDataException("--quantiles must be above 0 and below 1, got " + quantile);
      }
    }
    SeriesForecaster forecaster = model.load(session, SeriesForecaster.class, "forecast");
    SeriesForecaster.Asked asked =
        new SeriesForecaster.Asked(
            horizon == null ? OptionalInt.empty() : OptionalInt.of(horizon),
            quantiles,
            paths,
            everyRow || table.isStream());
    table.follow(session, forecaster.forecasts(asked));
    return Carousel.DONE;
  }
}

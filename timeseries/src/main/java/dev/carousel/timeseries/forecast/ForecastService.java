package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.SeriesForecaster;
import dev.carousel.serve.TableFollower;
import dev.carousel.serve.TableRequests;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Forecasts with a trained model, one window at a time, so that no answer depends on what else is
 * asked.
 */
final class ForecastService implements SeriesForecaster {
  private static final Asked AS_STATED = new Asked(OptionalInt.empty(), List.of(), 0, false);

  private final Forecast task;
  private final FittedForecast fitted;
  private final Predictor predictor;
  private final ModelForecasts forecasts;

  /**
   * Forecasts with a model.
   *
   * @param task what it was trained for
   * @param fitted what was fitted then
   * @param predictor the model
   */
  ForecastService(Forecast task, FittedForecast fitted, Predictor predictor) {
    this.task = task;
    this.fitted = fitted;
    this.predictor = predictor;
    forecasts = new ModelForecasts(task.loss(), fitted.ahead(task).values(), task.paths());
  }

  Forecast task() {
    return task;
  }

  FittedForecast fitted() {
    return fitted;
  }

  @Override
  public TableFollower forecasts(Asked asked) {
    if (!asked.quantiles().isEmpty() && !task.probabilistic()) {
      throw new InvalidDataException(
          "the models of this run tell single values, which have no quantiles; train some with a"
              + " likelihood as the loss, such as \"gaussian\"");
    }
    return new ForecastFollower(this, asked, asked.horizon().orElse(task.horizon()), steps(asked));
  }

  private void requirePaths(Asked asked, boolean draws) {
    if (asked.paths() > 0 && !draws) {
      throw new InvalidDataException(
          "the models of this run draw no paths; train an \"autoregressive-forecaster\" with a"
              + " likelihood as the loss");
    }
    if (asked.paths() > task.paths()) {
      throw new InvalidDataException(
          "the task draws %d paths, not %d".formatted(task.paths(), asked.paths()));
    }
  }

  /** How many steps a model is asked for, so that it tells what is asked. */
  private int steps(Asked asked) {
    int horizon = asked.horizon().orElse(task.horizon());
    Signature.Ahead ahead = fitted.ahead(task);
    int steps = task.window() + task.horizon();
    ModelInputs zeros =
        new ModelInputs(
            fitted.scales().series().values().iterator().next(),
            new double[ahead.values()][steps],
            new double[ahead.past()][steps],
            new double[ahead.known()][steps]);
    if (predictor.stepping(batch(zeros, task.horizon())).isPresent()) {
      requirePaths(asked, task.probabilistic());
      return horizon;
    }
    requirePaths(asked, false);
    if (horizon > task.horizon()) {
      throw new InvalidDataException(
          ("the models of this run tell %d steps, not %d; train some with that horizon, or an"
                  + " \"autoregressive-forecaster\", which goes on as far as it is asked")
              .formatted(task.horizon(), horizon));
    }
    return task.horizon();
  }

  private Batch batch(ModelInputs inputs, int horizon) {
    Signature.Ahead stated = fitted.ahead(task);
    Signature.Ahead ahead =
        new Signature.Ahead(stated.values(), stated.past(), stated.known(), horizon);
    return new WindowBatches(task, ahead, List.of(inputs), Optional.empty())
        .of(List.of(new Window(0, inputs.steps() - horizon)));
  }

  /**
   * Forecasts a window.
   *
   * @param inputs its steps, and those to come
   * @param horizon how many are to come
   * @param random where paths come from
   * @return what is told
   */
  Told of(ModelInputs inputs, int horizon, RandomStream random) {
    List<ModelForecasts.Row> row =
        List.of(
            new ModelForecasts.Row(inputs.windowScalers(task, inputs.steps() - horizon), random));
    Batch batch = batch(inputs, horizon);
    Optional<double[][]> paths = forecasts.drawn(batch, predictor, row).map(drawn -> drawn[0]);
    if (paths.isEmpty()) {
      return new Told(forecasts.of(batch, predictor, row)[0], paths);
    }
    double[][] sorted = Arrays.stream(paths.get()).map(double[]::clone).toArray(double[][]::new);
    return new Told(ModelForecasts.predictions(new double[][][] {sorted})[0], paths);
  }

  /**
   * What a model tells of a window.
   *
   * @param predictions [horizon · targets]
   * @param paths [horizon · targets][paths], from which they are; empty if the model draws none
   */
  record Told(Prediction[] predictions, Optional<double[][]> paths) {}

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    return new TableRequests(() -> forecasts(AS_STATED), "forecasts").answer(requests);
  }
}

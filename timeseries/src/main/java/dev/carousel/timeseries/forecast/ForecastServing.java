package dev.carousel.timeseries.forecast;

import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * A forecast without its data.
 *
 * @param task the forecast
 * @param fitted what it has fitted
 */
record ForecastServing(Forecast task, FittedForecast fitted) implements Serving {
  @Override
  public Signature signature() {
    return signature(task, fitted);
  }

  /** What models get and give. */
  static Signature signature(Forecast task, FittedForecast fitted) {
    Signature.Ahead ahead = fitted.ahead(task);
    int parameters = new ModelForecasts(task.loss(), ahead.values(), task.paths()).parameters();
    return new Signature(ahead, ahead.values() * parameters, true);
  }

  @Override
  public Service service(Model model, Kernels kernels) {
    return new ForecastService(task, fitted, EpochTrainer.predictor(model, kernels));
  }
}

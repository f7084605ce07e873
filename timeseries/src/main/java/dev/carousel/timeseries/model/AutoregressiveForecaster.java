package dev.carousel.timeseries.model;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * Every step from the one before: y_t ~ p(· | W h_t + b), h_t = recurrent([y_(t-1); k_t], h_(t-1)),
 * k_t being what is known of step t, through the past and on into the steps to come. In JSON,
 * "autoregressive-forecaster".
 *
 * <p>With a likelihood as the task's loss this is DeepAR (Salinas, Flunkert, Gasthaus and
 * Januschowski, DeepAR: Probabilistic Forecasting with Autoregressive Recurrent Networks, 2020): in
 * training it reads the true values; to forecast, it draws paths, each of which reads what it has
 * drawn. With another loss it reads its own outputs.
 *
 * @param recurrent the recurrent layers, which read forwards only
 * @param dropout the probability with which an output of the topmost layer is dropped
 * @param initializer gives the initial weights
 */
public record AutoregressiveForecaster(
    RecurrentStack recurrent, double dropout, Initializer initializer) implements Architecture {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the dropout is below 0 or not below 1, or the layers read
   *     backwards
   */
  public AutoregressiveForecaster {
    RecurrentStack.requireRate("dropout", dropout);
    if (recurrent.bidirectional()) {
      throw new IllegalArgumentException(
          "bidirectional must be false: the steps to come are not there to be read backwards");
    }
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    Signature.Ahead ahead = AheadInputs.required("autoregressive forecaster", signature);
    if (ahead.past() > 0) {
      throw new InvalidDataException(
          ("an autoregressive forecaster reads steps to come as it reads past ones, but %d of the"
                  + " values of a past step are not known ahead; leave them out, or use a"
                  + " \"forecaster\" or a \"decoding-forecaster\"")
              .formatted(ahead.past()));
    }
    return new AutoregressiveModel(this, ahead, signature.outputs(), kernels, random);
  }
}

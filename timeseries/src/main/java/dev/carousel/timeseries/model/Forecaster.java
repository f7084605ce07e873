package dev.carousel.timeseries.model;

import dev.carousel.cell.Cell;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * All steps of the horizon at once: [y_1 … y_H] = W [h_T; k_1; …; k_H] + b, h = recurrent(x_1 …
 * x_T), k_h being what is known of step h. In JSON, "forecaster".
 *
 * @param recurrent the recurrent layers
 * @param dropout the probability with which an output of the topmost layer is dropped
 * @param initializer gives the initial weights
 */
public record Forecaster(RecurrentStack recurrent, double dropout, Initializer initializer)
    implements Architecture {
  /**
   * Checks the dropout.
   *
   * @throws IllegalArgumentException if it is below 0 or not below 1
   */
  public Forecaster {
    RecurrentStack.requireRate("dropout", dropout);
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    Signature.Ahead ahead = AheadInputs.required("forecaster", signature);
    return new DirectModel(this, ahead, signature.outputs(), kernels, random);
  }
}

package dev.carousel.timeseries.forecast;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceModel;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.OptionalInt;

/**
 * Recurrent layers over the window and a dense layer from the last output of the topmost to all
 * steps of the horizon. In JSON, "forecaster".
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
    if (!(signature.input() instanceof Signature.Features) || signature.perStep()) {
      throw new InvalidDataException(
          "a forecaster reads real features and answers once a sequence, which is not what this"
              + " task asks for; use a \"sequence-model\"");
    }
    return SequenceModel.of(
        signature, OptionalInt.empty(), recurrent, dropout, initializer, kernels, random);
  }
}

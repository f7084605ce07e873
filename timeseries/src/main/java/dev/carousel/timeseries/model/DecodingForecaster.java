package dev.carousel.timeseries.model;

import dev.carousel.cell.Cell;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.OptionalInt;

/**
 * One step of the horizon after the other, without reading what it has told. In JSON,
 * "decoding-forecaster".
 *
 * <pre>
 * z         = last(encoder(x_1 … x_T))
 * h_1 … h_H = decoder([z; k_1] … [z; k_H])     k_h: what is known of step h
 * y_h       = W h_h + b
 * </pre>
 *
 * <p>The encoder-decoder of Cho et al., Learning Phrase Representations using RNN Encoder-Decoder
 * for Statistical Machine Translation, 2014, whose decoder sees the summary z at every step; as the
 * steps are told together, no error of one gets into the next (Wen et al., A Multi-Horizon Quantile
 * Recurrent Forecaster, 2017).
 *
 * @param recurrent the layers of encoder and decoder; only the encoder reads in both directions
 * @param dropout the probability with which elements of z and of h are dropped
 * @param initializer gives the initial weights
 */
public record DecodingForecaster(RecurrentStack recurrent, double dropout, Initializer initializer)
    implements Architecture {
  /**
   * Checks the dropout.
   *
   * @throws IllegalArgumentException if it is below 0 or not below 1
   */
  public DecodingForecaster {
    RecurrentStack.requireRate("dropout", dropout);
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    Signature.Ahead ahead = AheadInputs.required("decoding forecaster", signature);
    return new DecodingModel(
        recurrent,
        OptionalInt.empty(),
        dropout,
        initializer,
        ahead,
        signature.outputs(),
        kernels,
        random);
  }
}

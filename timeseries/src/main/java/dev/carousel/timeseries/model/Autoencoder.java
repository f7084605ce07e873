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
 * A sequence told again from a short code. In JSON, "autoencoder".
 *
 * <pre>
 * z         = tanh(W_z last(encoder(x_1 … x_T)) + b_z)
 * h_1 … h_H = decoder([z; k_1] … [z; k_H])     k_h: what is known of step h, if anything
 * y_h       = W h_h + b
 * </pre>
 *
 * <p>What is unlike the sequences that it was trained on does not pass through the code, and is
 * told wrongly (Malhotra et al., LSTM-based encoder-decoder for multi-sensor anomaly detection,
 * 2016, with a decoder that sees the code at every step instead of what it has told).
 *
 * @param recurrent the layers of encoder and decoder; only the encoder reads in both directions
 * @param code the length of z, at least 1
 * @param initializer gives the initial weights
 */
public record Autoencoder(RecurrentStack recurrent, int code, Initializer initializer)
    implements Architecture {
  /**
   * Checks the code's length.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Autoencoder {
    if (code < 1) {
      throw new IllegalArgumentException("code must be at least 1, got " + code);
    }
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    return new DecodingModel(
        recurrent,
        OptionalInt.of(code),
        0,
        initializer,
        AheadInputs.required("autoencoder", signature),
        signature.outputs(),
        kernels,
        random);
  }
}

package dev.carousel.transduction;

import dev.carousel.attention.Attention;
import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.ConvolutionalFrontEnd;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.Optional;

/**
 * The recurrent encoder-decoder. In JSON, "encoder-decoder".
 *
 * <pre>
 * k_1 … k_S = encoder(E_x x_1 … E_x x_S)        steps of the source
 * s_0       = tanh(W_s z + b_s)                   z: the encoder's outputs at its ends; one for each state
 * s_t       = decoder([E_y y_(t-1); ĥ_(t-1)], s_(t-1))   ĥ with input feeding only
 * c_t       = Σ_i α_ti k_i,  α_t = softmax_i(score(h_t, k_i))
 * ĥ_t       = tanh(W_c [c_t; h_t] + b_c)
 * p(y_t)    = softmax(W ĥ_t + b)
 * </pre>
 *
 * <p>Sutskever, Vinyals and Le, Sequence to Sequence Learning with Neural Networks, 2014, without
 * attention (ĥ_t = h_t); with it after Luong, Pham and Manning, Effective Approaches to
 * Attention-based Neural Machine Translation, 2015. The decoder's initial state is that of
 * Bahdanau, Cho and Bengio, 2015.
 *
 * @param frontEnd looks at a source of images; empty (null in JSON) for features as they are
 * @param embedding the length of token vectors of source and target, at least 1
 * @param recurrent the layers of encoder and decoder; only the encoder reads in both directions
 * @param attention how well a decoder's output goes with a step of the source; empty (null in JSON)
 *     for none
 * @param inputFeeding whether the decoder also reads ĥ of the step before; it is then computed step
 *     by step in training too, which takes longer
 * @param scheduledSampling how often the decoder reads its own tokens in training; empty (null in
 *     JSON) for never
 * @param dropout the probability with which elements of the token vectors and of ĥ are dropped
 * @param tied whether W is E_y, for which ĥ must be as long as a token's vector
 * @param initializer gives the initial weights
 */
public record EncoderDecoder(
    Optional<ConvolutionalFrontEnd> frontEnd,
    int embedding,
    RecurrentStack recurrent,
    Optional<Attention> attention,
    boolean inputFeeding,
    Optional<ScheduledSampling> scheduledSampling,
    double dropout,
    boolean tied,
    Initializer initializer)
    implements Architecture {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public EncoderDecoder {
    if (embedding < 1) {
      throw new IllegalArgumentException("embedding must be at least 1, got " + embedding);
    }
    RecurrentStack.requireRate("dropout", dropout);
  }

  /**
   * An encoder-decoder without a front end.
   *
   * @param embedding the length of token vectors of source and target, at least 1
   * @param recurrent the layers of encoder and decoder
   * @param attention how well a decoder's output goes with a step of the source; empty for none
   * @param inputFeeding whether the decoder also reads ĥ of the step before
   * @param scheduledSampling how often the decoder reads its own tokens in training; empty for
   *     never
   * @param dropout the probability with which elements of the token vectors and of ĥ are dropped
   * @param tied whether W is E_y
   * @param initializer gives the initial weights
   */
  public EncoderDecoder(
      int embedding,
      RecurrentStack recurrent,
      Optional<Attention> attention,
      boolean inputFeeding,
      Optional<ScheduledSampling> scheduledSampling,
      double dropout,
      boolean tied,
      Initializer initializer) {
    this(
        Optional.empty(),
        embedding,
        recurrent,
        attention,
        inputFeeding,
        scheduledSampling,
        dropout,
        tied,
        initializer);
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  /** The decoder's layers: the same, forwards only. */
  RecurrentStack decoder() {
    return new RecurrentStack(
        recurrent.cell(), recurrent.layers(), false, recurrent.dropout(), recurrent.weightDrop());
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    if (!(signature.input() instanceof Signature.Conditioned input) || !signature.perStep()) {
      throw new InvalidDataException(
          "an encoder-decoder reads a source and gives tokens one after the other, which this task"
              + " does not ask for; use a \"sequence-model\"");
    }
    if (!(input.source() instanceof Signature.Features)
        && !(input.source() instanceof Signature.Tokens)) {
      throw new InvalidDataException(
          "an encoder-decoder reads a source of features or of tokens, which this task does not"
              + " have");
    }
    if (input.attention() && attention.isEmpty()) {
      throw new InvalidDataException(
          "the task's decoding has a coverage penalty, for which the model must attend to its"
              + " source; set decoding.coveragePenalty to 0, or give the model an attention");
    }
    int width = decoder().outputs();
    if (tied && (width != embedding || input.size() != signature.outputs())) {
      throw new InvalidDataException(
          ("a tied readout needs vectors as long as what the decoder gives, but embedding is %d and"
                  + " the decoder gives %d; set embedding to %d or tied to false")
              .formatted(embedding, width, width));
    }
    return new EncoderDecoderModel(this, input, signature.outputs(), kernels, random);
  }
}

package dev.carousel.nlp.language;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Embedding;
import dev.carousel.layer.FullSoftmax;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Readout;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceInput;
import dev.carousel.layer.SequenceModel;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.layer.Softmax;
import dev.carousel.layer.TiedReadout;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * The recurrent language model: softmax(W h + b), h = recurrent(E x), at every step; dropout after
 * the embedding and before the readout (Zaremba, Sutskever and Vinyals, Recurrent Neural Network
 * Regularization, 2014). In JSON, "language-model".
 *
 * @param embedding the length of token vectors, at least 1
 * @param recurrent the recurrent layers, which read forwards only, since backwards they would read
 *     the tokens to predict
 * @param dropout the probability with which the embedding's and the top layer's outputs are dropped
 * @param variational whether one of these masks serves all steps of a sequence in a batch (Gal and
 *     Ghahramani, 2016)
 * @param tokenDropout the probability with which a token's vector is zero in a whole batch,
 *     wherever the token is read (the same)
 * @param tied whether W is E (Press and Wolf, 2017; Inan, Khosravi and Socher, 2017), for which h
 *     must be as long as a token's vector
 * @param softmax how the probabilities are computed; with tied weights always in full
 * @param initializer gives the initial weights
 */
public record LanguageModel(
    int embedding,
    RecurrentStack recurrent,
    double dropout,
    boolean variational,
    double tokenDropout,
    boolean tied,
    Softmax softmax,
    Initializer initializer)
    implements Architecture {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public LanguageModel {
    if (embedding < 1) {
      throw new IllegalArgumentException("embedding must be at least 1, got " + embedding);
    }
    RecurrentStack.requireRate("dropout", dropout);
    RecurrentStack.requireRate("tokenDropout", tokenDropout);
  }

  /**
   * The model of Zaremba et al.
   *
   * @param embedding the length of token vectors, at least 1
   * @param recurrent the recurrent layers
   * @param dropout the probability with which the embedding's and the top layer's outputs are
   *     dropped
   * @param initializer gives the initial weights
   */
  public LanguageModel(
      int embedding, RecurrentStack recurrent, double dropout, Initializer initializer) {
    this(embedding, recurrent, dropout, false, 0, false, new FullSoftmax(), initializer);
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    if (!(signature.input() instanceof Signature.Tokens tokens) || !signature.perStep()) {
      throw new InvalidDataException(
          "a language model reads tokens and answers at every step, which this task does not ask "
              + "for; use a \"sequence-model\"");
    }
    recurrent.requireCausal(signature);
    Embedding table = new Embedding("embedding", tokens, embedding, kernels, initializer, random);
    Recurrent layers =
        new Recurrent("recurrent", recurrent, embedding, kernels, initializer, random);
    Dropout dropped = new Dropout(dropout, variational);
    return new SequenceModel(
        SequenceInput.embedded(table, tokenDropout, dropped),
        layers,
        SequenceSummary.EVERY_STEP,
        dropped,
        readout(signature, table, kernels, random),
        kernels);
  }

  private Readout readout(
      Signature signature, Embedding table, Kernels kernels, RandomStream random) {
    int width = recurrent.outputs();
    if (!tied) {
      return softmax.build("readout", width, signature.outputs(), kernels, initializer, random);
    }
    if (!(softmax instanceof FullSoftmax)) {
      throw new InvalidDataException(
          "a tied readout has one table for all tokens, so softmax must be \"full\"; or set tied to"
              + " false");
    }
    if (width != embedding || table.tokens() != signature.outputs()) {
      throw new InvalidDataException(
          ("a tied readout needs the embedding [%d, %d] to be [%d, %d], the tokens to predict by the"
                  + " outputs of the recurrent layers; set embedding to %d or tied to false")
              .formatted(table.tokens(), embedding, signature.outputs(), width, width));
    }
    return new TiedReadout("readout", table, kernels, initializer, random);
  }
}

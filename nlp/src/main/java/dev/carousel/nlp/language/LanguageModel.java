package dev.carousel.nlp.language;

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
 * The recurrent language model: softmax(W h + b), h = recurrent(E x), at every step; dropout after
 * the embedding and before the readout (Zaremba, Sutskever and Vinyals, Recurrent Neural Network
 * Regularization, 2014). In JSON, "language-model".
 *
 * @param embedding the length of token vectors, at least 1
 * @param recurrent the recurrent layers, which read forwards only, since backwards they would read
 *     the tokens to predict
 * @param dropout the probability with which the embedding's and the top layer's outputs are dropped
 * @param initializer gives the initial weights
 */
public record LanguageModel(
    int embedding, RecurrentStack recurrent, double dropout, Initializer initializer)
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
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    if (!(signature.input() instanceof Signature.Tokens) || !signature.perStep()) {
      throw new InvalidDataException(
          "a language model reads tokens and answers at every step, which this task does not ask "
              + "for; use a \"sequence-model\"");
    }
    return new SequenceModel(
        signature, OptionalInt.of(embedding), recurrent, dropout, initializer, kernels, random);
  }
}

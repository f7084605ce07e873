package dev.carousel.layer;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A label for every token: y_t = W h_t + b, h = recurrent(E x), best with layers that read in both
 * directions (Huang, Xu and Yu, Bidirectional LSTM-CRF Models for Sequence Tagging, 2015, without
 * the CRF). In JSON, "sequence-tagger".
 *
 * @param embedding the length of token vectors, at least 1
 * @param recurrent the recurrent layers
 * @param dropout the probability with which the embedding's and the top layer's outputs are dropped
 * @param initializer gives the initial weights
 */
public record SequenceTagger(
    int embedding, RecurrentStack recurrent, double dropout, Initializer initializer)
    implements Architecture {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public SequenceTagger {
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
          "a sequence tagger reads tokens and answers at every step, which this task does not ask"
              + " for; use a \"sequence-model\" or a \"sequence-classifier\"");
    }
    return SequenceModel.of(
        signature,
        Optional.empty(),
        OptionalInt.of(embedding),
        recurrent,
        dropout,
        initializer,
        kernels,
        random);
  }
}

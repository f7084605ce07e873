package dev.carousel.layer;

import dev.carousel.cell.Cell;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The plain recurrent model for any task: recurrent layers and a dense readout. In JSON,
 * "sequence-model".
 *
 * @param frontEnd looks at features that are images; empty (null in JSON) for features as they are
 * @param recurrent the recurrent layers
 * @param embedding the length of token vectors; empty (null in JSON) for one-hot vectors
 * @param dropout the probability with which the embedding's and the top layer's outputs are dropped
 * @param initializer gives the initial weights
 */
public record SequenceArchitecture(
    Optional<ConvolutionalFrontEnd> frontEnd,
    RecurrentStack recurrent,
    OptionalInt embedding,
    double dropout,
    Initializer initializer)
    implements Architecture {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public SequenceArchitecture {
    RecurrentStack.requireRate("dropout", dropout);
    if (embedding.isPresent() && embedding.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "embedding must be at least 1, or null for one-hot vectors; got " + embedding.getAsInt());
    }
  }

  /**
   * A model without a front end.
   *
   * @param recurrent the recurrent layers
   * @param embedding the length of token vectors; empty for one-hot vectors
   * @param dropout the probability with which the embedding's and the top layer's outputs are
   *     dropped
   * @param initializer gives the initial weights
   */
  public SequenceArchitecture(
      RecurrentStack recurrent, OptionalInt embedding, double dropout, Initializer initializer) {
    this(Optional.empty(), recurrent, embedding, dropout, initializer);
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    return SequenceModel.of(
        signature, frontEnd, embedding, recurrent, dropout, initializer, kernels, random);
  }
}

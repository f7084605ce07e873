package dev.carousel.pooling;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.ConvolutionalFrontEnd;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceInput;
import dev.carousel.layer.SequenceModel;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One answer for a whole sequence: y = W pool(h_1 … h_T) + b, h = recurrent(x). In JSON,
 * "sequence-classifier".
 *
 * @param frontEnd looks at features that are images; empty (null in JSON) for features as they are
 * @param recurrent the recurrent layers
 * @param pooling how the outputs at all steps become one vector
 * @param embedding the length of token vectors; empty (null in JSON) for one-hot vectors; not
 *     looked at for real features
 * @param dropout the probability with which elements of the token vectors and of the pooled vector
 *     are dropped
 * @param tokenDropout the probability with which a token's vector is zero in a whole batch,
 *     wherever the token is read; 0 where tokens are not embedded
 * @param initializer gives the initial weights
 */
public record SequenceClassifier(
    Optional<ConvolutionalFrontEnd> frontEnd,
    RecurrentStack recurrent,
    Pooling pooling,
    OptionalInt embedding,
    double dropout,
    double tokenDropout,
    Initializer initializer)
    implements Architecture {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public SequenceClassifier {
    RecurrentStack.requireRate("dropout", dropout);
    RecurrentStack.requireRate("tokenDropout", tokenDropout);
    if (embedding.isPresent() && embedding.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "embedding must be at least 1, or null for one-hot vectors; got " + embedding.getAsInt());
    }
    if (embedding.isEmpty() && tokenDropout > 0) {
      throw new IllegalArgumentException("tokenDropout needs an embedding to drop vectors of");
    }
  }

  /**
   * A classifier without a front end.
   *
   * @param recurrent the recurrent layers
   * @param pooling how the outputs at all steps become one vector
   * @param embedding the length of token vectors; empty for one-hot vectors
   * @param dropout the probability with which elements of the token vectors and of the pooled
   *     vector are dropped
   * @param tokenDropout the probability with which a token's vector is zero in a whole batch
   * @param initializer gives the initial weights
   */
  public SequenceClassifier(
      RecurrentStack recurrent,
      Pooling pooling,
      OptionalInt embedding,
      double dropout,
      double tokenDropout,
      Initializer initializer) {
    this(Optional.empty(), recurrent, pooling, embedding, dropout, tokenDropout, initializer);
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    if (signature.perStep()) {
      throw new InvalidDataException(
          "a sequence classifier answers once a sequence, but this task asks for an answer at every"
              + " step; use a \"sequence-model\"");
    }
    recurrent.requireCausal(signature);
    Dropout dropped = new Dropout(dropout, false);
    SequenceInput input =
        SequenceModel.input(
            signature.input(),
            frontEnd,
            embedding,
            tokenDropout,
            dropped,
            initializer,
            kernels,
            random);
    Recurrent layers =
        new Recurrent("recurrent", recurrent, input.width(), kernels, initializer, random);
    int width = recurrent.outputs();
    SequenceSummary pooled = pooling.build("pooling", width, kernels, initializer, random);
    Dense readout = new Dense("readout", width, signature.outputs(), kernels, initializer, random);
    return new SequenceModel(input, layers, pooled, dropped, readout, kernels);
  }
}

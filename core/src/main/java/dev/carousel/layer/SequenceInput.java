package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import java.util.List;

/** How a batch's inputs become what recurrent layers read. */
public interface SequenceInput {
  /**
   * The width of a step.
   *
   * @return at least 1
   */
  int width();

  /**
   * The trainable tensors.
   *
   * @return possibly none
   */
  List<Parameter> parameters();

  /**
   * Reads a batch.
   *
   * @param tape the tape to record on
   * @param batch of the kind of inputs that this is for
   * @return [T·B, width], time-major
   * @throws IllegalArgumentException if a token id is impossible
   */
  Variable apply(Tape tape, Batch batch);

  /**
   * Real features as they are.
   *
   * @param width the number of features
   * @return for batches of {@link Inputs.Features}
   */
  static SequenceInput features(int width) {
    return new FeatureInput(width);
  }

  /**
   * Tokens as vectors of zeros with a one at their id.
   *
   * @param tokens the size of the vocabulary
   * @return for batches of {@link Inputs.Tokens}
   */
  static SequenceInput oneHot(int tokens) {
    return new OneHotInput(tokens);
  }

  /**
   * Tokens as vectors of a table.
   *
   * @param embedding the table
   * @param tokenDropout the probability with which a token's vector is zero in a whole batch,
   *     wherever the token occurs (Gal and Ghahramani, 2016)
   * @param dropout of the vectors' elements
   * @return for batches of {@link Inputs.Tokens}
   */
  static SequenceInput embedded(Embedding embedding, double tokenDropout, Dropout dropout) {
    return new EmbeddedInput(embedding, tokenDropout, dropout);
  }
}

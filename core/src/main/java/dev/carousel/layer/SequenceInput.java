package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Signature;
import java.util.List;
import java.util.Optional;

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
   * Writes down an input of a graph and what {@link #apply} makes of it, without dropout.
   *
   * @param graph where it is written
   * @return of every step
   * @throws InvalidDataException if this has no form as a graph
   */
  Value write(GraphWriter graph);

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
   * Real features as they are, or what a front end makes of them.
   *
   * @param features what the task feeds
   * @param frontEnd looks at features that are images; empty for features as they are
   * @param initializer gives the initial weights
   * @param kernels what to compute with
   * @param random where the initial weights' randomness comes from
   * @return for batches of {@link Inputs.Features}
   * @throws InvalidDataException if there is a front end for features that are no images, or images
   *     that are too small for it
   */
  static SequenceInput features(
      Signature.Features features,
      Optional<ConvolutionalFrontEnd> frontEnd,
      Initializer initializer,
      Kernels kernels,
      RandomStream random) {
    return frontEnd.isEmpty()
        ? features(features.size())
        : new FrameInput(frontEnd.get(), features, initializer, kernels, random);
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

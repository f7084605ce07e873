package dev.carousel.train;

import dev.carousel.tensor.FrameShape;
import java.util.Optional;

/**
 * What a task feeds a model and wants back; a model is built to fit it.
 *
 * @param input the kind and size of the inputs
 * @param outputs the number of values or logits a row of the output
 * @param perStep whether the model answers at every step (T·B rows) or once a sequence (B rows)
 * @param causal whether an answer must not depend on later steps, because these hold what is to be
 *     predicted
 */
public record Signature(Input input, int outputs, boolean perStep, boolean causal) {
  /**
   * A signature without a restriction on what an answer may depend on.
   *
   * @param input the kind and size of the inputs
   * @param outputs the number of values or logits a row of the output
   * @param perStep whether the model answers at every step or once a sequence
   */
  public Signature(Input input, int outputs, boolean perStep) {
    this(input, outputs, perStep, false);
  }

  /** The kind and size of a task's inputs. */
  public sealed interface Input {
    /**
     * The number of features or of different tokens.
     *
     * @return the size
     */
    int size();
  }

  /**
   * Real features.
   *
   * @param size the number of features a step
   * @param frame how they lie where a step's features are an image, for models that look at them as
   *     such; other models read them like any features
   */
  public record Features(int size, Optional<FrameShape> frame) implements Input {
    /**
     * Checks that the frame is all of the features.
     *
     * @throws IllegalArgumentException if it has another size
     */
    public Features {
      if (frame.isPresent() && frame.get().elements() != size) {
        throw new IllegalArgumentException(
            "a frame of %s is %d features, not %d"
                .formatted(frame.get(), frame.get().elements(), size));
      }
    }

    /**
     * Features that are no image.
     *
     * @param size the number of features a step
     */
    public Features(int size) {
      this(size, Optional.empty());
    }

    /**
     * Images.
     *
     * @param frame how a step's features lie
     */
    public Features(FrameShape frame) {
      this(frame.elements(), Optional.of(frame));
    }
  }

  /**
   * Token ids.
   *
   * @param size the size of the vocabulary; ids are 0 to size - 1
   * @param vectors what the vectors of some tokens begin with, for models that have such vectors;
   *     other models refuse them
   */
  public record Tokens(int size, Optional<TokenVectors> vectors) implements Input {
    /**
     * Tokens about which nothing is known.
     *
     * @param size the size of the vocabulary
     */
    public Tokens(int size) {
      this(size, Optional.empty());
    }
  }

  /**
   * Token ids that are read together with another sequence.
   *
   * @param source the kind and size of that sequence's inputs
   * @param target the tokens that the ids are of
   * @param attention whether the task also needs to know which steps of the source the model
   *     attends to
   */
  public record Conditioned(Input source, Tokens target, boolean attention) implements Input {
    @Override
    public int size() {
      return target.size();
    }
  }

  /**
   * Steps of a time that has passed and of one to come, of which something is known before: {@link
   * dev.carousel.data.Inputs.Conditioned} features. A step of the past has the values that are to
   * be told of the future, then other values of the past, then what is known of any step; a step to
   * come has the latter alone.
   *
   * @param values the number of values to tell of each step to come, at least 1
   * @param past the number of further values that only past steps have
   * @param known the number of values that all steps have
   * @param horizon the number of steps to come
   */
  public record Ahead(int values, int past, int known, int horizon) implements Input {
    /**
     * The width of a past step.
     *
     * @return values + past + known
     */
    @Override
    public int size() {
      return values + past + known;
    }
  }

  /**
   * Steps that are sequences themselves.
   *
   * @param part the kind and size of a step's inputs
   */
  public record Nested(Input part) implements Input {
    @Override
    public int size() {
      return part.size();
    }
  }
}

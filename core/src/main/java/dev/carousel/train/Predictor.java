package dev.carousel.train;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.NextTokens;
import dev.carousel.decode.NextValues;
import java.util.Optional;

/** A trained model as an evaluation sees it. */
@FunctionalInterface
public interface Predictor {
  /**
   * The model's outputs, without dropout.
   *
   * @param batch the inputs; its targets are not looked at
   * @return [rows, outputs] in row-major order; one row a sequence or, for models that answer at
   *     every step, T·B rows, time-major, whose padding is unspecified
   */
  float[] predict(Batch batch);

  /**
   * Begins to decode, as {@link Model#decoding} says.
   *
   * @param source what is decoded from
   * @return asks the model for one token after another
   * @throws InvalidDataException if the model does not give tokens one after the other
   */
  default NextTokens decoding(Batch source) {
    throw new InvalidDataException("this method does not give tokens one after the other");
  }

  /**
   * Begins to go into the future step by step, as {@link Model#stepping} says.
   *
   * @param batch what the future is told from
   * @return asks the model for one step after the other; empty if it tells all steps at once
   */
  default Optional<NextValues> stepping(Batch batch) {
    return Optional.empty();
  }
}

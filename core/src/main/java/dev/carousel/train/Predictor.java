package dev.carousel.train;

import dev.carousel.data.Batch;

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
}

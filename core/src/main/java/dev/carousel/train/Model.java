package dev.carousel.train;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import java.util.List;

/**
 * A trainable model. It may carry states from a batch to one that {@linkplain Batch#continues
 * continues} it, so it is for one thread at a time.
 */
public interface Model {
  /**
   * The trainable tensors.
   *
   * @return the same parameters in the same order at every call
   */
  List<Parameter> parameters();

  /**
   * The outputs for a batch.
   *
   * @param tape records what is needed for the gradients; whether it trains decides about dropout
   * @param batch the inputs
   * @return [B, outputs], or [T·B, outputs] for models that answer at every step
   */
  Variable outputs(Tape tape, Batch batch);
}

package dev.carousel.timeseries.model;

import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Signature;

/** The two sides of a batch of {@link Signature.Ahead} inputs, as variables. */
final class AheadInputs {
  private AheadInputs() {}

  /** The kind of inputs, if a task feeds it. */
  static Signature.Ahead required(String model, Signature signature) {
    if (signature.input() instanceof Signature.Ahead ahead && signature.perStep()) {
      return ahead;
    }
    throw new InvalidDataException(
        "a "
            + model
            + " reads the past of a series and tells the steps to come, which this task does not"
            + " ask for; use a \"sequence-model\"");
  }

  /** The past of a batch. */
  static Batch past(Batch batch) {
    return ((Inputs.Conditioned) batch.inputs()).source();
  }

  /** The steps of the past, [T·B, values + past + known]. */
  static Variable pastSteps(Tape tape, Batch past) {
    return features(tape, (Inputs.Features) past.inputs(), past.steps() * past.rows());
  }

  /** What is known of the steps to come, [H·B, known]; known must be at least 1. */
  static Variable known(Tape tape, Batch batch) {
    Inputs.Features own = (Inputs.Features) ((Inputs.Conditioned) batch.inputs()).own();
    return features(tape, own, batch.steps() * batch.rows());
  }

  private static Variable features(Tape tape, Inputs.Features features, int rows) {
    return tape.constant(tape.tensor(features.values(), rows, features.width()));
  }
}

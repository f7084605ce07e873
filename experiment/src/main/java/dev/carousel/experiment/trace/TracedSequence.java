package dev.carousel.experiment.trace;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import java.util.List;

/**
 * A sequence to look into a model on.
 *
 * @param before what the model must have read before, in order, so that it has the states that the
 *     sequence continues from; each a batch of one sequence
 * @param sequence a batch of one sequence
 * @param hasTargets whether it has targets, and so a loss
 * @param labels one a step, or none
 */
record TracedSequence(List<Batch> before, Batch sequence, boolean hasTargets, List<String> labels) {
  /** How many steps the sequence has; those of the past where steps to come are told. */
  int steps() {
    return sequence.inputs() instanceof Inputs.Conditioned conditioned
            && conditioned.own() instanceof Inputs.Features
        ? conditioned.source().steps()
        : sequence.steps();
  }
}

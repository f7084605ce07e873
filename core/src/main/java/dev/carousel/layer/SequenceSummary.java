package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Variable;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import java.util.List;

/** Which of the outputs of recurrent layers are read out, or what is made of them. */
public interface SequenceSummary {
  /** All outputs: an answer at every step. */
  SequenceSummary EVERY_STEP = new EveryStep();

  /** The outputs after each direction's last step: an answer a sequence. */
  SequenceSummary LAST = new LastStep();

  /**
   * The trainable tensors.
   *
   * @return the parameters, always in this order; possibly none
   */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * Chooses or combines.
   *
   * @param output what the layers gave
   * @param steps T
   * @param lengths the real steps of each of the B sequences
   * @return [T·B, outputs] or [B, outputs]
   */
  Variable apply(Recurrent.Output output, int steps, int[] lengths);

  /**
   * Writes down what {@link #apply} computes.
   *
   * @param graph where it is written
   * @param output what the layers give there
   * @return of every step or of a sequence
   */
  Value write(GraphWriter graph, GraphWriter.Recurrence output);
}

package dev.carousel.layer;

import dev.carousel.autograd.Variable;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;

/** The outputs after each direction's last step. */
record LastStep() implements SequenceSummary {
  @Override
  public Variable apply(Recurrent.Output output, int steps, int[] lengths) {
    return output.last();
  }

  @Override
  public Value write(GraphWriter graph, GraphWriter.Recurrence output) {
    return output.last();
  }
}

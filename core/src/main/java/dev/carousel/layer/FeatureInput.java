package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import java.util.List;

/** Real features as they are. */
record FeatureInput(int width) implements SequenceInput {
  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Variable apply(Tape tape, Batch batch) {
    float[] values = ((Inputs.Features) batch.inputs()).values();
    return tape.constant(tape.tensor(values, batch.steps() * batch.rows(), width));
  }

  @Override
  public Value write(GraphWriter graph) {
    return graph.features(width);
  }
}

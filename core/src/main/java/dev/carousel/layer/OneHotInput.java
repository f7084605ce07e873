package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import java.util.List;

/** Tokens as unit vectors. */
record OneHotInput(int width) implements SequenceInput {
  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Variable apply(Tape tape, Batch batch) {
    int[] ids = Embedding.required(((Inputs.Tokens) batch.inputs()).ids(), width);
    float[] oneHot = new float[ids.length * width];
    for (int row = 0; row < ids.length; row++) {
      oneHot[row * width + ids[row]] = 1;
    }
    return tape.constant(tape.tensor(oneHot, ids.length, width));
  }

  @Override
  public Value write(GraphWriter graph) {
    return graph.oneHot(graph.tokens(width));
  }
}

package dev.carousel.layer;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.Map;

/** Tokens as vectors of a table, whole ones and single elements dropped. */
record EmbeddedInput(Embedding embedding, double tokenDropout, Dropout dropout)
    implements SequenceInput {
  EmbeddedInput {
    Cell.requireRate("tokenDropout", tokenDropout);
  }

  @Override
  public int width() {
    return embedding.width();
  }

  @Override
  public List<Parameter> parameters() {
    return embedding.parameters();
  }

  @Override
  public Variable apply(Tape tape, Batch batch) {
    int[] ids = Embedding.required(((Inputs.Tokens) batch.inputs()).ids(), embedding.tokens());
    return dropout.apply(vectors(tape, ids), batch.rows());
  }

  private Variable vectors(Tape tape, int[] ids) {
    if (tokenDropout == 0 || !tape.isNoisy()) {
      return embedding.apply(tape, ids);
    }
    float[] mask =
        tape.kernels().toArray(tape.mask(Shape.of(1, embedding.tokens()), tokenDropout, 1));
    int[] kept = ids.clone();
    for (int row = 0; row < kept.length; row++) {
      kept[row] = mask[ids[row]] == 0 ? -1 : ids[row];
    }
    return Elementwise.apply(
        operand("e").times(constant(1 / (1 - tokenDropout))),
        Map.of("e", embedding.apply(tape, kept)));
  }

  @Override
  public Value write(GraphWriter graph) {
    return embedding.write(graph, graph.tokens(embedding.tokens()));
  }
}

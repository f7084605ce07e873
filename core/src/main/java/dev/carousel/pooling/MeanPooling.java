package dev.carousel.pooling;

import dev.carousel.autograd.Products;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.BatchMajor;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.Arrays;

/** The mean over a sequence's real steps. In JSON, "mean". */
public record MeanPooling() implements Pooling {
  @Override
  public SequenceSummary build(
      String name, int width, Kernels kernels, Initializer initializer, RandomStream random) {
    return new Mean();
  }

  private record Mean() implements SequenceSummary {
    @Override
    public Variable apply(Recurrent.Output output, int steps, int[] lengths) {
      return mean(output.sequence(), steps, lengths);
    }

    @Override
    public Value write(GraphWriter graph, GraphWriter.Recurrence output) {
      return graph.mean(output.sequence());
    }
  }

  private static Variable mean(Variable sequence, int steps, int[] lengths) {
    int rows = lengths.length;
    float[] weights = new float[rows * steps];
    for (int b = 0; b < rows; b++) {
      Arrays.fill(weights, b * steps, b * steps + lengths[b], 1f / lengths[b]);
    }
    Tape tape = sequence.tape();
    return Products.grouped(
        tape.constant(tape.tensor(weights, rows, steps)),
        BatchMajor.of(sequence, steps, rows),
        rows,
        false);
  }
}

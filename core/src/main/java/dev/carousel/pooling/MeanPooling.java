package dev.carousel.pooling;

import dev.carousel.autograd.Products;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.layer.BatchMajor;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.Arrays;

/** The mean over a sequence's real steps. In JSON, "mean". */
public record MeanPooling() implements Pooling {
  @Override
  public SequenceSummary build(
      String name, int width, Kernels kernels, Initializer initializer, RandomStream random) {
    return (output, steps, lengths) -> mean(output.sequence(), steps, lengths);
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

package dev.carousel.pooling;

import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The largest value of each element over a sequence's real steps (Collobert et al., Natural
 * Language Processing (Almost) from Scratch, 2011). In JSON, "max".
 */
public record MaxPooling() implements Pooling {
  @Override
  public SequenceSummary build(
      String name, int width, Kernels kernels, Initializer initializer, RandomStream random) {
    return new Largest();
  }

  private record Largest() implements SequenceSummary {
    @Override
    public Variable apply(Recurrent.Output output, int steps, int[] lengths) {
      return largest(output.sequence(), steps, lengths);
    }

    @Override
    public Value write(GraphWriter graph, GraphWriter.Recurrence output) {
      return graph.max(output.sequence());
    }
  }

  /** Halves the steps until one is left; steps beyond an end repeat the last real one. */
  private static Variable largest(Variable sequence, int steps, int[] lengths) {
    int rows = lengths.length;
    int[] real = new int[steps * rows];
    for (int t = 0; t < steps; t++) {
      for (int b = 0; b < rows; b++) {
        real[t * rows + b] = Math.min(t, lengths[b] - 1) * rows + b;
      }
    }
    Variable left = RowOperations.gather(sequence, real);
    int count = steps;
    while (count > 1) {
      int half = (count + 1) / 2;
      Map<String, Variable> pairs = new LinkedHashMap<>();
      pairs.put("a", rows(left, 0, half * rows));
      pairs.put("b", rows(left, (count - half) * rows, half * rows));
      left = Elementwise.apply(max(operand("a"), operand("b")), pairs);
      count = half;
    }
    return left;
  }

  private static Variable rows(Variable a, int from, int count) {
    int[] index = new int[count];
    for (int i = 0; i < count; i++) {
      index[i] = from + i;
    }
    return RowOperations.gather(a, index);
  }
}

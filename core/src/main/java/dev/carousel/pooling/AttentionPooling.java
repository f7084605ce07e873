package dev.carousel.pooling;

import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Products;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;
import dev.carousel.expression.Expression;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.BatchMajor;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The mean over a sequence's real steps, weighted: Σ_t α_t h_t, α = softmax_t(uᵀ tanh(W h_t + b))
 * (Yang et al., Hierarchical Attention Networks for Document Classification, 2016). In JSON,
 * "attention".
 *
 * @param units the length of u, at least 1
 */
public record AttentionPooling(int units) implements Pooling {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public AttentionPooling {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1, got " + units);
    }
  }

  @Override
  public SequenceSummary build(
      String name, int width, Kernels kernels, Initializer initializer, RandomStream random) {
    Dense keys = new Dense(name + ".keys", width, units, kernels, initializer, random);
    float[] u = initializer.values(Role.DENSE, 1, units, units, random);
    return new Weighted(
        keys, new Parameter(name + ".u", kernels.tensor(u, 1, units), kernels.zeros(1, units)));
  }

  private record Weighted(Dense keys, Parameter u) implements SequenceSummary {
    private static final Expression COMPARED = tanh(operand("k"));

    @Override
    public List<Parameter> parameters() {
      List<Parameter> all = new ArrayList<>(keys.parameters());
      all.add(u);
      return all;
    }

    @Override
    public Variable apply(Recurrent.Output output, int steps, int[] lengths) {
      int rows = lengths.length;
      Variable h = BatchMajor.of(output.sequence(), steps, rows);
      Variable compared = Elementwise.apply(COMPARED, Map.of("k", keys.apply(h)));
      Variable query = RowOperations.gather(h.tape().parameter(u), new int[rows]);
      Variable scores = Products.grouped(query, compared, rows, true);
      return Products.grouped(RowOperations.softmax(scores, lengths), h, rows, false);
    }

    @Override
    public Value write(GraphWriter graph, GraphWriter.Recurrence output) {
      Value h = output.sequence();
      Value compared = graph.pointwise(COMPARED, Map.of("k", keys.write(graph, h)));
      return graph.weightedSum(graph.softmax(graph.product(compared, u)), h);
    }
  }
}

package dev.carousel.attention;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Products;
import dev.carousel.autograd.Variable;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.List;

/**
 * score(q, k) = qᵀ W k, the "general" score of Luong, Pham and Manning, Effective Approaches to
 * Attention-based Neural Machine Translation, 2015. In JSON, "multiplicative".
 */
public record Multiplicative() implements Attention {
  @Override
  public AttentionScores build(
      String name,
      int query,
      int memory,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    float[] values = initializer.values(Role.DENSE, query, memory, memory, random);
    Parameter w =
        new Parameter(
            name + ".W", kernels.tensor(values, query, memory), kernels.zeros(query, memory));
    return new AttentionScores() {
      @Override
      public List<Parameter> parameters() {
        return List.of(w);
      }

      @Override
      public Variable keys(Variable memory) {
        return Products.timesTransposed(memory, memory.tape().parameter(w));
      }

      @Override
      public Variable scores(Variable queries, Variable keys, int rows) {
        return Products.grouped(queries, keys, rows, true);
      }
    };
  }
}

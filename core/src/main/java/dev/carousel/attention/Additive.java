package dev.carousel.attention;

import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Products;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * score(q, k) = vᵀ tanh(W q + U k + b), after Bahdanau, Cho and Bengio, Neural Machine Translation
 * by Jointly Learning to Align and Translate, 2015. In JSON, "additive".
 *
 * @param units the length of v, at least 1
 */
public record Additive(int units) implements Attention {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Additive {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1, got " + units);
    }
  }

  @Override
  public AttentionScores build(
      String name,
      int query,
      int memory,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    float[] w = initializer.values(Role.DENSE, units, query, query, random);
    Dense ofKeys = new Dense(name + ".keys", memory, units, kernels, initializer, random);
    float[] v = initializer.values(Role.DENSE, 1, units, units, random);
    return new Scores(
        new Parameter(name + ".W", kernels.tensor(w, units, query), kernels.zeros(units, query)),
        ofKeys,
        new Parameter(name + ".v", kernels.tensor(v, 1, units), kernels.zeros(1, units)));
  }

  private record Scores(Parameter w, Dense ofKeys, Parameter v) implements AttentionScores {
    @Override
    public List<Parameter> parameters() {
      List<Parameter> all = new ArrayList<>();
      all.add(w);
      all.addAll(ofKeys.parameters());
      all.add(v);
      return all;
    }

    @Override
    public Variable keys(Variable memory) {
      return ofKeys.apply(memory);
    }

    /** Every query beside every key of its sequence: B·T groups of S rows. */
    @Override
    public Variable scores(Variable queries, Variable keys, int rows) {
      int count = queries.value().rows();
      int steps = keys.value().rows() / rows;
      int queriesEach = count / rows;
      int[] query = new int[count * steps];
      int[] key = new int[count * steps];
      for (int i = 0; i < query.length; i++) {
        query[i] = i / steps;
        key[i] = query[i] / queriesEach * steps + i % steps;
      }
      Variable projected = Products.timesTransposed(queries, queries.tape().parameter(w));
      Map<String, Variable> operands = new LinkedHashMap<>();
      operands.put("q", RowOperations.gather(projected, query));
      operands.put("k", queriesEach == 1 ? keys : RowOperations.gather(keys, key));
      Variable pairs = Elementwise.apply(tanh(operand("q").plus(operand("k"))), operands);
      Variable each = RowOperations.gather(queries.tape().parameter(v), new int[count]);
      return Products.grouped(each, pairs, count, true);
    }
  }
}

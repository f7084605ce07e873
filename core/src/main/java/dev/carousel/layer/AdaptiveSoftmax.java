package dev.carousel.layer;

import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.List;

/**
 * The softmax of large vocabularies whose frequent tokens have small ids: the tokens are cut into a
 * head, 0 … c_1 - 1, and clusters c_i … c_(i+1) - 1, and
 *
 * <pre>
 * p(w) = softmax(W h + b)[w]                                      w in the head
 * p(w) = softmax(W h + b)[c_1 + i - 1] softmax(V_i U_i h + v_i)[w - c_i]   w in cluster i
 * </pre>
 *
 * where U_i h has ⌈|h| / factorⁱ⌉ elements, at least 1 (Grave, Joulin, Cissé, Grangier and Jégou,
 * Efficient softmax approximation for GPUs, 2017; the head is not projected). In training only the
 * clusters of the tokens that occur are computed. In JSON, "adaptive".
 *
 * @param cutoffs c_1 … c_n, at least one, rising, each at least 1
 * @param factor by how much each cluster's projection is narrower than the one before, at least 1
 */
public record AdaptiveSoftmax(List<Integer> cutoffs, double factor) implements Softmax {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public AdaptiveSoftmax {
    cutoffs = List.copyOf(cutoffs);
    int before = 0;
    for (int cutoff : cutoffs) {
      if (cutoff <= before) {
        throw new IllegalArgumentException("cutoffs must rise and be at least 1, got " + cutoffs);
      }
      before = cutoff;
    }
    if (cutoffs.isEmpty()) {
      throw new IllegalArgumentException("cutoffs must have at least one id; use \"full\"");
    }
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor must be at least 1, got " + factor);
    }
  }

  @Override
  public Readout build(
      String name,
      int inputs,
      int tokens,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    int last = cutoffs.get(cutoffs.size() - 1);
    if (last >= tokens) {
      throw new InvalidDataException(
          "the cutoff %d leaves nothing of a vocabulary of %d tokens for its cluster; give smaller"
                  .formatted(last, tokens)
              + " cutoffs, or softmax \"full\"");
    }
    return new AdaptiveReadout(this, name, inputs, tokens, kernels, initializer, random);
  }
}

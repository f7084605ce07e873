package dev.carousel.optim;

import dev.carousel.autograd.Parameter;
import dev.carousel.tensor.Kernels;
import java.util.List;

/**
 * Adam (Kingma and Ba, ICLR 2015), algorithm 1.
 *
 * <pre>
 *   m ← β₁ m + (1 - β₁) g,   s ← β₂ s + (1 - β₂) g²
 *   w ← w - η m̂ / (√ŝ + ε),   m̂ = m / (1 - β₁^t),   ŝ = s / (1 - β₂^t)
 * </pre>
 *
 * @param learningRate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public Adam {
    AdamRule.require(learningRate, beta1, beta2, epsilon);
  }

  @Override
  public Updates start(Kernels kernels, List<Parameter> parameters) {
    return AdamRule.start(beta1, beta2, epsilon, 0, kernels, parameters);
  }
}

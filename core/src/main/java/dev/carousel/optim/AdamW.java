package dev.carousel.optim;

import dev.carousel.autograd.Parameter;
import dev.carousel.tensor.Kernels;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019): before {@link Adam}'s step,
 * w ← w - η λ w.
 *
 * @param learningRate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 * @param weightDecay λ
 */
public record AdamW(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public AdamW {
    AdamRule.require(learningRate, beta1, beta2, epsilon);
    PointwiseUpdates.requireNotNegative("weightDecay", weightDecay);
  }

  @Override
  public Updates start(Kernels kernels, List<Parameter> parameters) {
    return AdamRule.start(beta1, beta2, epsilon, weightDecay, kernels, parameters);
  }
}

package dev.carousel.optim;

import dev.carousel.autograd.Parameter;
import dev.carousel.tensor.Kernels;
import java.util.List;

/**
 * A rule for changing parameters by their gradients, described by values alone: a record whose
 * components are its JSON.
 */
public interface Optimizer {
  /**
   * The learning rate before any schedule.
   *
   * @return the rate, above 0
   */
  double learningRate();

  /**
   * Begins with a clean state.
   *
   * @param kernels what it computes with
   * @param parameters what it will change
   * @return the running optimizer
   */
  Updates start(Kernels kernels, List<Parameter> parameters);
}

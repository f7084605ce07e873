package dev.carousel.timeseries.distribution;

import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.tensor.ShapeException;

/**
 * What likelihoods have in common: a function of a target value and its raw numbers, averaged over
 * what counts. Value and derivatives are computed together, in double.
 */
final class LikelihoodLoss {
  /**
   * How much one value may contribute to the loss and to a derivative. Squares of it, which some
   * optimizers take, and sums over a model are still floats.
   */
  static final double LIMIT = 1e15;

  private LikelihoodLoss() {}

  /** The loss of one target value. */
  @FunctionalInterface
  interface Term {
    /**
     * Computes the loss and its derivatives.
     *
     * @param target the value, as the model sees it
     * @param scale what it was divided by
     * @param outputs holds the raw numbers; read only
     * @param at where they begin
     * @param slope [P], written: the derivatives by the raw numbers
     * @return the loss
     */
    double of(double target, double scale, float[] outputs, int at, double[] slope);
  }

  static Variable mean(String name, int parameters, Term term, Variable outputs, Targets targets) {
    if (!(targets instanceof Targets.Values given)) {
      throw new IllegalArgumentException(
          name + " needs real values as targets, not " + targets.kind());
    }
    int rows = outputs.value().rows();
    int width = given.width();
    if (given.values().length != rows * width || outputs.value().columns() != width * parameters) {
      throw new ShapeException(
          name,
          "outputs [%d, %d], %d for each of %d values a row"
              .formatted(given.rows(), width * parameters, parameters, width),
          outputs.value().shape());
    }
    float[] raw = outputs.tape().kernels().toArray(outputs.value());
    float[] gradient = new float[raw.length];
    double[] slope = new double[parameters];
    double total = total(given);
    double sum = 0;
    for (int i = 0; i < given.values().length; i++) {
      double share = weight(given, i) / total;
      if (weight(given, i) == 0) {
        continue;
      }
      double scale = given.scales() == null ? 1 : given.scales()[i / width];
      sum += share * bounded(term.of(given.values()[i], scale, raw, i * parameters, slope));
      for (int p = 0; p < parameters; p++) {
        gradient[i * parameters + p] = (float) (share * bounded(slope[p]));
      }
    }
    return Reductions.scalar(outputs, sum, gradient);
  }

  private static double weight(Targets.Values targets, int i) {
    return targets.weights() == null ? 1 : targets.weights()[i];
  }

  private static double total(Targets.Values targets) {
    double total = 0;
    for (int i = 0; i < targets.values().length; i++) {
      total += weight(targets, i);
    }
    return total;
  }

  /** Leaves NaN as it is, so that a fault shows. */
  private static double bounded(double number) {
    return Math.max(-LIMIT, Math.min(LIMIT, number));
  }
}

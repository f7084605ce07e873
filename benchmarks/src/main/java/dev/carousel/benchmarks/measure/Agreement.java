package dev.carousel.benchmarks.measure;

import dev.carousel.benchmarks.engine.Result;
import dev.carousel.benchmarks.workload.GridShape;
import java.util.Map;

/**
 * Checks that two systems computed the same before they are timed.
 *
 * <p>Both round every operation to 24 bits, a relative error of u = 2^-24 each, in different
 * orders. An output depends on up to T·(I + H) rounded terms, a weight's gradient on T·B more.
 * Independent roundings add up like a random walk, so the difference is about u·√(T·(I + H) + T·B)
 * of the largest element. Four times that is allowed: a few standard deviations, and the two
 * systems' different approximations of σ and tanh, which are off by a few u. A wrong gate, layout
 * or state is off by more than a hundredth.
 */
public final class Agreement {
  private static final double UNIT_ROUNDOFF = 0x1p-24;

  private Agreement() {}

  /**
   * The largest difference allowed, in parts of the largest element.
   *
   * @param shape the sizes
   * @return the tolerance
   */
  public static double tolerance(GridShape shape) {
    double terms = (double) shape.steps() * (shape.inputs() + shape.units() + shape.batch());
    return 4 * UNIT_ROUNDOFF * Math.sqrt(terms);
  }

  /**
   * Compares outputs and all gradients that the peer gives.
   *
   * @param shape the sizes
   * @param ours Carousel's results
   * @param peer the other system's
   * @return the largest difference found, in parts of the largest element
   * @throws DisagreementException if anything differs by more than the tolerance
   */
  public static double require(GridShape shape, Result ours, Result peer) {
    double tolerance = tolerance(shape);
    double worst = difference("output", ours.output(), peer.output(), tolerance);
    for (Map.Entry<String, float[]> gradient : peer.gradients().entrySet()) {
      float[] own = ours.gradients().get(gradient.getKey());
      String name = "gradient of " + gradient.getKey();
      if (own == null) {
        throw new DisagreementException(name + " is missing on one side");
      }
      worst = Math.max(worst, difference(name, own, gradient.getValue(), tolerance));
    }
    return worst;
  }

  private static double difference(String name, float[] ours, float[] peer, double tolerance) {
    if (ours.length != peer.length) {
      throw new DisagreementException(
          "%s: %d numbers against %d".formatted(name, ours.length, peer.length));
    }
    double largest = 0;
    double difference = 0;
    int at = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(ours[i]), Math.abs(peer[i])));
      double here = Math.abs((double) ours[i] - peer[i]);
      // Written so that a NaN on either side counts.
      if (!(here <= difference)) {
        difference = here;
        at = i;
      }
    }
    double relative = difference == 0 ? 0 : difference / largest;
    if (!(relative <= tolerance)) {
      throw new DisagreementException(
          "%s: element %d is %g against %g; the largest element is %g, and %.1e of it is allowed"
              .formatted(name, at, ours[at], peer[at], largest, tolerance));
    }
    return relative;
  }
}

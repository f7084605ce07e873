package dev.carousel.inspect;

import java.util.stream.IntStream;

/**
 * How strongly a state at a sequence's end depends on itself some steps before: of the Jacobian J =
 * ∂s_T/∂s_{T-ℓ} for each lag ℓ, its singular values. The derivative is the total one through all
 * states of the steps between, where the other states at T-ℓ are held at their values: for an LSTM
 * ∂h_T/∂h_{T-ℓ} counts what h_{T-ℓ} does to c_{T-ℓ+1} and by way of it to h_T, but not what reached
 * h_T by way of c_{T-ℓ}. At lag 0 it is the identity.
 *
 * <p>Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks,
 * ICML 2013, where the norm's decay by lag is what makes gradients vanish.
 *
 * @param lags ascending from 0: every one to 100, then those of two digits, and T
 * @param singularValues for each lag N numbers, the largest first, all NaN where an element of the
 *     Jacobian is not finite; shared, not copied
 */
public record JacobianNorms(int[] lags, double[][] singularValues) {
  /**
   * The spectral norm at each lag.
   *
   * @return the largest singular value of each
   */
  public double[] norms() {
    double[] norms = new double[lags.length];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = singularValues[i][0];
    }
    return norms;
  }

  /** The lags that are looked at in a sequence of T steps. */
  static int[] lagsUpTo(int steps) {
    IntStream.Builder lags = IntStream.builder();
    int lag = 0;
    while (lag < steps) {
      lags.add(lag);
      int step = 1;
      while (lag >= 100 * step) {
        step *= 10;
      }
      lag += step;
    }
    lags.add(steps);
    return lags.build().toArray();
  }
}

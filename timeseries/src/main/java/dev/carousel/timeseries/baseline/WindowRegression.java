package dev.carousel.timeseries.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The linear model: every step of the horizon is a weighted sum of the values in a window before
 * it. As in the NLinear of Zeng, Chen, Zhang and Xu (Are transformers effective for time series
 * forecasting?, 2023), the last value of the window is subtracted before and added after, so that a
 * change of level does not matter. With x(i) = y(o - W + i) - y(o - 1):
 *
 * <pre>
 * f(o + h) = y(o - 1) + a(h) + Σ w(h, i) x(i)
 * </pre>
 *
 * <p>The weights are those of ridge regression (Hoerl and Kennard, 1970) over all windows of the
 * training part, that is, the least of Σ error² + λ N v Σ w(h, i)² where N is the number of windows
 * and v the mean variance of the x(i), which makes λ a number without a unit. The deviation of each
 * step is the root of the mean square of its errors in training.
 *
 * <p>In a window, a value that was not observed is the last one known before it; before the first
 * known value of the history, it is that value. A training window counts if a value before its
 * first step of the horizon is known and all its steps to be forecast are.
 */
public final class WindowRegression implements BaselineMethod {
  private final int window;
  private final int horizon;
  private final DMatrixRMaj weights;
  private final double[] intercepts;
  private final double[] deviations;

  private WindowRegression(
      int window, int horizon, DMatrixRMaj weights, double[] intercepts, double[] deviations) {
    this.window = window;
    this.horizon = horizon;
    this.weights = weights;
    this.intercepts = intercepts;
    this.deviations = deviations;
  }

  /**
   * Learns from a training part.
   *
   * @param training the training part
   * @param window W, the steps that are looked at, at least 1
   * @param horizon H, the steps that are forecast, at least 1
   * @param ridge λ, above 0
   * @return the method, for horizons of up to H
   * @throws IllegalArgumentException if one of the numbers is not so, or no window of the training
   *     part counts
   */
  public static WindowRegression fit(History training, int window, int horizon, double ridge) {
    require("window", window);
    require("horizon", horizon);
    if (!(ridge > 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ridge must be above 0 and finite, got " + ridge);
    }
    double[] filled = filled(training);
    List<Integer> origins = origins(training, window, horizon);
    if (origins.isEmpty()) {
      throw new IllegalArgumentException(
          "no window of %d steps in the %d to train on is followed by %d known values"
              .formatted(window, training.end(), horizon));
    }
    int count = origins.size();
    DMatrixRMaj inputs = new DMatrixRMaj(count, window);
    DMatrixRMaj targets = new DMatrixRMaj(count, horizon);
    for (int row = 0; row < count; row++) {
      int origin = origins.get(row);
      System.arraycopy(inputs(filled, origin, window), 0, inputs.data, row * window, window);
      for (int h = 0; h < horizon; h++) {
        targets.set(row, h, training.values()[origin + h] - filled[origin - 1]);
      }
    }
    return solve(inputs, targets, ridge);
  }

  private static WindowRegression solve(DMatrixRMaj inputs, DMatrixRMaj targets, double ridge) {
    int window = inputs.numCols;
    int horizon = targets.numCols;
    double[] inputMeans = center(inputs);
    double[] targetMeans = center(targets);
    DMatrixRMaj products = new DMatrixRMaj(window, window);
    CommonOps_DDRM.multTransA(inputs, inputs, products);
    double penalty = ridge * CommonOps_DDRM.trace(products) / window;
    for (int i = 0; i < window; i++) {
      // Where all windows are the same there is nothing to weigh, and any penalty gives weights of
      // 0.
      products.add(i, i, penalty > 0 ? penalty : 1);
    }
    DMatrixRMaj sides = new DMatrixRMaj(window, horizon);
    CommonOps_DDRM.multTransA(inputs, targets, sides);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(window);
    if (!solver.setA(products)) {
      throw new IllegalArgumentException(
          "the weights of %d values cannot be told apart with a ridge of %s; make it larger"
              .formatted(window, ridge));
    }
    DMatrixRMaj weights = new DMatrixRMaj(window, horizon);
    solver.solve(sides, weights);
    DMatrixRMaj errors = targets;
    CommonOps_DDRM.multAdd(-1, inputs, weights, errors);
    double[] intercepts = new double[horizon];
    double[] deviations = new double[horizon];
    for (int h = 0; h < horizon; h++) {
      intercepts[h] = targetMeans[h];
      for (int i = 0; i < window; i++) {
        intercepts[h] -= weights.get(i, h) * inputMeans[i];
      }
      double squares = 0;
      for (int row = 0; row < errors.numRows; row++) {
        squares += errors.get(row, h) * errors.get(row, h);
      }
      deviations[h] = Math.sqrt(squares / errors.numRows);
    }
    return new WindowRegression(window, horizon, weights, intercepts, deviations);
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /** The means of the columns, which are subtracted from them. */
  private static double[] center(DMatrixRMaj matrix) {
    double[] means = new double[matrix.numCols];
    for (int column = 0; column < means.length; column++) {
      double sum = 0;
      for (int row = 0; row < matrix.numRows; row++) {
        sum += matrix.get(row, column);
      }
      means[column] = sum / matrix.numRows;
      for (int row = 0; row < matrix.numRows; row++) {
        matrix.add(row, column, -means[column]);
      }
    }
    return means;
  }

  private static List<Integer> origins(History training, int window, int horizon) {
    List<Integer> origins = new ArrayList<>();
    int known = 0;
    int first = training.first();
    for (int t = 0; t < training.end(); t++) {
      known = training.knows(t) ? known + 1 : 0;
      int origin = t + 1 - horizon;
      if (known >= horizon && origin >= window && origin > first) {
        origins.add(origin);
      }
    }
    return origins;
  }

  /** The history, the last known value carried on; what is before the first is the first. */
  private static double[] filled(History history) {
    double[] filled = Arrays.copyOf(history.values(), history.end());
    double last = history.values()[history.first()];
    for (int t = 0; t < filled.length; t++) {
      last = history.observed()[t] ? filled[t] : last;
      filled[t] = last;
    }
    return filled;
  }

  private static double[] inputs(double[] filled, int origin, int window) {
    double[] inputs = Arrays.copyOfRange(filled, origin - window, origin);
    for (int i = 0; i < window; i++) {
      inputs[i] -= filled[origin - 1];
    }
    return inputs;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the history is shorter than the window or the horizon
   *     longer than that of training, too
   */
  @Override
  public GaussianForecast forecast(History history, int horizon) {
    if (history.end() < window) {
      throw new IllegalArgumentException(
          "a window of %d steps does not fit before step %d".formatted(window, history.end()));
    }
    if (horizon > this.horizon) {
      throw new IllegalArgumentException(
          "a horizon of %d steps from weights for %d".formatted(horizon, this.horizon));
    }
    double[] filled = filled(history);
    double[] inputs = inputs(filled, history.end(), window);
    double last = filled[history.end() - 1];
    return GaussianForecast.of(
        horizon,
        h -> {
          double sum = last + intercepts[h];
          for (int i = 0; i < window; i++) {
            sum += weights.get(i, h) * inputs[i];
          }
          return sum;
        },
        h -> deviations[h]);
  }
}

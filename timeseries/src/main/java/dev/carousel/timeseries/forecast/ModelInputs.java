package dev.carousel.timeseries.forecast;

import dev.carousel.timeseries.scale.Scaler;
import java.util.List;

/**
 * Some steps of a series as models read them.
 *
 * @param scalers of the targets
 * @param targets [targets][steps]
 * @param past [others][steps], which only past steps have
 * @param known [known][steps], which steps to come have, too
 */
record ModelInputs(List<Scaler> scalers, double[][] targets, double[][] past, double[][] known) {
  /** How the values of the targets become the numbers of the window before an origin. */
  WindowScaler[] windowScalers(Forecast task, int origin) {
    int first = Math.max(0, origin - task.window());
    WindowScaler[] all = new WindowScaler[targets.length];
    for (int k = 0; k < all.length; k++) {
      double level = task.center().of(targets[k], first, origin);
      double spread = task.windowScale().of(targets[k], level, first, origin);
      all[k] = new WindowScaler(scalers.get(k), level, spread);
    }
    return all;
  }

  /** The number of steps. */
  int steps() {
    return targets[0].length;
  }

  /** Steps one below another become columns one beside another. */
  static double[][] columns(List<double[]> steps, int count) {
    double[][] columns = new double[count][steps.size()];
    for (int t = 0; t < steps.size(); t++) {
      for (int c = 0; c < count; c++) {
        columns[c][t] = steps.get(t)[c];
      }
    }
    return columns;
  }
}

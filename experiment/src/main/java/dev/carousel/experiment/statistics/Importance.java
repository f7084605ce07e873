package dev.carousel.experiment.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

/**
 * How much of what a search found hangs on one of its hyperparameters: the share of the variance of
 * the trials' ranks that the hyperparameter alone explains, as the adjusted R² of a least-squares
 * fit. Numbers are fitted by a quadratic in their rank, so that neither their scale nor a best
 * value in the middle matters; anything else by one mean for each value. This is simpler than
 * functional ANOVA (Hutter, Hoos and Leyton-Brown, ICML 2014) and does not see interactions.
 */
public final class Importance {
  /** With fewer trials the fit would say little. */
  public static final int FEWEST = 10;

  private static final NaturalRanking RANKING =
      new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE);

  private Importance() {}

  /**
   * Ranks of figures.
   *
   * @param figures any numbers, NaN for the worst
   * @param lowerIsBetter whether small figures are good
   * @return 1 for the best; equal figures share the mean of their ranks
   */
  public static double[] ranks(double[] figures, boolean lowerIsBetter) {
    double[] costs = new double[figures.length];
    for (int i = 0; i < costs.length; i++) {
      double cost = lowerIsBetter ? figures[i] : -figures[i];
      costs[i] = Double.isNaN(cost) ? Double.POSITIVE_INFINITY : cost;
    }
    return RANKING.apply(costs);
  }

  /**
   * The importance of a number.
   *
   * @param values the hyperparameter's value in each trial
   * @param outcomes the trials' ranks
   * @return the share, 0 to 1; NaN if the trials are too few or all values or outcomes equal
   */
  public static double ofNumbers(double[] values, double[] outcomes) {
    double[] ranks = RANKING.apply(values);
    long different = Arrays.stream(ranks).distinct().count();
    // A quadratic through two values is a line.
    int degree = (int) Math.min(2, different - 1);
    return explained(
        outcomes, degree, (row, power) -> Math.pow(ranks[row] / ranks.length - 0.5, power));
  }

  /**
   * The importance of a choice.
   *
   * @param values what was chosen in each trial
   * @param outcomes the trials' ranks
   * @return the share, 0 to 1; NaN if the trials are too few or all values or outcomes equal
   */
  public static double ofChoices(List<?> values, double[] outcomes) {
    Map<Object, Integer> groups = new HashMap<>();
    List<Integer> group = new ArrayList<>();
    for (Object value : values) {
      group.add(groups.computeIfAbsent(value, v -> groups.size()));
    }
    return explained(
        outcomes,
        groups.size() - 1,
        (row, column) -> column == 0 || group.get(row) == column ? 1 : 0);
  }

  private interface Design {
    double at(int row, int column);
  }

  /**
   * The adjusted R² of a fit.
   *
   * @param degrees how many columns there are besides the constant one
   */
  private static double explained(double[] outcomes, int degrees, Design design) {
    int n = outcomes.length;
    double mean = Arrays.stream(outcomes).average().orElse(Double.NaN);
    double total = Arrays.stream(outcomes).map(y -> (y - mean) * (y - mean)).sum();
    if (n < FEWEST || degrees < 1 || n <= degrees + 1 || total == 0) {
      return Double.NaN;
    }
    DMatrixRMaj x = new DMatrixRMaj(n, degrees + 1);
    DMatrixRMaj y = new DMatrixRMaj(outcomes);
    for (int row = 0; row < n; row++) {
      for (int column = 0; column <= degrees; column++) {
        x.set(row, column, design.at(row, column));
      }
    }
    DMatrixRMaj fit = new DMatrixRMaj(degrees + 1, 1);
    CommonOps_DDRM.solve(x, y, fit);
    // What the fit leaves: y - x fit.
    CommonOps_DDRM.multAdd(-1, x, fit, y);
    double rest = Math.pow(NormOps_DDRM.normF(y), 2);
    double adjusted = 1 - rest / (n - degrees - 1) / (total / (n - 1));
    return Math.max(0, adjusted);
  }
}

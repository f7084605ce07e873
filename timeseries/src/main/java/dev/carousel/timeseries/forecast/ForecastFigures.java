package dev.carousel.timeseries.forecast;

import dev.carousel.timeseries.metric.Crps;
import dev.carousel.timeseries.metric.ForecastErrors;
import dev.carousel.timeseries.metric.QuantileErrors;
import dev.carousel.train.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The errors of forecasts of some series and targets, gathered one value after another. */
final class ForecastFigures {
  /** The levels of GluonTS's evaluations. */
  private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

  /** The middles of 20 equal parts, of which the mean pinball loss comes near the integral. */
  private static final double[] FINE_LEVELS = fineLevels();

  private static final double CENTRAL = 0.8;

  private static final List<String> POINT =
      List.of("mase", "mae", "rmse", "smape", "nd", "scaledMse", "scaledMae", "scaledMaeSd");

  private final boolean probabilistic;
  private final Measure[][] measures;
  private final ForecastErrors all = new ForecastErrors();
  private final ForecastErrors standardised = new ForecastErrors();
  private final ForecastErrors[][] each;
  private final QuantileErrors quantiles = new QuantileErrors(LEVELS);
  private double crps;
  private double ofWindow;
  private int inWindow;
  private int windows;
  private double windowSum;
  private double windowSquares;

  /**
   * What errors of a target are measured by.
   *
   * @param seasonal the scale of MASE; NaN or 0 where it is undefined
   * @param deviation the standard deviation of the training part; 1 where it is 0
   */
  record Measure(double seasonal, double deviation) {
    /** Whether MASE is defined. */
    boolean hasMase() {
      return seasonal > 0;
    }
  }

  /**
   * Nothing so far.
   *
   * @param probabilistic whether forecasts are distributions
   * @param measures [series][targets]
   */
  ForecastFigures(boolean probabilistic, Measure[][] measures) {
    this.probabilistic = probabilistic;
    this.measures = measures;
    each = new ForecastErrors[measures.length][];
    for (int s = 0; s < measures.length; s++) {
      each[s] = new ForecastErrors[measures[s].length];
      for (int k = 0; k < each[s].length; k++) {
        each[s][k] = new ForecastErrors();
      }
    }
  }

  /** The metrics, the deciding one first. */
  static List<Metric> metrics(boolean probabilistic) {
    List<Metric> metrics = new ArrayList<>();
    if (probabilistic) {
      metrics.add(new Metric("meanWQuantileLoss", true));
    }
    for (String name : POINT) {
      metrics.add(new Metric(name, true));
    }
    if (probabilistic) {
      metrics.add(new Metric("crps", true));
      metrics.add(new Metric("coverage80", false));
    }
    return List.copyOf(metrics);
  }

  /** Adds a value that has come. */
  void add(int series, int target, double actual, Prediction prediction) {
    double mean = prediction.mean();
    each[series][target].add(actual, mean);
    all.add(actual, mean);
    double deviation = measures[series][target].deviation();
    standardised.add(actual / deviation, mean / deviation);
    ofWindow += Math.abs(actual - mean) / deviation;
    inWindow++;
    if (probabilistic) {
      quantiles.add(actual, Arrays.stream(LEVELS).map(prediction::quantile).toArray());
      double[] fine = Arrays.stream(FINE_LEVELS).map(prediction::quantile).toArray();
      crps += Crps.ofQuantiles(FINE_LEVELS, fine, actual);
    }
  }

  /** Ends a forecast; what is added from here on belongs to the next one. */
  void endWindow() {
    if (inWindow > 0) {
      double error = ofWindow / inWindow;
      windows++;
      windowSum += error;
      windowSquares += error * error;
    }
    ofWindow = 0;
    inWindow = 0;
  }

  /** The standard deviation of the forecasts' own standardised absolute errors. */
  private double spread() {
    double mean = windowSum / windows;
    return Math.sqrt(Math.max(0, windowSquares / windows - mean * mean));
  }

  private static double[] fineLevels() {
    double[] levels = new double[20];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (i + 0.5) / levels.length;
    }
    return levels;
  }

  /** The mean over series and targets whose scale is defined. */
  private double mase() {
    double sum = 0;
    int count = 0;
    for (int s = 0; s < each.length; s++) {
      for (int k = 0; k < each[s].length; k++) {
        if (measures[s][k].hasMase() && each[s][k].count() > 0) {
          sum += each[s][k].mase(measures[s][k].seasonal());
          count++;
        }
      }
    }
    return sum / count;
  }

  /** All metrics by their names. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (probabilistic) {
      figures.put("meanWQuantileLoss", quantiles.meanWeightedQuantileLoss());
    }
    figures.put("mase", mase());
    figures.put("mae", all.mae());
    figures.put("rmse", all.rmse());
    figures.put("smape", all.smape());
    figures.put("nd", all.nd());
    figures.put("scaledMse", standardised.mse());
    figures.put("scaledMae", standardised.mae());
    figures.put("scaledMaeSd", spread());
    if (probabilistic) {
      figures.put("crps", crps / quantiles.count());
      figures.put("coverage80", quantiles.coverage(CENTRAL));
    }
    return figures;
  }
}

package dev.carousel.timeseries.forecast;

import dev.carousel.data.Suggestion;
import dev.carousel.timeseries.metric.Crps;
import dev.carousel.timeseries.metric.ForecastErrors;
import dev.carousel.timeseries.metric.QuantileErrors;
import dev.carousel.timeseries.metric.RelativeErrors;
import dev.carousel.train.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;

/** The errors of forecasts of some series and targets, gathered one value after another. */
final class ForecastFigures {
  /** The levels of GluonTS's evaluations. */
  private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

  /** The middles of 20 equal parts, of which the mean pinball loss comes near the integral. */
  private static final double[] FINE_LEVELS = fineLevels();

  private static final double CENTRAL = 0.8;

  /** What is measured where nothing else is asked for, of single values. */
  private static final List<String> USUAL =
      List.of("mase", "mae", "rmse", "smape", "nd", "scaledMse", "scaledMae", "scaledMaeSd");

  /** What may be asked for as well. */
  private static final List<String> FURTHER = List.of("mape", "rmsse", "rse", "corr");

  private static final String FIRST_OF_DISTRIBUTIONS = "meanWQuantileLoss";
  private static final List<String> LAST_OF_DISTRIBUTIONS = List.of("crps", "coverage80");
  private static final String PINBALL = "meanPinball";
  private static final Set<String> HIGHER = Set.of("corr", "coverage80");

  private final boolean probabilistic;
  private final List<Metric> metrics;
  private final Measure[][] measures;
  private final ForecastErrors all = new ForecastErrors();
  private final ForecastErrors standardised = new ForecastErrors();
  private final ForecastErrors[][] each;
  private final RelativeErrors relative;
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
   * @param seasonalSquare the same of RMSSE
   * @param deviation the standard deviation of the training part; 1 where it is 0
   */
  record Measure(double seasonal, double seasonalSquare, double deviation) {
    /** Whether MASE is defined. */
    boolean hasMase() {
      return seasonal > 0;
    }
  }

  /**
   * Nothing so far.
   *
   * @param probabilistic whether forecasts are distributions
   * @param metrics what is asked for, see {@link #metrics}
   * @param measures [series][targets]
   */
  ForecastFigures(boolean probabilistic, List<Metric> metrics, Measure[][] measures) {
    this.probabilistic = probabilistic;
    this.metrics = metrics;
    this.measures = measures;
    relative = new RelativeErrors(measures.length * measures[0].length);
    each = new ForecastErrors[measures.length][];
    for (int s = 0; s < measures.length; s++) {
      each[s] = new ForecastErrors[measures[s].length];
      for (int k = 0; k < each[s].length; k++) {
        each[s][k] = new ForecastErrors();
      }
    }
  }

  /**
   * The metrics, the deciding one first.
   *
   * @param probabilistic whether forecasts are distributions
   * @param names what is asked for; if nothing is, the usual ones
   * @throws IllegalArgumentException if there is no such metric, of such forecasts, or one stands
   *     twice
   */
  static List<Metric> metrics(boolean probabilistic, List<String> names) {
    List<String> usual = new ArrayList<>(USUAL);
    if (probabilistic) {
      usual.add(0, FIRST_OF_DISTRIBUTIONS);
      usual.addAll(LAST_OF_DISTRIBUTIONS);
    }
    List<String> known = new ArrayList<>(usual);
    known.addAll(FURTHER);
    if (probabilistic) {
      known.add(PINBALL);
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no metric '%s' of forecasts that are %s%s"
                .formatted(
                    name,
                    probabilistic ? "distributions" : "single values",
                    Suggestion.ending(name, "there are", known)));
      }
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("metrics holds one name twice");
    }
    return (names.isEmpty() ? usual : names)
        .stream().map(name -> new Metric(name, !HIGHER.contains(name))).toList();
  }

  /** Adds a value that has come. */
  void add(int series, int target, double actual, Prediction prediction) {
    double mean = prediction.mean();
    each[series][target].add(actual, mean);
    all.add(actual, mean);
    relative.add(series * measures[0].length + target, actual, mean);
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
  private double scaled(ToDoubleBiFunction<ForecastErrors, Measure> error) {
    double sum = 0;
    int count = 0;
    for (int s = 0; s < each.length; s++) {
      for (int k = 0; k < each[s].length; k++) {
        if (measures[s][k].hasMase() && each[s][k].count() > 0) {
          sum += error.applyAsDouble(each[s][k], measures[s][k]);
          count++;
        }
      }
    }
    return sum / count;
  }

  /** What was asked for, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    metrics.forEach(metric -> figures.put(metric.name(), figure(metric.name())));
    return figures;
  }

  private double figure(String metric) {
    return switch (metric) {
      case "mase" -> scaled((errors, measure) -> errors.mase(measure.seasonal()));
      case "rmsse" -> scaled((errors, measure) -> errors.rmsse(measure.seasonalSquare()));
      case "mae" -> all.mae();
      case "rmse" -> all.rmse();
      case "mape" -> all.mape();
      case "smape" -> all.smape();
      case "nd" -> all.nd();
      case "rse" -> relative.rse();
      case "corr" -> relative.corr();
      case "scaledMse" -> standardised.mse();
      case "scaledMae" -> standardised.mae();
      case "scaledMaeSd" -> spread();
      case FIRST_OF_DISTRIBUTIONS -> quantiles.meanWeightedQuantileLoss();
      case PINBALL -> quantiles.meanPinball();
      case "crps" -> crps / quantiles.count();
      case "coverage80" -> quantiles.coverage(CENTRAL);
      default -> throw new IllegalArgumentException("no metric '" + metric + "'");
    };
  }
}

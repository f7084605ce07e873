package dev.carousel.timing;

import dev.carousel.data.Batch;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Score;
import dev.carousel.train.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** How exact the answers are where one is asked. */
final class Precision implements Score {
  /** The root mean squared error. */
  private static final String RMSE = "rmse";

  /** The fraction of answers within the criterion. */
  private static final String WITHIN = "within";

  /** The fraction of sequences all of whose answers are within the criterion. */
  private static final String SOLVED = "solved";

  /** What is measured, the deciding one first. */
  static final List<Metric> METRICS =
      List.of(new Metric(RMSE, true), new Metric(WITHIN, false), new Metric(SOLVED, false));

  private final double criterion;
  private final DoubleUnaryOperator answer;
  private double squares;
  private long asked;
  private long within;
  private long sequences;
  private long solved;

  /**
   * A score of nothing yet.
   *
   * @param criterion an answer is within it if its absolute error is below this
   * @param answer the answer that an output stands for
   */
  Precision(double criterion, DoubleUnaryOperator answer) {
    this.criterion = criterion;
    this.answer = answer;
  }

  @Override
  public void add(Batch batch, float[] outputs) {
    Targets.Values targets = (Targets.Values) batch.targets();
    for (int b = 0; b < batch.rows(); b++) {
      boolean all = true;
      for (int t = 0; t < batch.lengths()[b]; t++) {
        int row = t * batch.rows() + b;
        if (targets.weights()[row] == 1) {
          double error = answer.applyAsDouble(outputs[row]) - targets.values()[row];
          boolean exact = Math.abs(error) < criterion;
          squares += error * error;
          asked++;
          within += exact ? 1 : 0;
          all &= exact;
        }
      }
      sequences++;
      solved += all ? 1 : 0;
    }
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(RMSE, Math.sqrt(squares / asked));
    metrics.put(WITHIN, (double) within / asked);
    metrics.put(SOLVED, (double) solved / sequences);
    return metrics;
  }
}

package dev.carousel.timeseries.anomaly.series;

import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanAbsoluteError;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.timeseries.anomaly.ErrorMeasure;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.distribution.Likelihood;
import dev.carousel.timeseries.distribution.StudentT;

/**
 * How badly a model has told a step: the very loss that training makes small, of that step alone.
 *
 * @param loss one that is a function of each value by itself
 */
record StepScore(Loss loss) {
  /**
   * Checks the loss.
   *
   * @throws IllegalArgumentException if single steps cannot be scored by it
   */
  StepScore {
    boolean error = loss instanceof MeanSquaredError || loss instanceof MeanAbsoluteError;
    boolean density = loss instanceof Gaussian || loss instanceof StudentT;
    if (!error && !density) {
      throw new IllegalArgumentException(
          "loss must be \"mse\", \"mae\", \"gaussian\" or \"student-t\", by which steps can be scored");
    }
  }

  /** How many numbers a model gives for each value. */
  int parameters() {
    return loss instanceof Likelihood likelihood ? likelihood.parameters() : 1;
  }

  /** Whether a model gives distributions. */
  boolean probabilistic() {
    return loss instanceof Likelihood;
  }

  /** The error of a value that was told as a number. */
  double of(double difference) {
    return measure().of(difference);
  }

  private ErrorMeasure measure() {
    return loss instanceof MeanSquaredError ? ErrorMeasure.SQUARED : ErrorMeasure.ABSOLUTE;
  }

  /**
   * The score of a step.
   *
   * @param outputs holds what a model gave
   * @param row which of its rows
   * @param targets [rows, values] of which the row is wanted, NaN where missing
   * @param at where the row begins
   * @param values the number of values a row
   * @return the mean over known values, NaN if there is none
   */
  double of(float[] outputs, int row, float[] targets, int at, int values) {
    double sum = 0;
    int known = 0;
    for (int k = 0; k < values; k++) {
      float target = targets[at + k];
      if (!Float.isNaN(target)) {
        sum += one(outputs, (row * values + k) * parameters(), target);
        known++;
      }
    }
    return sum / known;
  }

  /** What is expected of a value. */
  double expected(float[] outputs, int at) {
    return loss instanceof Likelihood likelihood
        ? likelihood.distribution(outputs, at, 1).mean()
        : outputs[at];
  }

  private double one(float[] outputs, int at, float target) {
    return loss instanceof Likelihood likelihood
        ? -likelihood.distribution(outputs, at, 1).logProbability(target)
        : of((double) target - outputs[at]);
  }
}

package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.decode.NextValues;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.distribution.Likelihood;
import dev.carousel.train.Predictor;
import java.util.Optional;

/**
 * What a model says of the steps to come. One that tells all at once is asked once; one that goes
 * step by step reads its own outputs or, with a likelihood, draws {@code paths}, each of which
 * reads what it has drawn.
 *
 * @param loss what was trained; a {@link Likelihood} or one of single values
 * @param values K, how many values a step has
 * @param paths how many are drawn
 */
record Telling(Loss loss, int values, int paths) {
  /** How many numbers a model gives for each value. */
  int parameters() {
    return loss instanceof Likelihood likelihood ? likelihood.parameters() : 1;
  }

  /**
   * What is said of each value.
   *
   * @param units [rows][values], what numbers stand for
   * @return [rows][horizon · values]
   */
  Told[][] of(Batch batch, Predictor predictor, Unit[][] units, RandomStream random) {
    Optional<NextValues> steps = predictor.stepping(batch);
    if (steps.isEmpty()) {
      return atOnce(batch, predictor.predict(batch), units);
    }
    return loss instanceof Likelihood likelihood
        ? drawn(batch, steps.get(), likelihood, units, random)
        : followed(batch, steps.get(), units);
  }

  private Told[][] atOnce(Batch batch, float[] outputs, Unit[][] units) {
    int rows = batch.rows();
    int width = values * parameters();
    if (outputs.length != batch.steps() * rows * width) {
      throw new IllegalArgumentException(
          "predictions: expected [%d, %d], got %d numbers"
              .formatted(batch.steps() * rows, width, outputs.length));
    }
    Told[][] told = new Told[rows][batch.steps() * values];
    for (int h = 0; h < batch.steps(); h++) {
      for (int row = 0; row < rows; row++) {
        for (int k = 0; k < values; k++) {
          int at = (h * rows + row) * width + k * parameters();
          told[row][h * values + k] = told(outputs, at, units[row][k]);
        }
      }
    }
    return told;
  }

  private Told told(float[] outputs, int at, Unit unit) {
    return loss instanceof Likelihood likelihood
        ? Told.of(likelihood.distribution(outputs, at, unit.spread()), unit)
        : Told.of(unit.value(outputs[at]));
  }

  private Told[][] followed(Batch batch, NextValues steps, Unit[][] units) {
    int rows = batch.rows();
    Told[][] told = new Told[rows][batch.steps() * values];
    float[] outputs = steps.first();
    for (int h = 0; h < batch.steps(); h++) {
      outputs = h == 0 ? outputs : steps.read(outputs);
      for (int i = 0; i < rows * values; i++) {
        int row = i / values;
        told[row][h * values + i % values] = told(outputs, i, units[row][i % values]);
      }
    }
    return told;
  }

  private Told[][] drawn(
      Batch batch, NextValues steps, Likelihood likelihood, Unit[][] units, RandomStream random) {
    int rows = batch.rows();
    int[] which = new int[rows * paths];
    for (int i = 0; i < which.length; i++) {
      which[i] = i / paths;
    }
    steps.select(which);
    double[][][] drawn = new double[rows][batch.steps() * values][paths];
    float[] read = new float[which.length * values];
    for (int h = 0; h < batch.steps(); h++) {
      float[] outputs = h == 0 ? steps.first() : steps.read(read);
      for (int i = 0; i < read.length; i++) {
        int k = i % values;
        int path = i / values;
        Unit unit = units[path / paths][k];
        double spread =
            likelihood.distribution(outputs, i * parameters(), unit.spread()).sample(random);
        read[i] = (float) (spread / unit.spread());
        drawn[path / paths][h * values + k][path % paths] = unit.spreadValue(spread);
      }
    }
    Told[][] told = new Told[rows][batch.steps() * values];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < told[row].length; i++) {
        told[row][i] = Told.of(drawn[row][i]);
      }
    }
    return told;
  }
}

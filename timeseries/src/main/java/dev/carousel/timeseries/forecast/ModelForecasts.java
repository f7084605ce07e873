package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.decode.NextValues;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.distribution.Distribution;
import dev.carousel.timeseries.distribution.Likelihood;
import dev.carousel.train.Predictor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The forecasts of a model. One that answers all steps at once is asked once. One that goes step by
 * step reads its own outputs or, with a likelihood, draws paths, each of which reads what it has
 * drawn.
 *
 * @param loss what was trained; a {@link Likelihood} or one of single values
 * @param values K, how many targets a step has
 * @param paths how many are drawn
 */
record ModelForecasts(Loss loss, int values, int paths) {
  /** Every time the same is drawn: differences are those of the models. */
  private static final RandomStream PATHS = new RandomStream(0).derive("paths");

  /**
   * Where the paths of a window come from.
   *
   * @param series the name of its series
   * @param origin its origin
   */
  static RandomStream paths(String series, int origin) {
    return PATHS.derive("%s %d".formatted(series, origin));
  }

  /**
   * What the numbers of a row stand for.
   *
   * @param scalers [values], one a target
   * @param random where its paths come from, of its own, so that they do not depend on other rows
   */
  record Row(WindowScaler[] scalers, RandomStream random) {}

  /** P, how many numbers a model gives for each value. */
  int parameters() {
    return loss instanceof Likelihood likelihood ? likelihood.parameters() : 1;
  }

  /**
   * Asks a model.
   *
   * @param rows as many as the batch has
   * @return [rows][horizon · values]
   */
  Prediction[][] of(Batch batch, Predictor predictor, List<Row> rows) {
    Optional<NextValues> steps = predictor.stepping(batch);
    if (steps.isEmpty()) {
      return atOnce(batch, predictor.predict(batch), rows);
    }
    return loss instanceof Likelihood likelihood
        ? predictions(drawn(batch.steps(), steps.get(), likelihood, rows))
        : fedBack(batch.steps(), steps.get(), rows);
  }

  /**
   * The paths that a model draws, from which {@link #of} tells what is expected.
   *
   * @param rows as many as the batch has
   * @return [rows][horizon · values][paths]; empty for a model that draws none
   */
  Optional<double[][][]> drawn(Batch batch, Predictor predictor, List<Row> rows) {
    return loss instanceof Likelihood likelihood
        ? predictor.stepping(batch).map(steps -> drawn(batch.steps(), steps, likelihood, rows))
        : Optional.empty();
  }

  /** What is expected of paths, which are sorted in place. */
  static Prediction[][] predictions(double[][][] drawn) {
    return Arrays.stream(drawn)
        .map(row -> Arrays.stream(row).map(Prediction::of).toArray(Prediction[]::new))
        .toArray(Prediction[][]::new);
  }

  private Prediction[][] atOnce(Batch batch, float[] outputs, List<Row> rows) {
    int count = batch.steps() * rows.size();
    int width = values * parameters();
    if (outputs.length != count * width) {
      throw new IllegalArgumentException(
          "predictions: expected [%d, %d], got %d numbers".formatted(count, width, outputs.length));
    }
    Prediction[][] predictions = new Prediction[rows.size()][batch.steps() * values];
    for (int i = 0; i < count * values; i++) {
      int step = i / values / rows.size();
      int row = i / values % rows.size();
      int k = i % values;
      WindowScaler scaler = rows.get(row).scalers()[k];
      int at = i * parameters();
      predictions[row][step * values + k] =
          loss instanceof Likelihood likelihood
              ? Prediction.of(likelihood.distribution(outputs, at, scaler.spread()), scaler)
              : Prediction.of(scaler.invert(outputs[at]));
    }
    return predictions;
  }

  private Prediction[][] fedBack(int horizon, NextValues steps, List<Row> rows) {
    Prediction[][] predictions = new Prediction[rows.size()][horizon * values];
    float[] outputs = null;
    for (int h = 0; h < horizon; h++) {
      outputs = h == 0 ? steps.first() : steps.read(outputs);
      for (int i = 0; i < outputs.length; i++) {
        int k = i % values;
        double value = rows.get(i / values).scalers()[k].invert(outputs[i]);
        predictions[i / values][h * values + k] = Prediction.of(value);
      }
    }
    return predictions;
  }

  private double[][][] drawn(int horizon, NextValues steps, Likelihood likelihood, List<Row> rows) {
    int[] which = new int[rows.size() * paths];
    for (int i = 0; i < which.length; i++) {
      which[i] = i / paths;
    }
    steps.select(which);
    double[][][] drawn = new double[rows.size()][horizon * values][paths];
    float[] read = new float[which.length * values];
    for (int h = 0; h < horizon; h++) {
      float[] outputs = h == 0 ? steps.first() : steps.read(read);
      for (int i = 0; i < read.length; i++) {
        int k = i % values;
        int path = i / values;
        Row row = rows.get(path / paths);
        WindowScaler scaler = row.scalers()[k];
        Distribution next =
            likelihood.distribution(outputs, i * likelihood.parameters(), scaler.spread());
        double centred = next.sample(row.random());
        read[i] = (float) (centred / scaler.spread());
        drawn[path / paths][h * values + k][path % paths] = scaler.invertCentred(centred);
      }
    }
    return drawn;
  }
}

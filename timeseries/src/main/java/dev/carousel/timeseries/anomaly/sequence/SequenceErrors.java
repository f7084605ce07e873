package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.sequence.BatchOrder;
import dev.carousel.timeseries.anomaly.ErrorMeasure;
import dev.carousel.train.Predictor;

/**
 * How badly a model tells sequences again: of each the mean error over its measured values.
 *
 * @param measure the error of a value
 */
record SequenceErrors(ErrorMeasure measure) {
  /**
   * The scores of sequences.
   *
   * @param sequences what is told
   * @param predictor tells it
   * @param batchSize how many at once
   * @return [n] in the order of the sequences
   * @throws InvalidDataException if the model tells one step after the other
   */
  double[] of(ToldSequences sequences, Predictor predictor, int batchSize) {
    double[] scores = new double[sequences.count()];
    for (int[] which : BatchOrder.settled(sequences, batchSize)) {
      Batch batch = sequences.batch(which);
      if (predictor.stepping(batch).isPresent()) {
        throw new InvalidDataException(
            "this model reads what it has told of one step before it tells the next, but"
                + " \"sequence-anomalies\" asks for all steps together; use an \"autoencoder\"");
      }
      double[] some = of(batch, predictor.predict(batch));
      for (int b = 0; b < which.length; b++) {
        scores[which[b]] = some[b];
      }
    }
    return scores;
  }

  private double[] of(Batch batch, float[] outputs) {
    Targets.Values targets = (Targets.Values) batch.targets();
    int width = targets.width();
    double[] sums = new double[batch.rows()];
    int[] counts = new int[batch.rows()];
    for (int i = 0; i < outputs.length; i++) {
      if (targets.weights()[i] > 0) {
        int row = i / width % batch.rows();
        sums[row] += measure.of((double) targets.values()[i] - outputs[i]);
        counts[row]++;
      }
    }
    for (int b = 0; b < sums.length; b++) {
      sums[b] /= counts[b];
    }
    return sums;
  }
}

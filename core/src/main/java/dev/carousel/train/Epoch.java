package dev.carousel.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one epoch came to.
 *
 * @param epoch the number, 1 the first
 * @param learningRate the rate used
 * @param trainingLoss the mean loss over the epoch's batches, while the weights were changing
 * @param valid the validation metrics after the epoch
 * @param tokens how many steps of the training data that are not padding it went over
 * @param best whether the deciding metric is the best so far
 * @param seconds how long it took
 */
public record Epoch(
    int epoch,
    double learningRate,
    double trainingLoss,
    Map<String, Double> valid,
    long tokens,
    boolean best,
    double seconds) {
  /** Copies the map and keeps its order. */
  public Epoch {
    valid = Collections.unmodifiableMap(new LinkedHashMap<>(valid));
  }
}

package dev.carousel.train;

import dev.carousel.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the rest of a training depends on, besides the task and the settings: a training
 * that goes on from here gives the same bits as one that never stopped.
 *
 * @param epochs the epochs that have ended
 * @param batches how many batches of the epoch under way have been trained on
 * @param lossSum the sum of their losses
 * @param tokens the number of their steps that are not padding
 * @param seconds how long the epoch under way has taken so far
 * @param steps how many batches have been trained on in all
 * @param order the state of the order's random stream when the epoch under way began
 * @param dropout the state of the dropout's random stream now
 * @param tensors "weights.NAME" and, once an epoch has ended, "best.NAME" of every parameter,
 *     "optimizer.NAME" of everything an optimizer remembers, and "carried.N" of the states that the
 *     model carries to the next batch; when handed out by a trainer its own tensors, valid until
 *     training goes on
 */
public record TrainingState(
    List<Epoch> epochs,
    int batches,
    double lossSum,
    long tokens,
    double seconds,
    long steps,
    long order,
    long dropout,
    Map<String, Tensor> tensors) {
  /** Copies the collections, not the tensors. */
  public TrainingState {
    epochs = List.copyOf(epochs);
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * How long training has taken so far.
   *
   * @return seconds of all epochs
   */
  public double totalSeconds() {
    return seconds + epochs.stream().mapToDouble(Epoch::seconds).sum();
  }
}

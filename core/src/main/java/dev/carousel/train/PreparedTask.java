package dev.carousel.train;

import dev.carousel.data.Batch;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A task with its data in memory. Immutable; shared by trials that run at the same time. */
public interface PreparedTask {
  /**
   * What models get and give.
   *
   * @return the signature
   */
  Signature signature();

  /**
   * One epoch of training data.
   *
   * @param batchSize the number of sequences a batch, at least 1; the last batch may be smaller
   * @param random decides the order
   * @return the batches, which may be made as they are asked for
   */
  Iterable<Batch> trainingBatches(int batchSize, RandomStream random);

  /**
   * What training makes small.
   *
   * @return the loss
   */
  Loss loss();

  /**
   * The figures that {@link #evaluate} gives, the one that decides about early stopping first.
   *
   * @return the metrics
   */
  List<Metric> metrics();

  /**
   * Measures a model on one part of the data.
   *
   * @param split the part
   * @param predictor the model
   * @param batchSize the number of sequences a batch
   * @return a value for every metric of {@link #metrics}
   */
  Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize);

  /**
   * What simple methods reach, for comparison.
   *
   * @return the baselines, possibly none
   */
  List<Baseline> baselines();

  /**
   * The files that were read, so that a run can record their hashes.
   *
   * @return the files, possibly none
   */
  List<Path> files();

  /**
   * The batches that {@link #evaluate} shows to a predictor, in that order, so that single
   * sequences can be looked at.
   *
   * @param split the part
   * @param batchSize the number of sequences a batch
   * @return the batches; unless a task has a cheaper way, those of an evaluation of outputs of 0
   */
  default List<Batch> batches(Split split, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    evaluate(
        split,
        batch -> {
          batches.add(batch);
          int rows = signature().perStep() ? batch.steps() * batch.rows() : batch.rows();
          return new float[rows * signature().outputs()];
        },
        batchSize);
    return batches;
  }

  /**
   * What to call the steps of a sequence, for people.
   *
   * @param sequence a batch of one sequence, of this task's kind of inputs
   * @return one label a step, such as its word; none where the task knows no names
   */
  default List<String> labels(Batch sequence) {
    return List.of();
  }

  /**
   * What has to be kept of the data so that trained models can be asked.
   *
   * @return the assets; none unless a task says otherwise
   */
  default Assets assets() {
    return Assets.NONE;
  }

  /**
   * What follows from a trained model, is not in its weights, and has to be kept so that it can be
   * asked, such as a threshold for what it gives.
   *
   * @param predictor the model with its best weights
   * @param batchSize the number of sequences a batch
   * @return the conclusions; none unless a task says otherwise
   */
  default Assets conclusions(Predictor predictor, int batchSize) {
    return Assets.NONE;
  }

  /**
   * What to show people of a trained model, such as a few of its answers beside what is true.
   *
   * @param predictor the model with its best weights
   * @param batchSize the number of sequences a batch
   * @return the exhibits, each of another title; none unless a task says otherwise
   */
  default List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    return List.of();
  }
}

package dev.carousel.sequence;

import dev.carousel.data.Batch;
import java.util.Map;

/** Adds up a task's figures of merit over the batches of one evaluation. */
public interface Score {
  /**
   * Counts one batch.
   *
   * @param batch what was asked
   * @param outputs what was answered, [rows, outputs] in row-major order; not kept
   */
  void add(Batch batch, float[] outputs);

  /**
   * The metrics over everything added so far.
   *
   * @return a value for every metric of the task, in their order
   */
  Map<String, Double> metrics();
}

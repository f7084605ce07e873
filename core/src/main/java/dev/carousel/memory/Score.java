package dev.carousel.memory;

import dev.carousel.data.Batch;
import java.util.Map;

/** Adds up a task's figures of merit over the batches of one evaluation. */
interface Score {
  /**
   * Counts one batch.
   *
   * @param batch what was asked
   * @param outputs what was answered, [rows, outputs] in row-major order; not kept
   */
  void add(Batch batch, float[] outputs);

  /** The metrics over everything added so far, in the order of the task's metrics. */
  Map<String, Double> metrics();
}

package dev.carousel.data;

/**
 * The outputs for one sequence of a batch, read as unnormalised log-probabilities of classes at
 * every step.
 *
 * @param values [T·B, classes] in row-major order, time-major; shared, not copied
 * @param classes the number of classes
 * @param rows B, the number of sequences of the batch
 * @param row which of them, 0 to B - 1
 * @param length how many steps it has, at least 1
 */
public record LogitSequence(float[] values, int classes, int rows, int row, int length) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there are no such outputs
   */
  public LogitSequence {
    if (classes < 1 || row < 0 || row >= rows || length < 1) {
      throw new IllegalArgumentException(
          "no sequence %d of %d, with %d steps of %d classes"
              .formatted(row, rows, length, classes));
    }
    if (values.length < (long) length * rows * classes) {
      throw new IllegalArgumentException(
          "outputs: expected %d steps of %d sequences with %d classes, got %d numbers"
              .formatted(length, rows, classes, values.length));
    }
  }

  /**
   * One sequence of a batch.
   *
   * @param outputs [T·B, classes] in row-major order; shared, not copied
   * @param batch whose outputs they are
   * @param row which sequence, 0 to B - 1
   * @return the outputs at its steps
   * @throws IllegalArgumentException if the outputs are not one row a step of the batch
   */
  public static LogitSequence of(float[] outputs, Batch batch, int row) {
    int steps = batch.steps() * batch.rows();
    if (outputs.length == 0 || outputs.length % steps != 0) {
      throw new IllegalArgumentException(
          "outputs: expected %d rows, one a step of each sequence, got %d numbers"
              .formatted(steps, outputs.length));
    }
    return new LogitSequence(
        outputs, outputs.length / steps, batch.rows(), row, batch.lengths()[row]);
  }

  /**
   * The outputs at one step.
   *
   * @param step which, 0 to length - 1
   * @return a row of logits, sharing the numbers
   */
  public Logits at(int step) {
    return new Logits(values, (step * rows + row) * classes, classes);
  }

  /**
   * The log of the softmax at every step.
   *
   * @param into [length, classes] in row-major order, or longer; written: log p(class) at each
   *     step, in nats; NaN for all classes of a step where a logit is NaN or +∞ or all are -∞
   */
  public void logProbabilities(double[] into) {
    for (int t = 0; t < length; t++) {
      int from = (t * rows + row) * classes;
      int to = t * classes;
      double largest = values[from];
      for (int k = 1; k < classes; k++) {
        largest = Math.max(largest, values[from + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(values[from + k] - largest);
      }
      double log = largest + Math.log(sum);
      for (int k = 0; k < classes; k++) {
        into[to + k] = values[from + k] - log;
      }
    }
  }
}

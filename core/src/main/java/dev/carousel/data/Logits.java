package dev.carousel.data;

/**
 * One row of unnormalised log-probabilities, read in double precision.
 *
 * @param values [rows, width] in row-major order; shared, not copied
 * @param offset where the row begins
 * @param width the number of classes
 */
public record Logits(float[] values, int offset, int width) {
  /**
   * The log of the softmax at a class.
   *
   * @param label the class
   * @return log p(label), in nats; NaN if a logit is
   */
  public double logProbability(int label) {
    double largest = values[offset + likeliest()];
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += Math.exp(values[offset + k] - largest);
    }
    return values[offset + label] - largest - Math.log(sum);
  }

  /**
   * The class of the largest logit.
   *
   * @return the first of them if several are equal
   */
  public int likeliest() {
    int best = 0;
    for (int k = 1; k < width; k++) {
      if (values[offset + k] > values[offset + best]) {
        best = k;
      }
    }
    return best;
  }
}

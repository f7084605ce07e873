package dev.carousel.memory;

/**
 * One row of unnormalised log-probabilities, read in double precision.
 *
 * @param values [rows, width] in row-major order
 * @param offset where the row begins
 * @param width the number of classes
 */
record Logits(float[] values, int offset, int width) {
  /** log p(label), the log of the softmax at a class. */
  double logProbability(int label) {
    double largest = values[offset + likeliest()];
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += Math.exp(values[offset + k] - largest);
    }
    return values[offset + label] - largest - Math.log(sum);
  }

  /** The class of the largest logit, the first of them if several are equal. */
  int likeliest() {
    int best = 0;
    for (int k = 1; k < width; k++) {
      if (values[offset + k] > values[offset + best]) {
        best = k;
      }
    }
    return best;
  }
}

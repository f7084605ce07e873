package dev.carousel.data;

import java.util.Arrays;

/**
 * One row of unnormalised log-probabilities, read in double precision.
 *
 * @param values [rows, width] in row-major order; shared, not copied
 * @param offset where the row begins
 * @param width the number of classes
 */
public record Logits(float[] values, int offset, int width) {
  // Up to here inserting into a short sorted list is faster than sorting all classes.
  private static final int FEW = 64;

  /**
   * The log of the softmax at a class.
   *
   * @param label the class
   * @return log p(label), in nats; NaN if a logit is
   */
  public double logProbability(int label) {
    return logProbabilities(label)[0];
  }

  /**
   * The log of the softmax at some classes.
   *
   * @param labels the classes
   * @return log p of each, in nats; NaN if a logit is
   */
  public double[] logProbabilities(int... labels) {
    double largest = values[offset + likeliest()];
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += Math.exp(values[offset + k] - largest);
    }
    double log = Math.log(sum);
    double[] logProbabilities = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      logProbabilities[i] = values[offset + labels[i]] - largest - log;
    }
    return logProbabilities;
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

  /**
   * The classes of the largest logits.
   *
   * @param count how many, at least 0
   * @return the likeliest first, equally likely ones in the order of their numbers; all classes if
   *     there are not so many; in no particular order where logits are NaN
   */
  public int[] likeliest(int count) {
    int kept = Math.min(count, width);
    return kept <= FEW ? inserted(kept) : sorted(kept);
  }

  /**
   * Whether a class is one of {@link #likeliest(int)}.
   *
   * @param label the class
   * @param count how many of the likeliest count
   * @return whether fewer than {@code count} classes come before it; a logit that is NaN comes
   *     before all others
   */
  public boolean isAmongLikeliest(int label, int count) {
    float own = values[offset + label];
    int before = 0;
    for (int k = 0; k < width && before < count; k++) {
      float value = values[offset + k];
      boolean after = value < own || value == own && k >= label;
      before += after ? 0 : 1;
    }
    return before < count;
  }

  private int[] inserted(int kept) {
    int[] best = new int[kept];
    int filled = 0;
    for (int k = 0; k < width; k++) {
      float value = values[offset + k];
      int at = filled;
      while (at > 0 && value > values[offset + best[at - 1]]) {
        at--;
      }
      if (at < kept) {
        filled = Math.min(filled + 1, kept);
        System.arraycopy(best, at, best, at + 1, filled - at - 1);
        best[at] = k;
      }
    }
    return best;
  }

  private int[] sorted(int kept) {
    // One number a class, the larger the logit and then the smaller the class the smaller it is:
    // the bits of floats, taken as integers, are in the order of the floats but for the sign.
    long[] keys = new long[width];
    for (int k = 0; k < width; k++) {
      int bits = Float.floatToIntBits(values[offset + k] + 0f);
      int ascending = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
      keys[k] = ((long) ~ascending << Integer.SIZE) | k;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).limit(kept).mapToInt(key -> (int) key).toArray();
  }
}

package dev.carousel.timeseries.music;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.train.Predictor;

/**
 * Predicts each key by itself, from how often it sounded in the training part's predicted frames:
 * p(k) = (n(k) + 1) / (N + 2), Laplace's rule, with the frames counted apart, or not, by whether
 * the key sounded in the frame before.
 */
final class KeyChances implements Predictor {
  /**
   * [before][key]: log p(k) / (1 - p(k)), where before is 1 if the key sounded in the frame before.
   */
  private final float[][] logits = new float[2][Keys.COUNT];

  private KeyChances(long[][] sounding, long[][] silent) {
    for (int before = 0; before < 2; before++) {
      for (int key = 0; key < Keys.COUNT; key++) {
        logits[before][key] =
            (float) Math.log((sounding[before][key] + 1.0) / (silent[before][key] + 1.0));
      }
    }
  }

  /** The same chance whatever was before. */
  static KeyChances marginal(Rolls train) {
    long[][][] counts = counts(train);
    for (long[][] what : counts) {
      for (int key = 0; key < Keys.COUNT; key++) {
        what[0][key] += what[1][key];
        what[1][key] = what[0][key];
      }
    }
    return new KeyChances(counts[1], counts[0]);
  }

  /** A Markov chain a key. */
  static KeyChances markov(Rolls train) {
    long[][][] counts = counts(train);
    return new KeyChances(counts[1], counts[0]);
  }

  /** [sounds][before][key]: how often. */
  private static long[][][] counts(Rolls train) {
    long[][][] counts = new long[2][2][Keys.COUNT];
    int[] before = new int[Keys.COUNT];
    int[] now = new int[Keys.COUNT];
    for (int[][] frames : train.keys()) {
      for (int t = 1; t < frames.length; t++) {
        mark(frames[t - 1], before, 1);
        mark(frames[t], now, 1);
        for (int key = 0; key < Keys.COUNT; key++) {
          counts[now[key]][before[key]][key]++;
        }
        mark(frames[t - 1], before, 0);
        mark(frames[t], now, 0);
      }
    }
    return counts;
  }

  private static void mark(int[] frame, int[] sounds, int value) {
    for (int key : frame) {
      sounds[key] = value;
    }
  }

  @Override
  public float[] predict(Batch batch) {
    float[] before = ((Inputs.Features) batch.inputs()).values();
    float[] outputs = new float[before.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = logits[before[i] == 1 ? 1 : 0][i % Keys.COUNT];
    }
    return outputs;
  }
}

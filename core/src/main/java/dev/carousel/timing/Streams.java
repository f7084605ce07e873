package dev.carousel.timing;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Sequences;
import dev.carousel.train.Predictor;
import java.util.Arrays;

/**
 * Sequences of one input and one output a step.
 *
 * @param inputs [sequence][step]; shared, not copied
 * @param targets as long as the inputs, NaN where nothing is asked; shared, not copied
 */
record Streams(float[][] inputs, float[][] targets) implements Sequences {
  @Override
  public int count() {
    return inputs.length;
  }

  @Override
  public Batch batch(int[] which) {
    int rows = which.length;
    int[] lengths = Arrays.stream(which).map(n -> inputs[n].length).toArray();
    int steps = Arrays.stream(lengths).max().orElseThrow();
    float[] features = new float[steps * rows];
    float[] values = new float[steps * rows];
    float[] weights = new float[steps * rows];
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        int row = t * rows + b;
        features[row] = inputs[which[b]][t];
        float target = targets[which[b]][t];
        if (!Float.isNaN(target)) {
          values[row] = target;
          weights[row] = 1;
        }
      }
    }
    return new Batch(
        steps,
        rows,
        lengths,
        new Inputs.Features(1, features),
        new Targets.Values(1, values, weights),
        false);
  }

  /** Gives one output whatever the input. */
  static Predictor always(double output) {
    return batch -> {
      float[] outputs = new float[batch.steps() * batch.rows()];
      Arrays.fill(outputs, (float) output);
      return outputs;
    };
  }

  /** The mean of all targets that are asked. */
  double mean() {
    double total = 0;
    long asked = 0;
    for (float[] stream : targets) {
      for (float target : stream) {
        if (!Float.isNaN(target)) {
          total += target;
          asked++;
        }
      }
    }
    return total / asked;
  }
}

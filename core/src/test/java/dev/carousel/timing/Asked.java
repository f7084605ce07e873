package dev.carousel.timing;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * One sequence as a model gets it.
 *
 * @param inputs the input of every real step
 * @param targets the target of every real step, NaN where none is asked
 */
record Asked(List<Float> inputs, List<Float> targets) {
  /** The sequences of a part, in order, from batches of a given size. */
  static List<Asked> of(PreparedTask task, Split split, int batchSize) {
    List<Asked> sequences = new ArrayList<>();
    task.evaluate(
        split,
        batch -> {
          sequences.addAll(of(batch));
          return new float[batch.steps() * batch.rows()];
        },
        batchSize);
    return sequences;
  }

  /** The sequences of a batch, whose padding must be empty. */
  static List<Asked> of(Batch batch) {
    float[] inputs = ((Inputs.Features) batch.inputs()).values();
    Targets.Values targets = (Targets.Values) batch.targets();
    List<Asked> sequences = new ArrayList<>();
    for (int b = 0; b < batch.rows(); b++) {
      Asked sequence = new Asked(new ArrayList<>(), new ArrayList<>());
      for (int t = 0; t < batch.steps(); t++) {
        int row = t * batch.rows() + b;
        if (t < batch.lengths()[b]) {
          sequence.inputs.add(inputs[row]);
          sequence.targets.add(targets.weights()[row] == 1 ? targets.values()[row] : Float.NaN);
        } else if (inputs[row] != 0 || targets.values()[row] != 0 || targets.weights()[row] != 0) {
          throw new AssertionError("padding at step " + t + " of sequence " + b + " is not empty");
        }
      }
      sequences.add(sequence);
    }
    return sequences;
  }

  /** The steps, from 1, at which the input, or the target, is 1. */
  static List<Integer> spikes(List<Float> values) {
    List<Integer> spikes = new ArrayList<>();
    for (int t = 0; t < values.size(); t++) {
      if (values.get(t) == 1) {
        spikes.add(t + 1);
      }
    }
    return spikes;
  }
}

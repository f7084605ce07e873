package dev.carousel.loss;

import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Variable;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.LogitSequence;
import dev.carousel.data.Targets;
import dev.carousel.decode.Trellis;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;

/**
 * Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber, Connectionist
 * Temporal Classification: Labelling Unsegmented Sequence Data with Recurrent Neural Networks,
 * 2006): the mean over sequences of -log p(labels | outputs), in nats, where p is the sum over all
 * {@linkplain Trellis paths} that stand for the labels. Outputs are unnormalised log-probabilities,
 * one row a step; class 0 is the blank and the labels are 1 and up. In JSON, "ctc".
 *
 * <p>Each sequence counts alike, whatever its length and the number of its labels; what other
 * libraries call the mean may be divided by the latter. Steps after the end of a sequence have no
 * part in it and a gradient of 0.
 *
 * <p>Computed in double and in logarithms; the sequences of a batch are shared by the kernels'
 * threads, with the same bits for any number of them.
 *
 * @param impossible what to do with sequences that have too few steps for their labels, each of
 *     which needs one, and another for the blank between two that are equal
 */
public record Ctc(Impossible impossible) implements Loss {
  /** What to do with a sequence whose labels have no path. */
  public enum Impossible {
    /** Its loss is infinite, so nothing can be learnt: an error that names it. */
    REFUSE,
    /**
     * It does not count, neither in the sum nor in the number of sequences that the sum is divided
     * by; {@link #impossible(Targets.Sequences)} says how many there are.
     */
    SKIP
  }

  /**
   * The log of the probability of some labels.
   *
   * @param outputs what a model says at each step of a sequence
   * @param labels the labels, each at least 1
   * @return log p(labels | outputs), in nats; -∞ if they have no path, NaN if a logit is NaN or +∞
   * @throws IllegalArgumentException if a label is none of the outputs' classes
   */
  public static double logProbability(LogitSequence outputs, int[] labels) {
    return new ForwardBackward().logProbability(outputs, labels);
  }

  /**
   * How many sequences have too few steps for their labels.
   *
   * @param targets the labels and lengths of some sequences
   * @return the number that a loss refuses or skips
   */
  public static int impossible(Targets.Sequences targets) {
    int count = 0;
    for (int b = 0; b < targets.lengths().length; b++) {
      count += isPossible(targets, b) ? 0 : 1;
    }
    return count;
  }

  private static boolean isPossible(Targets.Sequences targets, int b) {
    return Trellis.leastSteps(targets.labels()[b]) <= targets.lengths()[b];
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidDataException if a sequence that has too few steps is refused
   */
  @Override
  public Variable of(Variable outputs, Targets targets) {
    if (!(targets instanceof Targets.Sequences given)) {
      throw new IllegalArgumentException("ctc needs sequences of labels, not " + targets.kind());
    }
    if (outputs.value().rows() != given.rows()) {
      throw new ShapeException(
          "ctc",
          "%d rows, one for each of %d steps of %d sequences"
              .formatted(given.rows(), given.steps(), given.lengths().length),
          outputs.value().shape());
    }
    int counted = counted(given);
    Kernels kernels = outputs.tape().kernels();
    int rows = given.lengths().length;
    int classes = outputs.value().columns();
    float[] logits = kernels.toArray(outputs.value());
    float[] gradient = new float[logits.length];
    double[] nats = new double[rows];
    kernels.overRows(
        rows,
        (from, to) -> {
          ForwardBackward pass = new ForwardBackward();
          for (int b = from; b < to; b++) {
            if (isPossible(given, b)) {
              int length = given.lengths()[b];
              LogitSequence sequence = new LogitSequence(logits, classes, rows, b, length);
              nats[b] = -logProbability(pass, sequence, given.labels()[b]);
              double[] derivatives = pass.derivatives();
              for (int t = 0; t < length; t++) {
                int at = (t * rows + b) * classes;
                for (int k = 0; k < classes; k++) {
                  gradient[at + k] = (float) (derivatives[t * classes + k] / counted);
                }
              }
            }
          }
        });
    double sum = 0;
    for (double each : nats) {
      sum += each;
    }
    return Reductions.scalar(outputs, sum / Math.max(1, counted), gradient);
  }

  private static double logProbability(ForwardBackward pass, LogitSequence sequence, int[] labels) {
    try {
      return pass.logProbability(sequence, labels);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "ctc: sequence %d of the batch: %s".formatted(sequence.row() + 1, e.getMessage()), e);
    }
  }

  /** The number of sequences that count. */
  private int counted(Targets.Sequences targets) {
    int rows = targets.lengths().length;
    for (int b = 0; b < rows && impossible == Impossible.REFUSE; b++) {
      if (!isPossible(targets, b)) {
        throw new InvalidDataException(
            ("ctc: sequence %d of the batch: %s; give it more steps or fewer labels, leave it out,"
                    + " or set the loss's impossible to \"skip\"")
                .formatted(b + 1, Trellis.shortage(targets.labels()[b], targets.lengths()[b])));
      }
    }
    return rows - impossible(targets);
  }
}

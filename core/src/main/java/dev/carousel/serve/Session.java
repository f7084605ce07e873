package dev.carousel.serve;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightFile;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A trained model in an application: its architecture as it stands in the program, its weights out
 * of a run. It answers whole sequences, or sequences that come step by step.
 *
 * <p>It may be shared between threads; they wait for each other. Whoever has many and wants them
 * served at once loads a session for each.
 */
public final class Session {
  private final Model model;
  private final Signature signature;
  private final Kernels kernels;
  private final Workspace workspace;

  private Session(Model model, Signature signature, Kernels kernels) {
    this.model = model;
    this.signature = signature;
    this.kernels = kernels;
    this.workspace = new Workspace(kernels);
  }

  /**
   * Loads a model.
   *
   * @param weights a file of weights under Carousel's own names, such as a run's {@code
   *     checkpoints/VARIANT-seedN.safetensors}
   * @param architecture what was trained
   * @param signature what its task fed it and wanted back
   * @param kernels what to compute with
   * @return the model, ready to be asked
   * @throws dev.carousel.data.InvalidDataException if there is no such file, or it is of another
   *     model
   */
  public static Session load(
      Path weights, Architecture architecture, Signature signature, Kernels kernels) {
    Model model = architecture.build(signature, kernels, new RandomStream(0));
    WeightFile.load(weights, model.parameters(), new OwnNaming(), kernels);
    return new Session(model, signature, kernels);
  }

  /**
   * Answers sequences from their beginning.
   *
   * @param inputs T steps of B sequences, time-major
   * @param lengths how many steps of each of the B sequences are real; not kept
   * @return a new array: [B, outputs] or, of a model that answers at every step, [T·B, outputs],
   *     time-major, whose padding is unspecified
   * @throws IllegalArgumentException if the inputs are not of these sizes, or not what the model
   *     reads
   */
  public float[] outputs(Inputs inputs, int... lengths) {
    int steps = Arrays.stream(lengths).max().orElse(0);
    return outputs(new Batch(steps, lengths.length, lengths.clone(), inputs, null, false));
  }

  private synchronized float[] outputs(Batch batch) {
    workspace.release();
    return kernels.toArray(model.outputs(Tape.prediction(workspace), batch).value());
  }

  /**
   * Begins sequences that come step by step.
   *
   * @param rows B, how many go side by side, at least 1
   * @return reads them; any number may be under way at a time
   * @throws IllegalArgumentException if there are no sequences
   * @throws IllegalStateException if the model needs whole sequences: it answers once a sequence,
   *     or has layers that read backwards
   */
  public Stream begin(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1, got " + rows);
    }
    if (!signature.perStep()) {
      throw new IllegalStateException(
          "this model answers once a sequence, so sequences cannot be read step by step; give them"
              + " whole to outputs");
    }
    model.parameters().stream()
        .filter(each -> each.layer() instanceof Layer.Recurrent layer && layer.reversed())
        .findFirst()
        .ifPresent(
            each -> {
              throw new IllegalStateException(
                  ("'%s' belongs to a layer that reads backwards, so sequences cannot be read step"
                          + " by step; give them whole to outputs")
                      .formatted(each.name()));
            });
    return new Stream(rows);
  }

  /** Sequences under way. It holds their states, so it is for one thread at a time. */
  public final class Stream {
    private final int[] ones;
    private List<Tensor> states = List.of();

    private Stream(int rows) {
      ones = new int[rows];
      Arrays.fill(ones, 1);
    }

    /**
     * Reads the next step.
     *
     * @param inputs one step of each sequence
     * @return a new array, [B, outputs]: what the model answers after this step
     * @throws IllegalArgumentException if the inputs are not of this many sequences, or not what
     *     the model reads
     * @throws IllegalStateException if the model keeps nothing from step to step
     */
    public float[] step(Inputs inputs) {
      synchronized (Session.this) {
        boolean continues = !states.isEmpty();
        if (continues) {
          model.carry(states);
        }
        float[] answer = outputs(new Batch(1, ones.length, ones.clone(), inputs, null, continues));
        states = model.carried().stream().map(this::copy).toList();
        if (states.isEmpty()) {
          throw new IllegalStateException(
              "this model keeps nothing from step to step; give whole sequences to outputs");
        }
        return answer;
      }
    }

    /** The model's own tensors are overwritten by whoever asks it next. */
    private Tensor copy(Tensor state) {
      Tensor copy = kernels.allocate(state.shape());
      kernels.copy(state, 0, 0, copy, 0, 0, state.rows(), state.columns(), false);
      return copy;
    }
  }
}

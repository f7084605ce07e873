package dev.carousel.transduction;

import dev.carousel.attention.AttentionScores;
import dev.carousel.attention.Memory;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.decode.NextTokens;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import dev.carousel.transduction.EncoderDecoderModel.Decoded;
import dev.carousel.transduction.EncoderDecoderModel.Encoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An encoder-decoder that gives one token after another. */
final class AttendingDecoder implements NextTokens {
  private final EncoderDecoderModel model;
  private final Kernels kernels;
  private final Workspace workspace;
  private final Optional<Source> all;
  private Optional<Source> memory;
  private int[] source;
  private List<Tensor> states;
  private Tensor before;
  private float[] attention = new float[0];

  /** What is attended to, in memory of its own. */
  private record Source(AttentionScores scores, Tensor values, Tensor keys, int[] lengths) {
    int steps() {
      return values.rows() / lengths.length;
    }

    /** Of some of the sequences. */
    Source select(int[] which, Kernels kernels) {
      int[] rows = new int[which.length * steps()];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = which[i / steps()] * steps() + i % steps();
      }
      return new Source(
          scores,
          selected(kernels, values, rows),
          selected(kernels, keys, rows),
          Arrays.stream(which).map(row -> lengths[row]).toArray());
    }
  }

  AttendingDecoder(EncoderDecoderModel model, Batch batch, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
    workspace = new Workspace(kernels);
    Tape tape = Tape.prediction(workspace);
    Encoded encoded = model.encode(tape, batch);
    source = IntStream.range(0, batch.rows()).toArray();
    states = encoded.states().stream().map(state -> kept(state.value())).toList();
    all =
        encoded
            .memory()
            .map(
                each ->
                    new Source(
                        each.scores(),
                        kept(each.values().value()),
                        kept(each.keys().value()),
                        each.lengths().clone()));
    memory = all;
    before = model.first(tape, batch.rows()).map(first -> kept(first.value())).orElse(null);
  }

  @Override
  public int vocabulary() {
    return model.vocabulary();
  }

  @Override
  public int rows() {
    return source.length;
  }

  @Override
  public float[] read(int[] tokens) {
    if (tokens.length != rows()) {
      throw new IllegalArgumentException(
          tokens.length + " tokens for " + rows() + " sequences side by side");
    }
    workspace.release();
    Tape tape = Tape.prediction(workspace);
    int[] one = new int[rows()];
    Arrays.fill(one, 1);
    Decoded decoded =
        model.decode(
            tape,
            tokens,
            one,
            Optional.ofNullable(before).map(tape::constant),
            states.stream().map(tape::constant).toList(),
            memory.map(
                each ->
                    new Memory(
                        each.scores,
                        tape.constant(each.values),
                        tape.constant(each.keys),
                        each.lengths)));
    states = decoded.states().stream().map(state -> kept(state.value())).toList();
    if (model.feedsInput()) {
      before = kept(decoded.attentional().value());
    }
    attention =
        decoded.weights().map(Variable::value).map(kernels::toArray).orElseGet(() -> new float[0]);
    return kernels.toArray(model.logits(decoded.attentional(), rows()).value());
  }

  @Override
  public void select(int[] which) {
    int[] selected = Arrays.stream(which).map(row -> source[row]).toArray();
    if (!Arrays.equals(selected, source)) {
      memory = all.map(each -> each.select(selected, kernels));
    }
    source = selected;
    List<Tensor> kept = new ArrayList<>();
    states.forEach(state -> kept.add(selected(kernels, state, which)));
    states = kept;
    before = before == null ? null : selected(kernels, before, which);
    attention = new float[0];
  }

  @Override
  public float[] attention() {
    return attention.clone();
  }

  private static Tensor selected(Kernels kernels, Tensor tensor, int[] rows) {
    Tensor result = kernels.allocate(Shape.of(rows.length, tensor.columns()));
    kernels.gatherRows(tensor, rows, result);
    return result;
  }

  /** A copy that lives longer than the workspace's tensors. */
  private Tensor kept(Tensor tensor) {
    Tensor copy = kernels.allocate(tensor.shape());
    kernels.copy(tensor, 0, 0, copy, 0, 0, tensor.rows(), tensor.columns(), false);
    return copy;
  }
}

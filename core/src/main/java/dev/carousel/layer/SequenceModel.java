package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Recurrent layers with a dense readout, at every step or after the last one, as the task asks.
 * Tokens are embedded, or given as one-hot vectors.
 *
 * <p>Between a batch and one that continues it, the states' values are carried over without a
 * gradient (truncated backpropagation through time).
 */
public final class SequenceModel implements Model {
  private final Signature signature;
  private final Embedding embedding;
  private final Recurrent recurrent;
  private final double dropout;
  private final Dense readout;
  private final Kernels kernels;
  private List<Tensor> carried = List.of();

  /**
   * Builds the model with initial weights.
   *
   * @param signature what the task feeds and wants
   * @param embeddingWidth the length of token vectors; empty for one-hot vectors; not looked at for
   *     real features
   * @param stack the recurrent layers
   * @param dropout the probability with which the embedding's and the top layer's outputs are
   *     dropped
   * @param initializer gives the initial weights
   * @param kernels what to compute with
   * @param random where the initial weights' randomness comes from
   * @throws InvalidDataException if the layers read backwards what the task asks to predict, or the
   *     task feeds something else
   */
  public SequenceModel(
      Signature signature,
      OptionalInt embeddingWidth,
      RecurrentStack stack,
      double dropout,
      Initializer initializer,
      Kernels kernels,
      RandomStream random) {
    if (signature.causal() && stack.bidirectional()) {
      throw new InvalidDataException(
          "the recurrent layers cannot be bidirectional: backwards they would read what this task"
              + " asks to predict");
    }
    if (!(signature.input() instanceof Signature.Tokens
        || signature.input() instanceof Signature.Features)) {
      throw new InvalidDataException(
          "a sequence model reads one sequence of features or tokens at a time, which is not what"
              + " this task feeds");
    }
    this.signature = signature;
    this.dropout = dropout;
    this.kernels = kernels;
    int size = signature.input().size();
    int width = size;
    Embedding table = null;
    if (signature.input() instanceof Signature.Tokens && embeddingWidth.isPresent()) {
      width = embeddingWidth.getAsInt();
      table = new Embedding("embedding", size, width, kernels, initializer, random);
    }
    embedding = table;
    recurrent = new Recurrent("recurrent", stack, width, kernels, initializer, random);
    readout =
        new Dense("readout", stack.outputs(), signature.outputs(), kernels, initializer, random);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    if (embedding != null) {
      all.addAll(embedding.parameters());
    }
    all.addAll(recurrent.parameters());
    all.addAll(readout.parameters());
    return all;
  }

  @Override
  public Variable outputs(Tape tape, Batch batch) {
    Variable x = inputs(tape, batch);
    Recurrent.Output output;
    if (batch.continues() && !carried.isEmpty()) {
      List<Variable> states = carried.stream().map(tape::constant).toList();
      output = recurrent.apply(x, batch.steps(), batch.lengths(), states);
    } else {
      output = recurrent.apply(x, batch.steps(), batch.lengths());
    }
    carry(output.finalStates().stream().map(Variable::value).toList());
    Variable read = signature.perStep() ? output.sequence() : output.last();
    return readout.apply(RowOperations.dropout(read, dropout));
  }

  @Override
  public List<Tensor> carried() {
    return carried;
  }

  /**
   * Copies the states, which may lie in a workspace that is released before the next batch. Those
   * carried so far have been copied by then, so their memory can be used again.
   */
  @Override
  public void carry(List<Tensor> states) {
    List<Tensor> kept = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      Tensor state = states.get(i);
      boolean fits = i < carried.size() && carried.get(i).shape().equals(state.shape());
      Tensor copy = fits ? carried.get(i) : kernels.allocate(state.shape());
      kernels.copy(state, 0, 0, copy, 0, 0, state.rows(), state.columns(), false);
      kept.add(copy);
    }
    carried = kept;
  }

  private Variable inputs(Tape tape, Batch batch) {
    int rows = batch.steps() * batch.rows();
    int size = signature.input().size();
    if (batch.inputs() instanceof Inputs.Features features) {
      return tape.constant(tape.tensor(features.values(), rows, size));
    }
    int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
    for (int id : ids) {
      if (id < 0 || id >= size) {
        throw new IllegalArgumentException(
            "token id " + id + " for a model of " + size + " tokens, 0 to " + (size - 1));
      }
    }
    if (embedding != null) {
      return RowOperations.dropout(embedding.apply(tape, ids), dropout);
    }
    float[] oneHot = new float[rows * size];
    for (int row = 0; row < rows; row++) {
      oneHot[row * size + ids[row]] = 1;
    }
    return tape.constant(tape.tensor(oneHot, rows, size));
  }
}

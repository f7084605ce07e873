package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.graph.GraphWriter;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Recurrent layers between an input and a readout, which answers at every step or after the last
 * one, as the task asks.
 *
 * <p>Between a batch and one that continues it, the states' values are carried over without a
 * gradient (truncated backpropagation through time).
 */
public final class SequenceModel implements Model {
  private final SequenceInput input;
  private final Recurrent recurrent;
  private final SequenceSummary summary;
  private final Dropout dropout;
  private final Readout readout;
  private final Kernels kernels;
  private List<Tensor> carried = List.of();

  /**
   * Puts a model together.
   *
   * @param input what the recurrent layers read
   * @param recurrent the recurrent layers, as wide as the input
   * @param summary which of the top layer's outputs are read, or what is made of them
   * @param dropout of what is read
   * @param readout from what is read
   * @param kernels what to compute with
   */
  public SequenceModel(
      SequenceInput input,
      Recurrent recurrent,
      SequenceSummary summary,
      Dropout dropout,
      Readout readout,
      Kernels kernels) {
    this.input = input;
    this.recurrent = recurrent;
    this.summary = summary;
    this.dropout = dropout;
    this.readout = readout;
    this.kernels = kernels;
  }

  /**
   * A model with a dense readout, with initial weights. Tokens are embedded, or given as one-hot
   * vectors.
   *
   * @param signature what the task feeds and wants
   * @param frontEnd looks at features that are images; empty for features as they are
   * @param embeddingWidth the length of token vectors; empty for one-hot vectors; not looked at for
   *     real features
   * @param stack the recurrent layers
   * @param dropout the probability with which the embedding's and the top layer's outputs are
   *     dropped
   * @param initializer gives the initial weights
   * @param kernels what to compute with
   * @param random where the initial weights' randomness comes from
   * @return the model
   * @throws InvalidDataException if the layers read backwards what the task asks to predict, or the
   *     task feeds something else than one sequence of features or tokens
   */
  public static SequenceModel of(
      Signature signature,
      Optional<ConvolutionalFrontEnd> frontEnd,
      OptionalInt embeddingWidth,
      RecurrentStack stack,
      double dropout,
      Initializer initializer,
      Kernels kernels,
      RandomStream random) {
    stack.requireCausal(signature);
    Dropout each = new Dropout(dropout, false);
    SequenceInput input =
        input(signature.input(), frontEnd, embeddingWidth, 0, each, initializer, kernels, random);
    Recurrent recurrent =
        new Recurrent("recurrent", stack, input.width(), kernels, initializer, random);
    Dense readout =
        new Dense("readout", stack.outputs(), signature.outputs(), kernels, initializer, random);
    SequenceSummary summary =
        signature.perStep() ? SequenceSummary.EVERY_STEP : SequenceSummary.LAST;
    return new SequenceModel(input, recurrent, summary, each, readout, kernels);
  }

  /**
   * What recurrent layers read of a task: features, embedded tokens or one-hot tokens.
   *
   * @param kind what the task feeds
   * @param frontEnd looks at features that are images; empty for features as they are
   * @param embeddingWidth the length of token vectors; empty for one-hot vectors; not looked at for
   *     real features
   * @param tokenDropout the probability with which a token's vector is zero in a whole batch
   * @param dropout of the token vectors' elements
   * @param initializer gives the initial weights
   * @param kernels what to compute with
   * @param random where the initial weights' randomness comes from
   * @return the input
   * @throws InvalidDataException if the task feeds something else, or vectors of tokens or a front
   *     end is there that the model has no use for
   */
  public static SequenceInput input(
      Signature.Input kind,
      Optional<ConvolutionalFrontEnd> frontEnd,
      OptionalInt embeddingWidth,
      double tokenDropout,
      Dropout dropout,
      Initializer initializer,
      Kernels kernels,
      RandomStream random) {
    if (kind instanceof Signature.Features features) {
      return SequenceInput.features(features, frontEnd, initializer, kernels, random);
    }
    ConvolutionalFrontEnd.requireNone(frontEnd);
    if (!(kind instanceof Signature.Tokens tokens)) {
      throw new InvalidDataException(
          "a sequence model reads one sequence of features or tokens at a time, which is not what"
              + " this task feeds");
    }
    if (embeddingWidth.isEmpty()) {
      return SequenceInput.oneHot(withoutVectors(tokens));
    }
    int width = embeddingWidth.getAsInt();
    Embedding table = new Embedding("embedding", tokens, width, kernels, initializer, random);
    return SequenceInput.embedded(table, tokenDropout, dropout);
  }

  private static int withoutVectors(Signature.Tokens tokens) {
    tokens
        .vectors()
        .ifPresent(
            vectors -> {
              throw new InvalidDataException(
                  ("the vectors in '%s' would not be used, since the model reads one-hot vectors; set"
                          + " embedding to %d, or leave the vectors out")
                      .formatted(vectors.file().getFileName(), vectors.width()));
            });
    return tokens.size();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(input.parameters());
    all.addAll(recurrent.parameters());
    all.addAll(summary.parameters());
    all.addAll(readout.parameters());
    return all;
  }

  @Override
  public Variable outputs(Tape tape, Batch batch) {
    return readout.apply(read(tape, batch));
  }

  @Override
  public Variable loss(Tape tape, Batch batch, Loss loss) {
    return readout.loss(read(tape, batch), batch.targets(), loss);
  }

  @Override
  public void write(GraphWriter graph) {
    GraphWriter.Recurrence output = recurrent.write(graph, input.write(graph));
    graph.output(readout.write(graph, summary.write(graph, output)));
  }

  /** What the readout gets of a batch. */
  private Variable read(Tape tape, Batch batch) {
    Variable x = input.apply(tape, batch);
    Recurrent.Output output;
    if (batch.continues() && !carried.isEmpty()) {
      List<Variable> states = carried.stream().map(tape::constant).toList();
      output = recurrent.apply(x, batch.steps(), batch.lengths(), states);
    } else {
      output = recurrent.apply(x, batch.steps(), batch.lengths());
    }
    carry(output.finalStates().stream().map(Variable::value).toList());
    Variable read = summary.apply(output, batch.steps(), batch.lengths());
    return dropout.apply(read, batch.rows());
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
}

package dev.carousel.transduction;

import static dev.carousel.expression.Functions.operand;

import dev.carousel.attention.AttentionScores;
import dev.carousel.attention.Memory;
import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Logits;
import dev.carousel.decode.NextTokens;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Functions;
import dev.carousel.graph.GraphWriter;
import dev.carousel.layer.ConvolutionalFrontEnd;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Embedding;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Readout;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceInput;
import dev.carousel.layer.TiedReadout;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@link EncoderDecoder} describes. */
final class EncoderDecoderModel implements Model {
  private final EncoderDecoder described;
  private final int vocabulary;
  private final Kernels kernels;
  private final SequenceInput sourceInput;
  private final Recurrent encoder;
  private final List<Dense> bridges = new ArrayList<>();
  private final Embedding targets;
  private final Recurrent decoder;
  private final Optional<AttentionScores> scores;
  private final Dense combination;
  private final Readout readout;
  private final Dropout dropout;
  private final int width;
  private long batches;

  EncoderDecoderModel(
      EncoderDecoder described,
      Signature.Conditioned input,
      int vocabulary,
      Kernels kernels,
      RandomStream random) {
    this.described = described;
    this.vocabulary = vocabulary;
    this.kernels = kernels;
    Initializer initializer = described.initializer();
    dropout = new Dropout(described.dropout(), false);
    sourceInput = sourceInput(input.source(), random);
    RecurrentStack stack = described.recurrent();
    encoder = new Recurrent("encoder", stack, sourceInput.width(), kernels, initializer, random);
    RecurrentStack forwards = described.decoder();
    width = forwards.outputs();
    for (int layer = 0; layer < forwards.layers(); layer++) {
      for (State state : forwards.cell().equations().states()) {
        String name = "bridge." + layer + "." + state.name();
        bridges.add(new Dense(name, stack.outputs(), state.width(), kernels, initializer, random));
      }
    }
    targets =
        new Embedding(
            "target", input.target(), described.embedding(), kernels, initializer, random);
    int read = described.embedding() + (described.inputFeeding() ? width : 0);
    decoder = new Recurrent("decoder", forwards, read, kernels, initializer, random);
    scores =
        described
            .attention()
            .map(
                attention ->
                    attention.build(
                        "attention", width, stack.outputs(), kernels, initializer, random));
    combination =
        scores.isEmpty()
            ? null
            : new Dense(
                "combination", stack.outputs() + width, width, kernels, initializer, random);
    readout =
        described.tied()
            ? new TiedReadout("readout", targets, kernels, initializer, random)
            : new Dense("readout", width, vocabulary, kernels, initializer, random);
  }

  private SequenceInput sourceInput(Signature.Input kind, RandomStream random) {
    if (kind instanceof Signature.Features features) {
      return SequenceInput.features(
          features, described.frontEnd(), described.initializer(), kernels, random);
    }
    ConvolutionalFrontEnd.requireNone(described.frontEnd());
    Signature.Tokens tokens = (Signature.Tokens) kind;
    return SequenceInput.embedded(
        new Embedding(
            "source", tokens, described.embedding(), kernels, described.initializer(), random),
        0,
        dropout);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(sourceInput.parameters());
    all.addAll(encoder.parameters());
    bridges.forEach(bridge -> all.addAll(bridge.parameters()));
    all.addAll(targets.parameters());
    all.addAll(decoder.parameters());
    scores.ifPresent(each -> all.addAll(each.parameters()));
    if (combination != null) {
      all.addAll(combination.parameters());
    }
    all.addAll(readout.parameters());
    return all;
  }

  /**
   * A source that has been read.
   *
   * @param states the decoder's initial states
   * @param memory what the decoder attends to
   */
  record Encoded(List<Variable> states, Optional<Memory> memory) {}

  Encoded encode(Tape tape, Batch source) {
    Recurrent.Output read =
        encoder.apply(sourceInput.apply(tape, source), source.steps(), source.lengths());
    List<Variable> states =
        bridges.stream().map(bridge -> tanh(bridge.apply(read.last()))).toList();
    return new Encoded(
        states,
        scores.map(each -> Memory.of(each, read.sequence(), source.steps(), source.lengths())));
  }

  /**
   * What the decoder makes of some tokens.
   *
   * @param attentional ĥ, [T·B, width]
   * @param weights of the attention, [B·T, S], batch-major
   * @param states after the last token
   */
  record Decoded(Variable attentional, Optional<Variable> weights, List<Variable> states) {}

  /** Reads tokens; ĥ of the step before only with input feeding and for one token a sequence. */
  Decoded decode(
      Tape tape,
      int[] ids,
      int[] lengths,
      Optional<Variable> before,
      List<Variable> states,
      Optional<Memory> memory) {
    int steps = ids.length / lengths.length;
    Variable x = dropout.apply(targets.apply(tape, ids), lengths.length);
    if (before.isPresent()) {
      x = RowOperations.concatenateColumns(List.of(x, before.get()));
    }
    Recurrent.Output output = decoder.apply(x, steps, lengths, states);
    Variable h = output.sequence();
    if (memory.isEmpty()) {
      return new Decoded(h, Optional.empty(), output.finalStates());
    }
    Memory.Attended attended = memory.get().attend(h);
    Variable both = RowOperations.concatenateColumns(List.of(attended.contexts(), h));
    return new Decoded(
        tanh(combination.apply(both)), Optional.of(attended.weights()), output.finalStates());
  }

  /** The logits for ĥ. */
  Variable logits(Variable attentional, int rows) {
    return readout.apply(dropout.apply(attentional, rows));
  }

  @Override
  public Variable outputs(Tape tape, Batch batch) {
    Inputs.Conditioned inputs = (Inputs.Conditioned) batch.inputs();
    Encoded encoded = encode(tape, inputs.source());
    double truth = truth(tape);
    if (!described.inputFeeding() && truth == 1) {
      Decoded decoded =
          decode(
              tape,
              inputs.ids(),
              batch.lengths(),
              Optional.empty(),
              encoded.states(),
              encoded.memory());
      return logits(decoded.attentional(), batch.rows());
    }
    return stepByStep(tape, batch.steps(), batch.rows(), inputs.ids(), encoded, truth);
  }

  /** How often the true token is read. */
  private double truth(Tape tape) {
    if (described.scheduledSampling().isEmpty() || !tape.isNoisy()) {
      return 1;
    }
    return described.scheduledSampling().get().truth(batches++);
  }

  private Variable stepByStep(
      Tape tape, int steps, int rows, int[] ids, Encoded encoded, double truth) {
    float[] trueRead =
        truth < 1 ? kernels.toArray(tape.mask(Shape.of(steps, rows), 1 - truth, 1)) : null;
    int[] one = new int[rows];
    Arrays.fill(one, 1);
    List<Variable> attentional = new ArrayList<>();
    Optional<Variable> before = first(tape, rows);
    List<Variable> states = encoded.states();
    int[] own = null;
    for (int t = 0; t < steps; t++) {
      int[] read = Arrays.copyOfRange(ids, t * rows, (t + 1) * rows);
      for (int b = 0; own != null && b < rows; b++) {
        read[b] = trueRead[t * rows + b] == 0 ? own[b] : read[b];
      }
      Decoded decoded = decode(tape, read, one, before, states, encoded.memory());
      attentional.add(decoded.attentional());
      before = described.inputFeeding() ? Optional.of(decoded.attentional()) : Optional.empty();
      states = decoded.states();
      own = trueRead == null ? null : likeliest(decoded.attentional());
    }
    return logits(RowOperations.concatenateRows(attentional), rows);
  }

  /** What stands for ĥ before the first step. */
  Optional<Variable> first(Tape tape, int rows) {
    return described.inputFeeding()
        ? Optional.of(tape.constant(tape.zeros(Shape.of(rows, width))))
        : Optional.empty();
  }

  private int[] likeliest(Variable attentional) {
    Tape aside = Tape.prediction(kernels);
    float[] logits = kernels.toArray(readout.apply(aside.constant(attentional.value())).value());
    int[] tokens = new int[attentional.value().rows()];
    for (int row = 0; row < tokens.length; row++) {
      tokens[row] = new Logits(logits, row * vocabulary, vocabulary).likeliest();
    }
    return tokens;
  }

  private static Variable tanh(Variable a) {
    return Elementwise.apply(Functions.tanh(operand("a")), Map.of("a", a));
  }

  int vocabulary() {
    return vocabulary;
  }

  boolean feedsInput() {
    return described.inputFeeding();
  }

  @Override
  public void write(GraphWriter graph) {
    throw GraphWriter.refused("it is an encoder-decoder, which reads its own tokens");
  }

  @Override
  public NextTokens decoding(Batch source, Kernels kernels) {
    return new AttendingDecoder(this, source, kernels);
  }

  /** The number of batches, by which the share of own tokens is set. */
  @Override
  public List<Tensor> carried() {
    return described.scheduledSampling().isEmpty()
        ? List.of()
        : List.of(kernels.tensor(new float[] {batches}, 1, 1));
  }

  @Override
  public void carry(List<Tensor> states) {
    batches = states.isEmpty() ? 0 : (long) kernels.toArray(states.get(0))[0];
  }
}

package dev.carousel.timeseries.model;

import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.graph.GraphWriter;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@link DecodingForecaster} and {@link Autoencoder} describe: a decoder that sees a summary
 * of the past at every step.
 */
final class DecodingModel implements Model {
  private final Signature.Ahead ahead;
  private final Recurrent encoder;
  private final Optional<Dense> code;
  private final Recurrent decoder;
  private final Dropout dropout;
  private final Dense readout;

  /**
   * A model with initial weights.
   *
   * @param codeLength the length of the summary; empty for the encoder's last output itself
   */
  DecodingModel(
      RecurrentStack stack,
      OptionalInt codeLength,
      double dropoutRate,
      Initializer initializer,
      Signature.Ahead ahead,
      int outputs,
      Kernels kernels,
      RandomStream random) {
    this.ahead = ahead;
    RecurrentStack forwards =
        new RecurrentStack(
            stack.cell(), stack.layers(), false, stack.dropout(), stack.weightDrop());
    encoder = new Recurrent("encoder", stack, ahead.size(), kernels, initializer, random);
    int last = stack.outputs();
    code =
        codeLength.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Dense("code", last, codeLength.getAsInt(), kernels, initializer, random));
    int read = codeLength.orElse(last) + ahead.known();
    decoder = new Recurrent("decoder", forwards, read, kernels, initializer, random);
    dropout = new Dropout(dropoutRate, false);
    readout = new Dense("readout", forwards.outputs(), outputs, kernels, initializer, random);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(encoder.parameters());
    code.ifPresent(dense -> all.addAll(dense.parameters()));
    all.addAll(decoder.parameters());
    all.addAll(readout.parameters());
    return all;
  }

  @Override
  public Variable outputs(Tape tape, Batch batch) {
    Batch past = AheadInputs.past(batch);
    int rows = batch.rows();
    Variable last =
        encoder.apply(AheadInputs.pastSteps(tape, past), past.steps(), past.lengths()).last();
    if (code.isPresent()) {
      last = Elementwise.apply(tanh(operand("x")), Map.of("x", code.get().apply(last)));
    }
    int[] repeated = new int[batch.steps() * rows];
    for (int row = 0; row < repeated.length; row++) {
      repeated[row] = row % rows;
    }
    Variable read = RowOperations.gather(dropout.apply(last, rows), repeated);
    if (ahead.known() > 0) {
      read = RowOperations.concatenateColumns(List.of(read, AheadInputs.known(tape, batch)));
    }
    Variable told = decoder.apply(read, batch.steps(), batch.lengths()).sequence();
    return readout.apply(dropout.apply(told, rows));
  }

  @Override
  public void write(GraphWriter graph) {
    throw GraphWriter.refused("it has a decoder that goes through the steps to come");
  }
}

package dev.carousel.timeseries.model;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
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

/** What {@link DecodingForecaster} describes. */
final class DecodingModel implements Model {
  private final Signature.Ahead ahead;
  private final Recurrent encoder;
  private final Recurrent decoder;
  private final Dropout dropout;
  private final Dense readout;

  DecodingModel(
      DecodingForecaster described,
      Signature.Ahead ahead,
      int outputs,
      Kernels kernels,
      RandomStream random) {
    this.ahead = ahead;
    Initializer initializer = described.initializer();
    RecurrentStack stack = described.recurrent();
    RecurrentStack forwards =
        new RecurrentStack(
            stack.cell(), stack.layers(), false, stack.dropout(), stack.weightDrop());
    encoder = new Recurrent("encoder", stack, ahead.size(), kernels, initializer, random);
    int read = stack.outputs() + ahead.known();
    decoder = new Recurrent("decoder", forwards, read, kernels, initializer, random);
    dropout = new Dropout(described.dropout(), false);
    readout = new Dense("readout", forwards.outputs(), outputs, kernels, initializer, random);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(encoder.parameters());
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
}

package dev.carousel.timeseries.model;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.decode.NextValues;
import dev.carousel.graph.GraphWriter;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Recurrent;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@link AutoregressiveForecaster} describes. */
final class AutoregressiveModel implements Model {
  private final Signature.Ahead ahead;
  private final Recurrent recurrent;
  private final Dropout dropout;
  private final Dense readout;

  AutoregressiveModel(
      AutoregressiveForecaster described,
      Signature.Ahead ahead,
      int outputs,
      Kernels kernels,
      RandomStream random) {
    this.ahead = ahead;
    recurrent =
        new Recurrent(
            "recurrent",
            described.recurrent(),
            ahead.values() + ahead.known(),
            kernels,
            described.initializer(),
            random);
    dropout = new Dropout(described.dropout(), false);
    readout =
        new Dense(
            "readout",
            described.recurrent().outputs(),
            outputs,
            kernels,
            described.initializer(),
            random);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(recurrent.parameters());
    all.addAll(readout.parameters());
    return all;
  }

  /**
   * The outputs where every step reads the true values of the one before, which are the batch's
   * targets.
   */
  @Override
  public Variable outputs(Tape tape, Batch batch) {
    Batch past = AheadInputs.past(batch);
    float[] before = new float[batch.steps() * batch.rows() * ahead.values()];
    float[] last = lastValues(past);
    System.arraycopy(last, 0, before, 0, last.length);
    float[] values = values(batch, last);
    System.arraycopy(values, 0, before, last.length, before.length - last.length);
    float[] read = joined(before, knownOfFuture(batch), batch.steps() * batch.rows());
    Recurrent.Output told =
        recurrent.apply(
            tape.constant(tape.tensor(read, batch.steps() * batch.rows(), width())),
            batch.steps(),
            batch.lengths(),
            states(tape, past));
    return readout.apply(dropout.apply(told.sequence(), batch.rows()));
  }

  /** The targets, with the last value that is known where one is not. */
  private float[] values(Batch batch, float[] last) {
    if (!(batch.targets() instanceof Targets.Values targets)) {
      throw new IllegalArgumentException(
          "an autoregressive forecaster that is not trained is asked step by step");
    }
    float[] values = targets.values().clone();
    for (int i = 0; i < values.length; i++) {
      if (targets.weights() != null && targets.weights()[i] == 0) {
        values[i] = i < last.length ? last[i] : values[i - last.length];
      }
    }
    return values;
  }

  int width() {
    return ahead.values() + ahead.known();
  }

  /** The states after the past, whose step t has read the values of step t - 1, at first zeros. */
  List<Variable> states(Tape tape, Batch past) {
    int rows = past.steps() * past.rows();
    int size = ahead.size();
    float[] given = ((Inputs.Features) past.inputs()).values();
    float[] read = new float[rows * width()];
    for (int row = 0; row < rows; row++) {
      if (row >= past.rows()) {
        System.arraycopy(given, (row - past.rows()) * size, read, row * width(), ahead.values());
      }
      System.arraycopy(
          given, row * size + ahead.values(), read, row * width() + ahead.values(), ahead.known());
    }
    return recurrent
        .apply(tape.constant(tape.tensor(read, rows, width())), past.steps(), past.lengths())
        .finalStates();
  }

  /** The values of the last real step of each past, [B, values]. */
  float[] lastValues(Batch past) {
    float[] given = ((Inputs.Features) past.inputs()).values();
    float[] last = new float[past.rows() * ahead.values()];
    for (int b = 0; b < past.rows(); b++) {
      int row = (past.lengths()[b] - 1) * past.rows() + b;
      System.arraycopy(given, row * ahead.size(), last, b * ahead.values(), ahead.values());
    }
    return last;
  }

  static float[] knownOfFuture(Batch batch) {
    return ((Inputs.Features) ((Inputs.Conditioned) batch.inputs()).own()).values();
  }

  /** Values and what is known beside each other, [rows, values + known]. */
  float[] joined(float[] values, float[] known, int rows) {
    float[] read = new float[rows * width()];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * ahead.values(), read, row * width(), ahead.values());
      System.arraycopy(
          known, row * ahead.known(), read, row * width() + ahead.values(), ahead.known());
    }
    return read;
  }

  /** One step on. */
  Recurrent.Output step(Tape tape, float[] read, int[] one, List<Variable> states) {
    return recurrent.apply(tape.constant(tape.tensor(read, one.length, width())), 1, one, states);
  }

  Variable told(Variable h, int rows) {
    return readout.apply(dropout.apply(h, rows));
  }

  int values() {
    return ahead.values();
  }

  int known() {
    return ahead.known();
  }

  @Override
  public Optional<NextValues> stepping(Batch batch, Kernels kernels) {
    return Optional.of(new Steps(this, batch, kernels));
  }

  @Override
  public void write(GraphWriter graph) {
    throw GraphWriter.refused("it reads what it has told of one step before it tells the next");
  }
}

package dev.carousel.timeseries.model;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Recurrent;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link Forecaster} describes. */
final class DirectModel implements Model {
  private final Signature.Ahead ahead;
  private final Recurrent recurrent;
  private final Dropout dropout;
  private final Dense readout;

  DirectModel(
      Forecaster described,
      Signature.Ahead ahead,
      int outputs,
      Kernels kernels,
      RandomStream random) {
    this.ahead = ahead;
    recurrent =
        new Recurrent(
            "recurrent",
            described.recurrent(),
            ahead.size(),
            kernels,
            described.initializer(),
            random);
    dropout = new Dropout(described.dropout(), false);
    int read = described.recurrent().outputs() + ahead.horizon() * ahead.known();
    readout =
        new Dense(
            "readout", read, ahead.horizon() * outputs, kernels, described.initializer(), random);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(recurrent.parameters());
    all.addAll(readout.parameters());
    return all;
  }

  @Override
  public Variable outputs(Tape tape, Batch batch) {
    Batch past = AheadInputs.past(batch);
    Variable last =
        recurrent.apply(AheadInputs.pastSteps(tape, past), past.steps(), past.lengths()).last();
    List<Variable> read = new ArrayList<>();
    read.add(dropout.apply(last, batch.rows()));
    if (ahead.known() > 0) {
      Variable known = AheadInputs.known(tape, batch);
      for (int h = 0; h < ahead.horizon(); h++) {
        int first = h * batch.rows();
        read.add(
            RowOperations.gather(known, IntStream.range(first, first + batch.rows()).toArray()));
      }
    }
    Variable all = read.size() == 1 ? read.get(0) : RowOperations.concatenateColumns(read);
    return RowOperations.stackColumns(readout.apply(all), ahead.horizon());
  }

  @Override
  public void write(GraphWriter graph) {
    Value last = recurrent.write(graph, graph.features(ahead.size())).last();
    Value read =
        ahead.known() == 0
            ? last
            : graph.concatenate(List.of(last, graph.known(ahead.horizon(), ahead.known())));
    graph.output(readout.write(graph, read), ahead.horizon());
  }
}

package dev.carousel.timeseries.model;

import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.decode.NextValues;
import dev.carousel.layer.Recurrent;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An autoregressive forecaster that goes one step into the future after another. */
final class Steps implements NextValues {
  private final AutoregressiveModel model;
  private final Kernels kernels;
  private final Workspace workspace;
  private final int steps;
  private float[] known;
  private float[] last;
  private List<Tensor> states;
  private int rows;
  private int next;

  Steps(AutoregressiveModel model, Batch batch, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
    workspace = new Workspace(kernels);
    steps = batch.steps();
    rows = batch.rows();
    known = AutoregressiveModel.knownOfFuture(batch);
    Batch past = AheadInputs.past(batch);
    last = model.lastValues(past);
    states = kept(model.states(Tape.prediction(workspace), past));
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public float[] first() {
    if (next > 0) {
      throw new IllegalStateException("the first step has been told");
    }
    return told(last);
  }

  @Override
  public float[] read(float[] values) {
    if (values.length != rows * model.values()) {
      throw new IllegalArgumentException(
          "%d values for %d sequences of %d".formatted(values.length, rows, model.values()));
    }
    return told(values);
  }

  private float[] told(float[] before) {
    if (next == steps) {
      throw new IllegalStateException("all " + steps + " steps to come have been told");
    }
    workspace.release();
    Tape tape = Tape.prediction(workspace);
    int[] one = new int[rows];
    Arrays.fill(one, 1);
    float[] knownNow =
        Arrays.copyOfRange(known, next * rows * model.known(), (next + 1) * rows * model.known());
    Recurrent.Output output =
        model.step(
            tape,
            model.joined(before, knownNow, rows),
            one,
            states.stream().map(tape::constant).toList());
    states = kept(output.finalStates());
    next++;
    return kernels.toArray(model.told(output.sequence(), rows).value());
  }

  @Override
  public void select(int[] which) {
    int width = model.known();
    float[] selected = new float[steps * which.length * width];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < which.length; i++) {
        System.arraycopy(
            known, (t * rows + which[i]) * width, selected, (t * which.length + i) * width, width);
      }
    }
    known = selected;
    float[] lastSelected = new float[which.length * model.values()];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(
          last, which[i] * model.values(), lastSelected, i * model.values(), model.values());
    }
    last = lastSelected;
    List<Tensor> kept = new ArrayList<>();
    for (Tensor state : states) {
      Tensor chosen = kernels.allocate(Shape.of(which.length, state.columns()));
      kernels.gatherRows(state, which, chosen);
      kept.add(chosen);
    }
    states = kept;
    rows = which.length;
  }

  /** Copies, since the workspace is released before the next step. */
  private List<Tensor> kept(List<Variable> variables) {
    List<Tensor> kept = new ArrayList<>();
    for (Variable variable : variables) {
      Tensor value = variable.value();
      Tensor copy = kernels.allocate(value.shape());
      kernels.copy(value, 0, 0, copy, 0, 0, value.rows(), value.columns(), false);
      kept.add(copy);
    }
    return kept;
  }
}

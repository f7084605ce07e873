package dev.carousel.timeseries.anomaly.series;

import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import dev.carousel.train.Model;
import java.util.List;

/**
 * One sequence that a model reads step by step. Its states are kept here, so that the model can
 * read others in between.
 */
final class ModelSteps {
  private final Model model;
  private final Kernels kernels;
  private final Workspace workspace;
  private List<Tensor> states = List.of();

  /**
   * Begins a sequence, from the model's initial states.
   *
   * @param model the model, which answers at every step
   * @param kernels what it computes with
   */
  ModelSteps(Model model, Kernels kernels) {
    this.model = model;
    this.kernels = kernels;
    workspace = new Workspace(kernels);
  }

  /**
   * The outputs for the next step.
   *
   * @param input [F]
   * @return [outputs], the caller's own
   * @throws InvalidDataException if the model carries no states from step to step
   */
  float[] read(float[] input) {
    boolean begun = !states.isEmpty();
    if (begun) {
      model.carry(states);
    }
    workspace.release();
    Inputs.Features features = new Inputs.Features(input.length, input);
    Batch batch = new Batch(1, 1, new int[] {1}, features, null, begun);
    float[] outputs = kernels.toArray(model.outputs(Tape.prediction(workspace), batch).value());
    keep(model.carried());
    return outputs;
  }

  private void keep(List<Tensor> carried) {
    if (carried.isEmpty()) {
      throw new InvalidDataException(
          "this model carries no states from step to step, so it cannot follow a series");
    }
    if (states.isEmpty()) {
      states = carried.stream().map(state -> kernels.allocate(state.shape())).toList();
    }
    for (int i = 0; i < states.size(); i++) {
      Tensor state = carried.get(i);
      kernels.copy(state, 0, 0, states.get(i), 0, 0, state.rows(), state.columns(), false);
    }
  }
}

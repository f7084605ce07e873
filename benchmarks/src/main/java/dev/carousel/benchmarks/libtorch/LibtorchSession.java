package dev.carousel.benchmarks.libtorch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.carousel.benchmarks.engine.Result;
import dev.carousel.benchmarks.engine.Session;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Steps of a recurrent call, with or without autograd. */
final class LibtorchSession implements Session {
  private final NDManager manager;
  private final RecurrentCall call;
  private final boolean training;
  private final boolean carries;
  private final GridShape shape;
  private final Map<String, PtNDArray> bases = new LinkedHashMap<>();
  private final PtNDArray outputAdjoint;
  private final Map<String, PtNDArray> leaves = new LinkedHashMap<>();
  private NDManager step;
  private PtNDArray output;

  LibtorchSession(Libtorch libtorch, Problem problem, Mode mode, RecurrentCall call) {
    this.manager = libtorch.newManager();
    this.call = call;
    this.training = mode == Mode.TRAINING;
    this.carries = mode == Mode.STREAMING;
    this.shape = problem.shape();
    call.parameters()
        .forEach(
            (name, parameter) ->
                bases.put(name, Libtorch.tensor(manager, parameter.values(), parameter.shape())));
    bases.put(
        "x",
        Libtorch.tensor(manager, problem.input(), shape.steps(), shape.batch(), shape.inputs()));
    problem
        .states()
        .forEach(
            (name, state) ->
                bases.put(name, Libtorch.tensor(manager, state, shape.batch(), shape.units())));
    outputAdjoint =
        Libtorch.tensor(
            manager, problem.outputAdjoint(), shape.steps(), shape.batch(), shape.units());
  }

  @Override
  public void step() {
    if (step != null) {
      step.close();
    }
    step = manager.newSubManager();
    JniUtils.setGradMode(training);
    bases.forEach((name, base) -> leaves.put(name, Libtorch.leaf(base, step, training)));
    RecurrentCall.Outputs outputs = call.outputs(leaves, training);
    output = outputs.sequence();
    if (training) {
      JniUtils.backward(output, outputAdjoint, false, false);
    }
    if (carries) {
      outputs.finalStates().forEach(this::carry);
    }
  }

  /** Keeps a final state beyond the step, as the next one's initial state. */
  private void carry(String name, PtNDArray finalState) {
    PtNDArray next = JniUtils.reshape(finalState, new long[] {shape.batch(), shape.units()});
    next.attach(manager);
    bases.put(name, next).close();
  }

  @Override
  public Result result() {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    if (training) {
      leaves.forEach(
          (name, leaf) -> {
            float[] gradient = Libtorch.values(JniUtils.getGradient(leaf));
            if (call.parameters().containsKey(name)) {
              call.named(name, gradient, gradients);
            } else {
              gradients.put(name, gradient);
            }
          });
    }
    return new Result(Libtorch.values(output), gradients);
  }

  @Override
  public void close() {
    if (step != null) {
      step.close();
    }
    manager.close();
  }
}

package dev.carousel.benchmarks.libtorch;

import ai.djl.ndarray.NDList;
import ai.djl.nn.recurrent.RNN;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.Blocks;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * libtorch's own lstm, gru and rnn_tanh calls. Their gates are stacked in the order of {@link
 * BenchmarkCell#gates}; they have two biases where Carousel has one, so the second one is 0, but
 * for the bias inside the reset of a GRU.
 */
final class FusedCall implements RecurrentCall {
  private final BenchmarkCell cell;
  private final GridShape shape;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  FusedCall(Problem problem) {
    cell = problem.cell();
    shape = problem.shape();
    int stacked = cell.gates().size() * shape.units();
    Map<String, float[]> weights = problem.weights();
    parameters.put(
        "W", new Parameter(Blocks.stacked(weights, "W_", cell.gates()), stacked, shape.inputs()));
    parameters.put(
        "U", new Parameter(Blocks.stacked(weights, "U_", cell.gates()), stacked, shape.units()));
    parameters.put("b", new Parameter(Blocks.stacked(weights, "b_", cell.gates()), stacked));
    float[] second = new float[stacked];
    if (cell == BenchmarkCell.GRU_AFTER) {
      System.arraycopy(weights.get("b_hn"), 0, second, 2 * shape.units(), shape.units());
    }
    parameters.put("b2", new Parameter(second, stacked));
  }

  @Override
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  @Override
  public Outputs outputs(Map<String, PtNDArray> tensors, boolean training) {
    PtNDArray x = tensors.get("x");
    NDList weights =
        new NDList(tensors.get("W"), tensors.get("U"), tensors.get("b"), tensors.get("b2"));
    PtNDArray h = oneLayer(tensors.get("h"));
    NDList results =
        switch (cell) {
          case LSTM ->
              JniUtils.lstm(
                  x,
                  new NDList(h, oneLayer(tensors.get("c"))),
                  weights,
                  true,
                  1,
                  0,
                  training,
                  false,
                  false);
          case GRU_AFTER -> JniUtils.gru(x, h, weights, true, 1, 0, training, false, false);
          case RNN ->
              JniUtils.rnn(x, h, weights, true, 1, RNN.Activation.TANH, 0, training, false, false);
          default -> throw new IllegalArgumentException("libtorch has no call for " + cell.label());
        };
    Map<String, PtNDArray> finalStates = new LinkedHashMap<>();
    for (int k = 0; k < cell.states().size(); k++) {
      finalStates.put(cell.states().get(k), (PtNDArray) results.get(1 + k));
    }
    return new Outputs((PtNDArray) results.get(0), finalStates);
  }

  private PtNDArray oneLayer(PtNDArray state) {
    return JniUtils.reshape(state, new long[] {1, shape.batch(), shape.units()});
  }

  @Override
  public void named(String parameter, float[] gradient, Map<String, float[]> into) {
    if (!parameter.equals("b2")) {
      Blocks.split(gradient, parameter + "_", cell.gates(), into);
    } else if (cell == BenchmarkCell.GRU_AFTER) {
      into.put("b_hn", Arrays.copyOfRange(gradient, 2 * shape.units(), 3 * shape.units()));
    }
  }
}

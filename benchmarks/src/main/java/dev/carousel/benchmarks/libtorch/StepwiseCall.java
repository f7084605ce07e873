package dev.carousel.benchmarks.libtorch;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.Blocks;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell that libtorch has no call for, written with its tensor operations: the product with the
 * input for all steps at once, then step by step one product with the stacked recurrent weights and
 * the gates.
 */
final class StepwiseCall implements RecurrentCall {
  private final BenchmarkCell cell;
  private final GridShape shape;
  // Gates whose products with the state are stacked; a reset before its product stands apart.
  private final List<String> stackedGates;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  StepwiseCall(Problem problem) {
    cell = problem.cell();
    shape = problem.shape();
    stackedGates = cell == BenchmarkCell.GRU_BEFORE ? List.of("r", "z") : cell.gates();
    int units = shape.units();
    int gates = cell.gates().size();
    Map<String, float[]> weights = problem.weights();
    parameters.put(
        "W",
        new Parameter(Blocks.stacked(weights, "W_", cell.gates()), gates * units, shape.inputs()));
    parameters.put(
        "U",
        new Parameter(
            Blocks.stacked(weights, "U_", stackedGates), stackedGates.size() * units, units));
    parameters.put("b", new Parameter(Blocks.stacked(weights, "b_", cell.gates()), gates * units));
    if (cell == BenchmarkCell.GRU_BEFORE) {
      parameters.put("U_n", new Parameter(weights.get("U_n"), units, units));
    }
    for (String vector : cell.vectors()) {
      parameters.put(vector, new Parameter(weights.get(vector), units));
    }
  }

  @Override
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  @Override
  public void named(String parameter, float[] gradient, Map<String, float[]> into) {
    switch (parameter) {
      case "W", "b" -> Blocks.split(gradient, parameter + "_", cell.gates(), into);
      case "U" -> Blocks.split(gradient, "U_", stackedGates, into);
      default -> into.put(parameter, gradient);
    }
  }

  @Override
  public Outputs outputs(Map<String, PtNDArray> tensors, boolean training) {
    PtNDArray projected = JniUtils.linear(tensors.get("x"), tensors.get("W"), tensors.get("b"));
    PtNDArray rows =
        JniUtils.reshape(
            projected,
            new long[] {(long) shape.steps() * shape.batch(), cell.gates().size() * shape.units()});
    NDList steps = JniUtils.split(rows, shape.batch(), 0);
    PtNDArray[] outputs = new PtNDArray[shape.steps()];
    PtNDArray h = tensors.get("h");
    PtNDArray c = tensors.get("c");
    for (int t = 0; t < shape.steps(); t++) {
      PtNDArray x = (PtNDArray) steps.get(t);
      switch (cell) {
        case PEEPHOLE_LSTM -> {
          NDList a = gates(JniUtils.linear(h, tensors.get("U"), x));
          PtNDArray i = JniUtils.sigmoid(plus(a, 0, JniUtils.mul(tensors.get("p_i"), c)));
          PtNDArray f = JniUtils.sigmoid(plus(a, 1, JniUtils.mul(tensors.get("p_f"), c)));
          PtNDArray g = JniUtils.tanh((PtNDArray) a.get(2));
          c = JniUtils.add(JniUtils.mul(f, c), JniUtils.mul(i, g));
          PtNDArray o = JniUtils.sigmoid(plus(a, 3, JniUtils.mul(tensors.get("p_o"), c)));
          h = JniUtils.mul(o, JniUtils.tanh(c));
        }
        case GRU_BEFORE -> {
          NDList parts = JniUtils.split(x, new long[] {2L * shape.units(), shape.units()}, 1);
          NDList a = gates(JniUtils.linear(h, tensors.get("U"), (PtNDArray) parts.get(0)));
          PtNDArray r = JniUtils.sigmoid((PtNDArray) a.get(0));
          PtNDArray z = JniUtils.sigmoid((PtNDArray) a.get(1));
          PtNDArray n =
              JniUtils.tanh(
                  JniUtils.linear(
                      JniUtils.mul(r, h), tensors.get("U_n"), (PtNDArray) parts.get(1)));
          h = JniUtils.add(n, JniUtils.mul(z, JniUtils.sub(h, n)));
        }
        case CUSTOM -> {
          NDList a = gates(JniUtils.linear(h, tensors.get("U"), x));
          PtNDArray f = JniUtils.sigmoid((PtNDArray) a.get(0));
          PtNDArray g = JniUtils.tanh((PtNDArray) a.get(1));
          PtNDArray o = JniUtils.sigmoid((PtNDArray) a.get(2));
          c = JniUtils.add(g, JniUtils.mul(f, JniUtils.sub(c, g)));
          h = JniUtils.mul(o, JniUtils.tanh(c));
        }
        default -> throw new IllegalArgumentException(cell.label() + " has a call of its own");
      }
      outputs[t] = h;
    }
    return new Outputs(
        JniUtils.stack(outputs, 0), c == null ? Map.of("h", h) : Map.of("h", h, "c", c));
  }

  private NDList gates(PtNDArray stacked) {
    return JniUtils.split(stacked, shape.units(), 1);
  }

  private static PtNDArray plus(NDList gates, int gate, PtNDArray term) {
    return JniUtils.add((PtNDArray) gates.get(gate), term);
  }
}

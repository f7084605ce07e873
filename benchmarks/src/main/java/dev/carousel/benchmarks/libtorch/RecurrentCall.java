package dev.carousel.benchmarks.libtorch;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Map;

/** How a cell is computed with libtorch. */
interface RecurrentCall {
  /** The parameters in the call's own stacking, by names of its own. */
  Map<String, Parameter> parameters();

  /**
   * Runs over the sequences.
   *
   * @param tensors the parameters by the call's names, the input [T, B, I] as "x" and the initial
   *     states [B, H] by their names
   * @param training whether a backward pass follows
   * @return the outputs and final states
   */
  Outputs outputs(Map<String, PtNDArray> tensors, boolean training);

  /**
   * What comes out of a run.
   *
   * @param sequence the outputs, [T, B, H]
   * @param finalStates the last states, B·H elements each, by name
   */
  record Outputs(PtNDArray sequence, Map<String, PtNDArray> finalStates) {}

  /** Takes the gradient of a parameter of this call apart. */
  void named(String parameter, float[] gradient, Map<String, float[]> into);

  /** A parameter's first value. */
  record Parameter(float[] values, long... shape) {}
}

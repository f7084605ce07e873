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
   * @return the outputs, [T, B, H]
   */
  PtNDArray outputs(Map<String, PtNDArray> tensors, boolean training);

  /** Takes the gradient of a parameter of this call apart. */
  void named(String parameter, float[] gradient, Map<String, float[]> into);

  /** A parameter's first value. */
  record Parameter(float[] values, long... shape) {}
}

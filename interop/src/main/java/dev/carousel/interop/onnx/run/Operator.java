package dev.carousel.interop.onnx.run;

import java.util.List;

/** What a node computes. Immutable; may run at the same time for different inputs. */
@FunctionalInterface
interface Operator {
  /**
   * Computes.
   *
   * @param inputs what the node reads
   * @param budget gives the memory, and bounds the work
   * @return at least as many values as the node has outputs; they may share the arrays of inputs
   * @throws IllegalArgumentException if the inputs are not such as the operator takes, or the
   *     limits are exceeded; the message does not say where
   */
  List<Value> run(Inputs inputs, Budget budget);
}

package dev.carousel.cell;

import dev.carousel.tensor.Tensor;
import java.util.List;

/**
 * What goes into a layer's pass over a batch of sequences, so that it can be looked into. Tensors
 * are those of the pass itself, valid as long as it.
 *
 * @param layer the layer's name, the beginning of its parameters' names
 * @param reversed whether the layer reads the sequences from their ends, so that its step t is the
 *     sequence's last but t
 * @param equations the cell's equations
 * @param runner executes them
 * @param weights the trainable tensors
 * @param input [packed rows, inputs]
 * @param initialStates one [B, units] a state, in sorted order
 * @param packing the layout of the rows
 */
public record RecurrentPass(
    String layer,
    boolean reversed,
    CellEquations equations,
    SequenceRunner runner,
    CellTensors weights,
    Tensor input,
    List<Tensor> initialStates,
    Packing packing) {
  /** Copies the list. */
  public RecurrentPass {
    initialStates = List.copyOf(initialStates);
  }
}

package dev.carousel.interop.onnx.recurrence;

import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxNode;
import java.util.List;
import java.util.Map;

/**
 * A recurrent operator with all its attributes: a cell for each direction, and how its tensors are
 * laid out.
 *
 * @param direction which way the sequences are read
 * @param layout the order of the axes
 * @param cells the forward cell, the reverse one, or both; they differ in activations only
 */
public record RecurrentOperator(Direction direction, Layout layout, List<OnnxCell> cells) {
  /**
   * Copies and checks the cells.
   *
   * @throws IllegalArgumentException if there are not as many as directions, or they differ in what
   *     one node says once
   */
  public RecurrentOperator {
    cells = List.copyOf(cells);
    if (cells.size() != direction.count()) {
      throw new IllegalArgumentException(
          "an operator with direction %s needs %d cells, got %d"
              .formatted(direction.text(), direction.count(), cells.size()));
    }
    OnnxCell first = cells.get(0);
    for (OnnxCell cell : cells) {
      if (!cell.with(first.activations()).equals(first)) {
        throw new IllegalArgumentException(
            "the cells of an operator may differ in activations only, got %s and %s"
                .formatted(first, cell));
      }
    }
  }

  /**
   * The operator that a node stands for.
   *
   * @param node a node of the operator RNN, GRU or LSTM
   * @param units H, as the node's tensor R has it
   * @return the operator
   * @throws IllegalArgumentException if the node has another operator, or an attribute that the
   *     standard's does not have or whose value is impossible; the message names it
   */
  public static RecurrentOperator of(OnnxNode node, int units) {
    return new NodeAttributes(node).operator(units);
  }

  /**
   * The attributes of a node of this operator. Those that say what the standard has as its default
   * are left out.
   *
   * @return attributes by name
   */
  public Map<String, OnnxAttribute> attributes() {
    return NodeAttributes.of(this);
  }

  /** The cell that stands for all in what they have in common. */
  OnnxCell cell() {
    return cells.get(0);
  }
}

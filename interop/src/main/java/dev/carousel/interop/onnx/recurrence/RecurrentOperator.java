package dev.carousel.interop.onnx.recurrence;

import java.util.List;

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

  /** The cell that stands for all in what they have in common. */
  OnnxCell cell() {
    return cells.get(0);
  }
}

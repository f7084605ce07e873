package dev.carousel.cells.rnn;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class RnnReluTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Rnn(5, Rnn.Activation.RELU);
  }
}

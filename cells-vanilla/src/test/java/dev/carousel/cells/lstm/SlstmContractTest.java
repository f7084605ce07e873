package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class SlstmContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Slstm(5, 1);
  }
}

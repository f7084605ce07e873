package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class LstmProjectionContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new LstmProjection(5, 3, 1);
  }
}

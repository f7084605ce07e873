package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class LstmContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Lstm(5, 1);
  }
}

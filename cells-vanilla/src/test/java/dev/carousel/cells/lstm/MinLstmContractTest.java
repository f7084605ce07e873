package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class MinLstmContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new MinLstm(5, 1);
  }
}

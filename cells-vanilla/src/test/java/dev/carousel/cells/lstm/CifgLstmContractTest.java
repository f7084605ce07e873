package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class CifgLstmContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new CifgLstm(5, 1);
  }
}

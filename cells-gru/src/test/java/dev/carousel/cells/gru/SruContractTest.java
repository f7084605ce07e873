package dev.carousel.cells.gru;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class SruContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Sru(5);
  }
}

package dev.carousel.cells.peephole;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class PeepholeLstmContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new PeepholeLstm(5, 1);
  }
}

package dev.carousel.cells.gru;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class MguContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Mgu(5);
  }
}

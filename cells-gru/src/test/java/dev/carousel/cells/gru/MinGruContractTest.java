package dev.carousel.cells.gru;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class MinGruContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new MinGru(5);
  }
}

package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class LayerNormLstmContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new LayerNormLstm(5, 1);
  }
}

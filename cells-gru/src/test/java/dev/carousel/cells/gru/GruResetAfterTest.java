package dev.carousel.cells.gru;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class GruResetAfterTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Gru(5, Gru.Reset.AFTER);
  }
}

package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.noise.Zoneout;
import dev.carousel.testkit.CellContract;

class ZoneoutSlstmContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Zoneout(new Slstm(5, 1), 0.3, 0.4);
  }
}

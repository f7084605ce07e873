package dev.carousel.cells.lstm;

import dev.carousel.cell.Cell;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.testkit.CellContract;

class VariationalLstmProjectionContractTest extends CellContract {
  @Override
  protected Cell cell() {
    return new VariationalDropout(new LstmProjection(5, 3, 1), 0.3, 0.4);
  }
}

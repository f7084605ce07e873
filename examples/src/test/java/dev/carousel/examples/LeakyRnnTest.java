package dev.carousel.examples;

import dev.carousel.cell.Cell;
import dev.carousel.testkit.CellContract;

class LeakyRnnTest extends CellContract {
  @Override
  protected Cell cell() {
    return new LeakyRnn(5);
  }
}

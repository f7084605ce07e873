package dev.carousel.kernels.simd;

import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.CellContract;

class GruAfterOnVectorsTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Gru(33, Gru.Reset.AFTER);
  }

  @Override
  protected Kernels kernels() {
    return new SimdKernels();
  }
}

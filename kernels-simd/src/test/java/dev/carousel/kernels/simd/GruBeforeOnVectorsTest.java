package dev.carousel.kernels.simd;

import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.CellContract;

class GruBeforeOnVectorsTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Gru(19, Gru.Reset.BEFORE);
  }

  @Override
  protected Kernels kernels() {
    return new SimdKernels();
  }
}

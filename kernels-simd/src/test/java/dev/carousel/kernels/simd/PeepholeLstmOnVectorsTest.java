package dev.carousel.kernels.simd;

import dev.carousel.cell.Cell;
import dev.carousel.cells.peephole.PeepholeLstm;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.CellContract;

class PeepholeLstmOnVectorsTest extends CellContract {
  @Override
  protected Cell cell() {
    return new PeepholeLstm(19, 1);
  }

  @Override
  protected Kernels kernels() {
    return new SimdKernels();
  }
}

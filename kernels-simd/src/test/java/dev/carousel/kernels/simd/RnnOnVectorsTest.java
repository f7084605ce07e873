package dev.carousel.kernels.simd;

import dev.carousel.cell.Cell;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.CellContract;

class RnnOnVectorsTest extends CellContract {
  @Override
  protected Cell cell() {
    return new Rnn(17, Rnn.Activation.TANH);
  }

  @Override
  protected Kernels kernels() {
    return new SimdKernels();
  }
}

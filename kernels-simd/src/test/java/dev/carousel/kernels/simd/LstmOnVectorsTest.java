package dev.carousel.kernels.simd;

import dev.carousel.cell.Cell;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.CellContract;
import dev.carousel.testkit.SequenceLengths;

class LstmOnVectorsTest extends CellContract {
  @Override
  protected Cell cell() {
    // As many units as three whole vectors of 16 and one that is not.
    return new Lstm(50, 1);
  }

  @Override
  protected Kernels kernels() {
    return new SimdKernels();
  }

  /** Not a test here: it is about the cell and no kernels, and takes a minute for so many units. */
  @Override
  public void symbolicGradientEqualsFiniteDifferences(SequenceLengths lengths) {}
}

package dev.carousel.layer;

import dev.carousel.random.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Random matrices with orthonormal rows or columns, whichever are fewer, uniformly distributed: Q
 * of the QR decomposition of a Gaussian matrix, with the signs of R's diagonal moved into Q
 * (Mezzadri, How to generate random matrices from the classical compact groups, 2007).
 */
final class OrthogonalMatrix {
  private OrthogonalMatrix() {}

  static float[] values(int rows, int columns, RandomStream random) {
    int tall = Math.max(rows, columns);
    int narrow = Math.min(rows, columns);
    DMatrixRMaj gaussian = new DMatrixRMaj(tall, narrow);
    for (int i = 0; i < gaussian.getNumElements(); i++) {
      gaussian.set(i, random.nextGaussian());
    }
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(tall, narrow);
    if (!qr.decompose(gaussian)) {
      throw new IllegalStateException("QR decomposition of a Gaussian matrix failed");
    }
    DMatrixRMaj q = qr.getQ(null, true);
    DMatrixRMaj r = qr.getR(null, true);
    for (int column = 0; column < narrow; column++) {
      double sign = Math.signum(r.get(column, column));
      for (int row = 0; row < tall; row++) {
        q.set(row, column, q.get(row, column) * sign);
      }
    }
    DMatrixRMaj oriented = rows >= columns ? q : CommonOps_DDRM.transpose(q, null);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) oriented.get(i);
    }
    return values;
  }
}

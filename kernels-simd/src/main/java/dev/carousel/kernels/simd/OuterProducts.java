package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Panels.WIDTH;

import dev.carousel.tensor.ArrayStorage;
import dev.carousel.tensor.OuterProduct;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;

/**
 * C += Aᵀ B for several products, for a share of the columns of every A. Block by block of rows,
 * each B is packed into panels and each A into stripes of COUNT columns whose numbers of one row
 * lie beside each other, once for all products in which it occurs. For one thread at a time.
 */
final class OuterProducts {
  // Rows to sum over at a time: a panel of so many fits the first-level cache.
  private static final int DEPTH = 192;
  private static final int ROWS = COUNT >= 16 ? 8 : 4;
  private static final int GRAIN = 4;
  // Columns of A at a time: their stripes stay in the second-level cache while all panels pass.
  private static final int WIDE = 1024;

  private final float[] edge = new float[ROWS * WIDTH];
  private float[] stripes = {};
  private float[][] panels = {};

  // The pieces of the ranges of rows that make up the present block: which range, from where in it,
  // and how many.
  private int[] pieceRange = new int[1];
  private int[] pieceFirst = new int[1];
  private int[] pieceRows = new int[1];
  private int pieces;
  private int depth;

  /**
   * Adds to a share of the rows of every C.
   *
   * @param products as in {@link dev.carousel.tensor.Kernels#addOuterProducts}
   * @param aRows as there
   * @param counts as there
   * @param part which share
   * @param parts of how many
   */
  void add(OuterProduct[] products, int[] aRows, int[] counts, int part, int parts) {
    if (panels.length < products.length) {
      panels = new float[products.length][0];
    }
    int range = 0;
    int done = 0;
    while (range < counts.length) {
      pieces = 0;
      depth = 0;
      while (range < counts.length && depth < DEPTH) {
        int rows = Math.min(DEPTH - depth, counts[range] - done);
        addPiece(range, done, rows);
        done += rows;
        if (done == counts[range]) {
          range++;
          done = 0;
        }
      }
      if (depth > 0) {
        block(products, aRows, part, parts);
      }
    }
  }

  private void addPiece(int range, int first, int rows) {
    if (pieces == pieceRange.length) {
      pieceRange = Arrays.copyOf(pieceRange, 2 * pieces);
      pieceFirst = Arrays.copyOf(pieceFirst, 2 * pieces);
      pieceRows = Arrays.copyOf(pieceRows, 2 * pieces);
    }
    pieceRange[pieces] = range;
    pieceFirst[pieces] = first;
    pieceRows[pieces] = rows;
    pieces++;
    depth += rows;
  }

  private void block(OuterProduct[] products, int[] aRows, int part, int parts) {
    for (int i = 0; i < products.length; i++) {
      if (firstWithB(products, i) == i) {
        packB(products[i], i);
      }
    }
    for (int i = 0; i < products.length; i++) {
      Tensor a = products[i].a();
      int from = bound(a.columns(), part, parts);
      int to = bound(a.columns(), part + 1, parts);
      for (int first = from; first < to && firstWithA(products, i) == i; first += WIDE) {
        multiplyAll(products, i, aRows, first, Math.min(to, first + WIDE));
      }
    }
  }

  /** All products with one A, for some of its columns. */
  private void multiplyAll(OuterProduct[] products, int index, int[] aRows, int from, int to) {
    Tensor a = products[index].a();
    packA(a, aRows, from, to);
    for (int i = index; i < products.length; i++) {
      if (products[i].a() == a) {
        multiply(products[i], panels[firstWithB(products, i)], from, to);
      }
    }
  }

  private static int bound(int columns, int part, int parts) {
    return part == parts
        ? columns
        : (int) Math.round((double) columns * part / parts / GRAIN) * GRAIN;
  }

  private static int firstWithA(OuterProduct[] products, int index) {
    int first = 0;
    while (products[first].a() != products[index].a()) {
      first++;
    }
    return first;
  }

  private static int firstWithB(OuterProduct[] products, int index) {
    int first = 0;
    while (products[first].b() != products[index].b()
        || products[first].bRows() != products[index].bRows()) {
      first++;
    }
    return first;
  }

  private void packB(OuterProduct product, int index) {
    int columns = product.b().columns();
    int count = Panels.count(columns);
    if (panels[index].length < Panels.length(DEPTH, columns)) {
      panels[index] = new float[Panels.length(DEPTH, columns)];
    }
    float[] from = ArrayStorage.of(product.b());
    for (int panel = 0; panel < count; panel++) {
      int at = Panels.start(depth, panel);
      for (int p = 0; p < pieces; p++) {
        int start = (product.bRows()[pieceRange[p]] + pieceFirst[p]) * columns;
        Panels.pack(from, start, columns, panel, pieceRows[p], panels[index], at);
        at += pieceRows[p] * Panels.vectors(columns, panel) * COUNT;
      }
    }
  }

  private void packA(Tensor a, int[] aRows, int from, int to) {
    int count = (to - from + COUNT - 1) / COUNT;
    if (stripes.length < count * DEPTH * COUNT) {
      stripes = new float[count * DEPTH * COUNT];
    }
    for (int stripe = 0; stripe < count; stripe++) {
      int width = Math.min(COUNT, to - from - stripe * COUNT);
      int at = stripe * depth * COUNT;
      for (int p = 0; p < pieces; p++) {
        int row = aRows[pieceRange[p]] + pieceFirst[p];
        int start = row * a.columns() + from + stripe * COUNT;
        packStripe(ArrayStorage.of(a), start, a.columns(), width, at, pieceRows[p]);
        at += pieceRows[p] * COUNT;
      }
    }
  }

  private void packStripe(float[] a, int start, int stride, int width, int at, int rows) {
    if (width == COUNT) {
      VectorRows.copyColumns(a, start, stride, stripes, at, COUNT, rows);
      return;
    }
    for (int k = 0; k < rows; k++) {
      System.arraycopy(a, start + k * stride, stripes, at + k * COUNT, width);
    }
  }

  /** Adds the rows {@code from} to {@code to} of one C. */
  private void multiply(OuterProduct product, float[] b, int from, int to) {
    float[] c = ArrayStorage.of(product.c());
    int columns = product.c().columns();
    for (int panel = 0; panel < Panels.count(columns); panel++) {
      int first = panel * WIDTH;
      int width = Math.min(WIDTH, columns - first);
      int vectors = Panels.vectors(columns, panel);
      int stride = vectors * COUNT;
      int bAt = Panels.start(depth, panel);
      for (int row = from; row < to; ) {
        int within = (row - from) % COUNT;
        int left = Math.min(to - row, COUNT - within);
        int tile = left >= ROWS ? ROWS : left >= 4 ? 4 : 1;
        int aAt = (row - from) / COUNT * depth * COUNT + within;
        int cAt = (product.cRow() + row) * columns + first;
        if (width == stride) {
          kernel(tile, vectors, aAt, b, bAt, c, cAt, columns);
        } else {
          VectorRows.copyRows(c, cAt, columns, edge, 0, stride, tile, width);
          kernel(tile, vectors, aAt, b, bAt, edge, 0, stride);
          VectorRows.copyRows(edge, 0, stride, c, cAt, columns, tile, width);
        }
        row += tile;
      }
    }
  }

  private void kernel(
      int rows, int vectors, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
    float[] a = stripes;
    switch (10 * rows + vectors) {
      case 83 -> MicroKernels.interleaved8x3(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 82 -> MicroKernels.interleaved8x2(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 81 -> MicroKernels.interleaved8x1(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 43 -> MicroKernels.interleaved4x3(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 42 -> MicroKernels.interleaved4x2(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 41 -> MicroKernels.interleaved4x1(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 13 -> MicroKernels.interleaved1x3(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 12 -> MicroKernels.interleaved1x2(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      case 11 -> MicroKernels.interleaved1x1(depth, a, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
      default -> throw new IllegalArgumentException(rows + " rows of " + vectors + " vectors");
    }
  }
}

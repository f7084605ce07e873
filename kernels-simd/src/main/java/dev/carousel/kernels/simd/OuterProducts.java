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
  private static final int DEPTH = 160;
  // Rows are packed in blocks of so many at most. The more, the longer rows of C stay in the
  // second-level cache, as long as what is packed does.
  private static final int BLOCK = 3 * DEPTH;
  private static final int PACKED_ELEMENTS = 1 << 17;
  private static final int ROWS = COUNT >= 16 ? 8 : 4;
  private static final int GRAIN = 4;

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
    int blockRows = blockRows(products);
    int range = 0;
    int done = 0;
    while (range < counts.length) {
      pieces = 0;
      depth = 0;
      while (range < counts.length && depth < blockRows) {
        int rows = Math.min(blockRows - depth, counts[range] - done);
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

  private static int blockRows(OuterProduct[] products) {
    int columns = 0;
    for (int i = 0; i < products.length; i++) {
      columns += firstWithB(products, i) == i ? products[i].b().columns() : 0;
    }
    int blocks = PACKED_ELEMENTS / DEPTH / Math.max(1, columns);
    return Math.max(DEPTH, Math.min(BLOCK, blocks * DEPTH));
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
    int wide = Math.max(1, PACKED_ELEMENTS / depth / COUNT) * COUNT;
    for (int i = 0; i < products.length; i++) {
      Tensor a = products[i].a();
      int from = bound(a.columns(), part, parts);
      int to = bound(a.columns(), part + 1, parts);
      for (int first = from; first < to && firstWithA(products, i) == i; first += wide) {
        multiplyAll(products, i, aRows, first, Math.min(to, first + wide));
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
    if (panels[index].length < Panels.length(depth, columns)) {
      panels[index] = new float[Panels.length(depth, columns)];
    }
    float[] from = ArrayStorage.of(product.b());
    int done = 0;
    for (int p = 0; p < pieces; p++) {
      int start = (product.bRows()[pieceRange[p]] + pieceFirst[p]) * columns;
      for (int k = 0; k < pieceRows[p]; k += Panels.CHUNK) {
        int rows = Math.min(Panels.CHUNK, pieceRows[p] - k);
        for (int panel = 0; panel < count; panel++) {
          int at = depth * Panels.first(columns, panel);
          at += done * Panels.vectors(columns, panel) * COUNT;
          Panels.pack(from, start + k * columns, columns, panel, rows, panels[index], at);
        }
        done += rows;
      }
    }
  }

  private void packA(Tensor a, int[] aRows, int from, int to) {
    int columns = a.columns();
    int count = (to - from + COUNT - 1) / COUNT;
    if (stripes.length < count * depth * COUNT) {
      stripes = new float[count * depth * COUNT];
    }
    int done = 0;
    for (int p = 0; p < pieces; p++) {
      int start = (aRows[pieceRange[p]] + pieceFirst[p]) * columns + from;
      for (int k = 0; k < pieceRows[p]; k += Panels.CHUNK) {
        int rows = Math.min(Panels.CHUNK, pieceRows[p] - k);
        for (int stripe = 0; stripe < count; stripe++) {
          int width = Math.min(COUNT, to - from - stripe * COUNT);
          int at = (stripe * depth + done) * COUNT;
          int first = start + k * columns + stripe * COUNT;
          packStripe(ArrayStorage.of(a), first, columns, width, at, rows);
        }
        done += rows;
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
    int panelCount = Panels.count(columns);
    for (int k = 0; k < depth; k += DEPTH) {
      int steps = Math.min(DEPTH, depth - k);
      for (int panel = 0; panel < panelCount; panel++) {
        int first = Panels.first(columns, panel);
        int vectors = Panels.vectors(columns, panel);
        int width = Math.min(vectors * COUNT, columns - first);
        int bAt = depth * first + k * vectors * COUNT;
        for (int row = from; row < to; row += COUNT) {
          int rows = Math.min(COUNT, to - row);
          int aAt = (row - from) * depth + k * COUNT;
          int cAt = (product.cRow() + row) * columns + first;
          stripe(rows, vectors, width, steps, aAt, b, bAt, c, cAt, columns);
        }
      }
    }
  }

  /** The rows of C that belong to a stripe, in one panel, tile by tile. */
  private void stripe(
      int rows,
      int vectors,
      int width,
      int steps,
      int a0,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int columns) {
    int stride = vectors * COUNT;
    for (int row = 0; row < rows; row += ROWS) {
      int count = Math.min(ROWS, rows - row);
      int cAt = c0 + row * columns;
      if (width == stride) {
        kernel(count, vectors, steps, a0 + row, b, b0, c, cAt, columns);
      } else {
        VectorRows.copyRows(c, cAt, columns, edge, 0, stride, count, width);
        kernel(count, vectors, steps, a0 + row, b, b0, edge, 0, stride);
        VectorRows.copyRows(edge, 0, stride, c, cAt, columns, count, width);
      }
    }
  }

  private void kernel(
      int rows, int vectors, int steps, int a0, float[] b, int b0, float[] c, int c0, int cRow) {
    MicroKernels.interleaved(
        rows, vectors, steps, stripes, a0, 0, b, b0, 0, c, c0, cRow, c, c0, cRow);
  }
}

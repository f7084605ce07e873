import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the source of {@code MicroKernels}: products of a few rows with panels of a packed matrix,
 * as straight-line code that keeps every sum in a register. Run by the build; what it wrote is
 * under {@code target/generated-sources}.
 */
final class MicroKernelsSource {
  private static final String HEAD =
      """
      package dev.carousel.kernels.simd;

      import static dev.carousel.kernels.simd.Lanes.COUNT;
      import static dev.carousel.kernels.simd.Lanes.FLOATS;

      import jdk.incubator.vector.FloatVector;

      /**
       * C = S + A B for a few rows of A and panels of B two vectors wide, written by
       * MicroKernelsSource.
       *
       * <p>Every sum stays in a register, so the code is straight-line, and no vector crosses a
       * method: one that does is boxed wherever the method is not inlined. Every element of C is
       * its element of S and then one chain of fused multiply-adds over k in ascending order,
       * whichever of the kernels computes it.
       *
       * <p>B's element (k, lane) of the first panel is b[bStart + k * 2 * COUNT + lane], and further
       * panels follow at a distance of bPanel. C's row r begins at c[cStart + r * cRow], S's at
       * s[sStart + r * sRow]; C may be S.
       */
      final class MicroKernels {
        private MicroKernels() {}
      """;

  /**
   * One kernel.
   *
   * @param rows how many rows of A
   * @param vectors of how many vectors of columns, two to a panel
   * @param steps how many k a pass of the loop takes; more keep fewer addresses in registers
   * @param packed whether A's rows lie interleaved, COUNT to a k, instead of each by itself
   */
  private record Kernel(String name, int rows, int vectors, int steps, boolean packed) {}

  private static final List<Kernel> KERNELS =
      List.of(
          new Kernel("eightRows", 8, 2, 2, false),
          new Kernel("fourRows", 4, 2, 2, false),
          new Kernel("oneRow", 1, 2, 1, false),
          new Kernel("eightRowsHalfPanel", 8, 1, 2, false),
          new Kernel("fourRowsHalfPanel", 4, 1, 2, false),
          new Kernel("oneRowHalfPanel", 1, 1, 1, false),
          new Kernel("oneRowTwoPanels", 1, 4, 4, false),
          new Kernel("eightInterleaved", 8, 2, 1, true),
          new Kernel("fourInterleaved", 4, 2, 1, true),
          new Kernel("oneInterleaved", 1, 2, 1, true),
          new Kernel("eightInterleavedHalfPanel", 8, 1, 1, true),
          new Kernel("fourInterleavedHalfPanel", 4, 1, 1, true),
          new Kernel("oneInterleavedHalfPanel", 1, 1, 1, true));

  private final StringBuilder text = new StringBuilder(HEAD);

  private MicroKernelsSource() {}

  /**
   * Writes the source.
   *
   * @param arguments the folder of generated sources
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0], "dev", "carousel", "kernels", "simd");
    Files.createDirectories(folder);
    Path file = folder.resolve("MicroKernels.java");
    String source = new MicroKernelsSource().source();
    if (!Files.exists(file) || !Files.readString(file).equals(source)) {
      Files.writeString(file, source);
    }
  }

  private String source() {
    KERNELS.forEach(this::add);
    return text.append("}\n").toString();
  }

  private void add(Kernel kernel) {
    int vectors = kernel.vectors;
    line("");
    line("  /** %s of A, %d vector(s) of B. */", rowsOf(kernel), vectors);
    line("  static void %s(", kernel.name);
    line("      int depth, float[] a, int aStart, int aRow, float[] b, int bStart, int bPanel,");
    line("      float[] s, int sStart, int sRow, float[] c, int cStart, int cRow) {");
    for (int r = 0; r < kernel.rows; r++) {
      for (int v = 0; v < vectors; v++) {
        String at = "sStart + %d * sRow + %d * COUNT".formatted(r, v);
        line("    FloatVector c%d_%d = FloatVector.fromArray(FLOATS, s, %s);", r, v, at);
      }
      if (!kernel.packed) {
        line("    int a%d = aStart + %d * aRow;", r, r);
      }
    }
    line("    int bk = bStart;");
    if (kernel.packed) {
      line("    int ak = aStart;");
    }
    line("    int k = 0;");
    if (kernel.steps > 1) {
      loop(kernel, kernel.steps, "depth - " + (kernel.steps - 1));
    }
    loop(kernel, 1, "depth");
    for (int r = 0; r < kernel.rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("    c%d_%d.intoArray(c, cStart + %d * cRow + %d * COUNT);", r, v, r, v);
      }
    }
    line("  }");
  }

  private static String rowsOf(Kernel kernel) {
    return kernel.rows + (kernel.packed ? " interleaved row(s)" : " row(s)");
  }

  private void loop(Kernel kernel, int steps, String end) {
    line("    for (; k < %s; k += %d) {", end, steps);
    for (int step = 0; step < steps; step++) {
      for (int v = 0; v < kernel.vectors; v++) {
        String at = "bk + %d * bPanel + %d * COUNT".formatted(v / 2, 2 * step + v % 2);
        line("      FloatVector b%d_%d = FloatVector.fromArray(FLOATS, b, %s);", step, v, at);
      }
      for (int r = 0; r < kernel.rows; r++) {
        String at = kernel.packed ? "ak + " + r : "a%d + k + %d".formatted(r, step);
        line("      FloatVector x%d_%d = FloatVector.broadcast(FLOATS, a[%s]);", step, r, at);
        for (int v = 0; v < kernel.vectors; v++) {
          line("      c%1$d_%2$d = x%3$d_%1$d.fma(b%3$d_%2$d, c%1$d_%2$d);", r, v, step);
        }
      }
    }
    line("      bk += %d * COUNT;", 2 * steps);
    if (kernel.packed) {
      line("      ak += COUNT;");
    }
    line("    }");
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}

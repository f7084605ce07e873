import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
       * C = S + A B for a few rows of A and one or two panels of B, written by MicroKernelsSource.
       *
       * <p>Every sum stays in a register, so the code is straight-line, and no vector crosses a
       * method: one that does is boxed wherever the method is not inlined. Every element of C is
       * its element of S and then one chain of fused multiply-adds over k in ascending order,
       * whichever of the kernels computes it.
       *
       * <p>In a panel of v vectors B's element (k, lane) is b[bStart + k * v * COUNT + lane]; a
       * second panel follows at a distance of bPanel. C's row r begins at c[cStart + r * cRow], S's
       * at s[sStart + r * sRow]; C may be S.
       */
      final class MicroKernels {
        private MicroKernels() {}
      """;

  /**
   * One kernel.
   *
   * @param rows how many rows of A
   * @param vectors how many vectors wide the panels of B are
   * @param panels how many panels
   * @param interleaved whether A's rows lie interleaved, COUNT to a k, instead of each by itself
   */
  private record Kernel(int rows, int vectors, int panels, boolean interleaved) {
    String name() {
      String kind = interleaved ? "interleaved" : panels == 2 ? "pairs" : "rows";
      return kind + rows + "x" + vectors;
    }
  }

  private static List<Kernel> kernels() {
    List<Kernel> kernels = new ArrayList<>();
    for (int vectors = 1; vectors <= 3; vectors++) {
      for (int rows : new int[] {8, 4, 1}) {
        kernels.add(new Kernel(rows, vectors, 1, false));
        kernels.add(new Kernel(rows, vectors, 1, true));
      }
    }
    kernels.add(new Kernel(1, 2, 2, false));
    kernels.add(new Kernel(1, 3, 2, false));
    return kernels;
  }

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
    kernels().forEach(this::add);
    return text.append("}\n").toString();
  }

  private void add(Kernel kernel) {
    line("");
    line(
        "  /** %d %s of A, %d panel(s) of %d vector(s). */",
        kernel.rows,
        kernel.interleaved ? "interleaved row(s)" : "row(s)",
        kernel.panels,
        kernel.vectors);
    line("  static void %s(", kernel.name());
    line("      int depth, float[] a, int aStart, int aRow, float[] b, int bStart, int bPanel,");
    line("      float[] s, int sStart, int sRow, float[] c, int cStart, int cRow) {");
    int vectors = kernel.vectors * kernel.panels;
    for (int r = 0; r < kernel.rows; r++) {
      for (int v = 0; v < vectors; v++) {
        String at = "sStart + %d * sRow + %d * COUNT".formatted(r, v);
        line("    FloatVector c%d_%d = FloatVector.fromArray(FLOATS, s, %s);", r, v, at);
      }
      if (!kernel.interleaved) {
        line("    int a%d = aStart + %d * aRow;", r, r);
      }
    }
    line("    int bk = bStart;");
    if (kernel.interleaved) {
      line("    int ak = aStart;");
    }
    loop(kernel);
    for (int r = 0; r < kernel.rows; r++) {
      for (int v = 0; v < vectors; v++) {
        line("    c%d_%d.intoArray(c, cStart + %d * cRow + %d * COUNT);", r, v, r, v);
      }
    }
    line("  }");
  }

  // One short loop: of a sum that comes out of two, or out of one that takes two k at a time, the
  // compiler of JDK 17 sometimes forgets which kind of vector it is, and boxes it.
  private void loop(Kernel kernel) {
    int vectors = kernel.vectors;
    line("    for (int k = 0; k < depth; k++) {");
    for (int v = 0; v < vectors * kernel.panels; v++) {
      String panel = v < vectors ? "" : " + bPanel";
      String at = "bk%s + %d * COUNT".formatted(panel, v % vectors);
      line("      FloatVector b%d = FloatVector.fromArray(FLOATS, b, %s);", v, at);
    }
    for (int r = 0; r < kernel.rows; r++) {
      String at = kernel.interleaved ? "ak + " + r : "a%d + k".formatted(r);
      line("      FloatVector x%d = FloatVector.broadcast(FLOATS, a[%s]);", r, at);
      for (int v = 0; v < vectors * kernel.panels; v++) {
        line("      c%1$d_%2$d = x%1$d.fma(b%2$d, c%1$d_%2$d);", r, v);
      }
    }
    line("      bk += %d * COUNT;", vectors);
    if (kernel.interleaved) {
      line("      ak += COUNT;");
    }
    line("    }");
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}

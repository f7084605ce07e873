import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  // How many rows of sums there are registers for.
  private static final int ROWS = 8;
  private static final int VECTORS = 3;

  /** Where the rows of A lie. */
  private enum Kind {
    /** Each by itself. */
    ROWS,
    /** Interleaved, COUNT to a k. */
    INTERLEAVED,
    /** There is one, to be multiplied with two panels. */
    PAIR
  }

  /**
   * One kernel.
   *
   * @param kind where the rows of A lie
   * @param rows how many rows of A
   * @param vectors how many vectors wide the panels of B are
   */
  private record Kernel(Kind kind, int rows, int vectors) {
    String name() {
      return kind.name().toLowerCase(Locale.ROOT) + rows + "x" + vectors;
    }

    /** How many panels of B. */
    int panels() {
      return kind == Kind.PAIR ? 2 : 1;
    }

    /** How many k a pass of its loop takes; two need fewer addresses in registers. */
    int steps() {
      return kind == Kind.INTERLEAVED || rows == 1 && kind == Kind.ROWS ? 1 : 2;
    }
  }

  private static final String ARGUMENTS =
      "depth, a, aStart, aRow, b, bStart, bPanel, s, sStart, sRow, c, cStart, cRow";

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
    for (Kind kind : Kind.values()) {
      List<Kernel> kernels = new ArrayList<>();
      for (int vectors = 1; vectors <= VECTORS; vectors++) {
        for (int rows = 1; rows <= (kind == Kind.PAIR ? 1 : ROWS); rows++) {
          kernels.add(new Kernel(kind, rows, vectors));
        }
      }
      choice(kind, kernels);
      kernels.forEach(this::add);
    }
    return text.append("}\n").toString();
  }

  private void choice(Kind kind, List<Kernel> kernels) {
    line("");
    line("  /** The kernel for so many rows and panels of so many vectors. */");
    line("  static void %s(", kind.name().toLowerCase(Locale.ROOT));
    line("      int rows, int vectors,");
    line("      int depth, float[] a, int aStart, int aRow, float[] b, int bStart, int bPanel,");
    line("      float[] s, int sStart, int sRow, float[] c, int cStart, int cRow) {");
    line("    switch (%d * vectors + rows) {", ROWS + 1);
    for (Kernel kernel : kernels) {
      line("      case %d -> %s(", (ROWS + 1) * kernel.vectors + kernel.rows, kernel.name());
      line("          %s);", ARGUMENTS);
    }
    line("      default -> throw new IllegalArgumentException(");
    line("          rows + \" rows of \" + vectors + \" vectors\");");
    line("    }");
    line("  }");
  }

  private void add(Kernel kernel) {
    String name = kernel.name();
    line("");
    if (kernel.steps() == 1) {
      method(kernel, name, "for (int k = 0; k < depth; k++)", 1);
      return;
    }
    // The last of an odd number of k has a method of its own. A second loop would be half as much
    // to compile again, and compiled once more when the first odd depth comes.
    head(name);
    line("    %sEven(", name);
    line("        %s);", ARGUMENTS);
    line("    if (depth %% 2 == 1) {");
    line("      int aLast = aStart + depth - 1;");
    line("      int bLast = bStart + (depth - 1) * %d * COUNT;", kernel.vectors);
    line("      %sLast(a, aLast, aRow, b, bLast, bPanel, c, cStart, cRow);", name);
    line("    }");
    line("  }");
    line("");
    method(kernel, name + "Even", "for (int k = 0; k < depth - 1; k += 2)", 2);
    line("");
    last(kernel, name + "Last");
  }

  private void head(String name) {
    line("  private static void %s(", name);
    line("      int depth, float[] a, int aStart, int aRow, float[] b, int bStart, int bPanel,");
    line("      float[] s, int sStart, int sRow, float[] c, int cStart, int cRow) {");
  }

  private void method(Kernel kernel, String name, String loop, int steps) {
    head(name);
    load(kernel, "s");
    line("    %s {", loop);
    for (int step = 0; step < steps; step++) {
      step(kernel, step, "k + " + step);
    }
    line("      bk += %d * COUNT;", kernel.vectors * steps);
    if (kernel.kind == Kind.INTERLEAVED) {
      line("      ak += COUNT;");
    }
    line("    }");
    store(kernel);
    line("  }");
  }

  private void last(Kernel kernel, String name) {
    line("  private static void %s(", name);
    line("      float[] a, int aStart, int aRow, float[] b, int bStart, int bPanel,");
    line("      float[] c, int cStart, int cRow) {");
    load(kernel, "c");
    step(kernel, 0, "0");
    store(kernel);
    line("  }");
  }

  private void load(Kernel kernel, String from) {
    for (int r = 0; r < kernel.rows; r++) {
      for (int v = 0; v < kernel.vectors * kernel.panels(); v++) {
        String at = "%1$sStart + %2$d * %1$sRow + %3$d * COUNT".formatted(from, r, v);
        line("    FloatVector c%d_%d = FloatVector.fromArray(FLOATS, %s, %s);", r, v, from, at);
      }
      if (kernel.kind != Kind.INTERLEAVED) {
        line("    int a%d = aStart + %d * aRow;", r, r);
      }
    }
    line("    int bk = bStart;");
    if (kernel.kind == Kind.INTERLEAVED) {
      line("    int ak = aStart;");
    }
  }

  private void store(Kernel kernel) {
    for (int r = 0; r < kernel.rows; r++) {
      for (int v = 0; v < kernel.vectors * kernel.panels(); v++) {
        line("    c%d_%d.intoArray(c, cStart + %d * cRow + %d * COUNT);", r, v, r, v);
      }
    }
  }

  private void step(Kernel kernel, int step, String k) {
    int vectors = kernel.vectors;
    for (int v = 0; v < vectors * kernel.panels(); v++) {
      String panel = v < vectors ? "" : " + bPanel";
      String at = "bk%s + %d * COUNT".formatted(panel, vectors * step + v % vectors);
      line("      FloatVector b%d_%d = FloatVector.fromArray(FLOATS, b, %s);", step, v, at);
    }
    for (int r = 0; r < kernel.rows; r++) {
      String at = kernel.kind == Kind.INTERLEAVED ? "ak + " + r : "a%d + %s".formatted(r, k);
      line("      FloatVector x%d_%d = FloatVector.broadcast(FLOATS, a[%s]);", step, r, at);
      for (int v = 0; v < vectors * kernel.panels(); v++) {
        line("      c%1$d_%2$d = x%3$d_%1$d.fma(b%3$d_%2$d, c%1$d_%2$d);", r, v, step);
      }
    }
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}

package dev.carousel.experiment.cli;

import java.io.IOException;
import java.io.PrintStream;

/** Standard output of commands that answer while they are asked. */
final class Reply {
  private Reply() {}

  /**
   * Prints at once.
   *
   * @param out where to
   * @param text what
   * @throws IOException if nobody reads it
   */
  static void print(PrintStream out, String text) throws IOException {
    out.print(text);
    // Also flushes.
    if (out.checkError()) {
      throw new IOException("the output cannot be written");
    }
  }
}

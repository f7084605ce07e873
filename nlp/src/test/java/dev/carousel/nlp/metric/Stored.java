package dev.carousel.nlp.metric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Cases that other programs have answered. */
final class Stored {
  private Stored() {}

  /** The fields of each line after the comment that a file begins with. */
  static List<List<String>> lines(String file) {
    try (InputStream in = Stored.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n"))
          .dropWhile(line -> line.startsWith("# "))
          .map(line -> Arrays.stream(line.split("\t", -1)).map(String::translateEscapes).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

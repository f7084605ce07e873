package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Lines of UTF-8 from a stream that may keep whoever reads it waiting. */
final class Lines {
  private static final int BUFFER = 1 << 13;

  private final InputStream stream;
  private final String source;
  private byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private int number;

  /**
   * A line.
   *
   * @param number 1 for the first
   * @param text without its end, a line feed or carriage return and line feed
   */
  record Line(int number, String text) {}

  /**
   * All lines of a stream.
   *
   * @param stream is not closed
   * @param source what to call it in messages
   */
  Lines(InputStream stream, String source) {
    this.stream = stream;
    this.source = source;
  }

  /**
   * The next line, waited for.
   *
   * @return the line, empty at the end
   * @throws InvalidDataException if the line is not UTF-8; the next one can still be had
   */
  Optional<Line> next() throws IOException {
    int end = lineFeed();
    while (end < 0 && fill()) {
      end = lineFeed();
    }
    if (end < 0 && from == to) {
      return Optional.empty();
    }
    int length = (end < 0 ? to : end) - from;
    boolean carriageReturn = length > 0 && buffer[from + length - 1] == '\r';
    ByteBuffer bytes = ByteBuffer.wrap(buffer, from, carriageReturn ? length - 1 : length);
    from = end < 0 ? to : end + 1;
    number++;
    String text = Utf8.decoded(bytes, "%s, line %d".formatted(source, number));
    return Optional.of(
        new Line(number, number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text));
  }

  /** Whether a whole line is there already. */
  boolean isReady() throws IOException {
    while (lineFeed() < 0) {
      if (stream.available() == 0 || !fill()) {
        return false;
      }
    }
    return true;
  }

  /** What they are called in messages. */
  String source() {
    return source;
  }

  /** What is wrong with a line, with its place. */
  InvalidDataException refused(Line line, InvalidDataException reason) {
    return new InvalidDataException(
        "%s, line %d: %s".formatted(source, line.number, reason.getMessage()), reason);
  }

  private int lineFeed() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Waits for more bytes; false at the end. */
  private boolean fill() throws IOException {
    int kept = to - from;
    byte[] target = kept * 2 > buffer.length ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, from, target, 0, kept);
    buffer = target;
    from = 0;
    to = kept;
    int count = stream.read(buffer, to, buffer.length - to);
    to += Math.max(0, count);
    return count > 0;
  }
}

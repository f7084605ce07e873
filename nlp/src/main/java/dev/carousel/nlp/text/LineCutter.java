package dev.carousel.nlp.text;

import dev.carousel.data.Place;
import java.nio.CharBuffer;
import java.util.function.Consumer;

/** Cuts text that comes in pieces into the lines that {@link DataFile#forEachLine} describes. */
final class LineCutter implements Consumer<CharBuffer> {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String path;
  private final Consumer<Line> reader;
  private final StringBuilder line = new StringBuilder();
  private int number = 1;
  private boolean begun;

  LineCutter(String path, Consumer<Line> reader) {
    this.path = path;
    this.reader = reader;
  }

  @Override
  public void accept(CharBuffer piece) {
    if (!begun && piece.hasRemaining()) {
      begun = true;
      if (piece.charAt(0) == BYTE_ORDER_MARK) {
        piece.get();
      }
    }
    int start = 0;
    for (int i = 0; i < piece.length(); i++) {
      if (piece.charAt(i) == '\n') {
        line.append(piece, start, i);
        give();
        start = i + 1;
      }
    }
    line.append(piece, start, piece.length());
  }

  /** The last line, where no line feed ends it. */
  void end() {
    if (!line.isEmpty()) {
      give();
    }
  }

  private void give() {
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      length--;
    }
    reader.accept(new Line(new Place(path, number), line.substring(0, length)));
    number++;
    line.setLength(0);
  }
}

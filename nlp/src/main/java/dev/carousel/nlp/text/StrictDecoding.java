package dev.carousel.nlp.text;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Bytes as characters, none of them guessed.
 *
 * @param path what errors call the bytes
 * @param encoding what they call the encoding
 * @param charset the encoding
 */
record StrictDecoding(String path, String encoding, Charset charset) {
  private static final int PIECE = 1 << 16;

  /**
   * Gives the characters to a reader, in pieces.
   *
   * @return how many there were
   * @throws InvalidDataException if the bytes are not in the encoding, naming the line
   */
  long read(InputStream in, Consumer<CharBuffer> reader) throws IOException {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(PIECE).flip();
    CharBuffer characters = CharBuffer.allocate(PIECE);
    long count = 0;
    long line = 1;
    boolean ended = false;
    while (!ended) {
      bytes.compact();
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = read < 0;
      bytes.position(bytes.position() + Math.max(0, read)).flip();
      CoderResult result;
      do {
        result = decoder.decode(bytes, characters, ended);
        characters.flip();
        count += characters.length();
        line += characters.chars().filter(character -> character == '\n').count();
        if (result.isError()) {
          throw broken(line, bytes.get(bytes.position()));
        }
        reader.accept(characters);
        characters.clear();
      } while (result.isOverflow());
    }
    decoder.flush(characters);
    reader.accept(characters.flip());
    return count + characters.length();
  }

  private InvalidDataException broken(long line, byte first) {
    return new InvalidDataException(
        "%s, line %d: byte 0x%02X is not %s; %s"
            .formatted(
                path,
                line,
                first,
                encoding,
                charset.equals(StandardCharsets.UTF_8)
                    ? "convert the file to UTF-8"
                    : "is that its encoding?"));
  }
}

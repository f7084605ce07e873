package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Strict decoding of what is read. */
final class Utf8 {
  private Utf8() {}

  /**
   * Decodes UTF-8.
   *
   * @param bytes what is left of them; read
   * @param place what to call them in messages
   * @throws InvalidDataException naming the first byte that is not UTF-8
   */
  static String decoded(ByteBuffer bytes, String place) {
    // No byte becomes more than one UTF-16 unit.
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
    if (result.isError()) {
      throw new InvalidDataException(
          "%s: byte 0x%02X is not UTF-8; convert the input to UTF-8"
              .formatted(place, bytes.get(bytes.position())));
    }
    return text.flip().toString();
  }
}

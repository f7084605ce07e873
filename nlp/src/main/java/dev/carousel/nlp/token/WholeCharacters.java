package dev.carousel.nlp.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 that comes in parts; what cannot be UTF-8 becomes U+FFFD. */
final class WholeCharacters {
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /** The beginning of a character that is not whole. */
  private byte[] open = new byte[0];

  /** The characters that more bytes have completed. */
  String next(byte[] bytes) {
    ByteBuffer in = ByteBuffer.allocate(open.length + bytes.length).put(open).put(bytes).flip();
    // No byte becomes more than one UTF-16 unit.
    CharBuffer out = CharBuffer.allocate(in.remaining());
    utf8.decode(in, out, false);
    open = new byte[in.remaining()];
    in.get(open);
    return out.flip().toString();
  }
}

package dev.carousel.interop.onnx.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A protobuf message, written field by field. What is long, a message inside or the elements of a
 * tensor, is not copied but tied in, so a weight lies in memory once however deep it stands.
 */
final class Message {
  private static final int BUFFER = 64;

  /** More than the tag and the length of a field take. */
  private static final int LARGEST_HEAD = 20;

  private final ByteString.Output small = ByteString.newOutput(BUFFER);
  private final CodedOutputStream out = CodedOutputStream.newInstance(small, BUFFER);
  private ByteString done = ByteString.EMPTY;

  Message whole(int field, long value) {
    return put(() -> out.writeInt64(field, value));
  }

  Message real(int field, float value) {
    return put(() -> out.writeFloat(field, value));
  }

  /** A text, unless it is empty, as which a reader takes one that is missing. */
  Message textIfAny(int field, String value) {
    return value.isEmpty() ? this : text(field, value);
  }

  Message text(int field, String value) {
    return tie(field, UnsafeByteOperations.unsafeWrap(utf8(value)));
  }

  Message texts(int field, List<String> values) {
    values.forEach(value -> text(field, value));
    return this;
  }

  /** Whole numbers, each a field of its own as in the standard. */
  Message wholes(int field, List<Long> values) {
    values.forEach(value -> whole(field, value));
    return this;
  }

  Message reals(int field, List<Float> values) {
    values.forEach(value -> real(field, value));
    return this;
  }

  /** Bytes, which are not copied. */
  Message bytes(int field, byte[] value) {
    return tie(field, UnsafeByteOperations.unsafeWrap(value));
  }

  Message message(int field, Message value) {
    return tie(field, value.finished());
  }

  /** The message's bytes. */
  ByteString finished() {
    put(out::flush);
    if (small.size() > 0) {
      done = done.concat(small.toByteString());
      small.reset();
    }
    return done;
  }

  private Message tie(int field, ByteString value) {
    put(
        () -> {
          out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(value.size());
        });
    if ((long) finished().size() + value.size() > Integer.MAX_VALUE - LARGEST_HEAD) {
      throw new IllegalArgumentException(
          "the model would have more than 2 GiB, the most that a file of this format can have");
    }
    done = done.concat(value);
    return this;
  }

  private interface Writing {
    void run() throws IOException;
  }

  private Message put(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      // Nothing is written but memory.
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static ByteBuffer utf8(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not well-formed Unicode and cannot be written", e);
    }
  }
}

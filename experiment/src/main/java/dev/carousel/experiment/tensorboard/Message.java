package dev.carousel.experiment.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One message in the wire format of Protocol Buffers, written field by field.
 *
 * <p>An event takes eight fields of four kinds. The library of Protocol Buffers, with a code
 * generator in the build, would be more to keep than these few lines.
 */
final class Message {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH_FIRST = 2;
  private static final int FOUR_BYTES = 5;
  private static final int SEVEN_BITS = 0x7f;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A field of type int64. */
  Message integer(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  /** A field of type double. */
  Message real(int field, double value) {
    key(field, EIGHT_BYTES);
    ByteBuffer eight = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(eight.putDouble(value).array());
    return this;
  }

  /** A field of type float. */
  Message real(int field, float value) {
    key(field, FOUR_BYTES);
    ByteBuffer four = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(four.putFloat(value).array());
    return this;
  }

  /** A field of type string. */
  Message text(int field, String value) {
    return sized(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A field that is a message. */
  Message message(int field, Message value) {
    return sized(field, value.bytes());
  }

  private Message sized(int field, byte[] value) {
    key(field, LENGTH_FIRST);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  private void key(int field, int kind) {
    varint((long) field << 3 | kind);
  }

  /** Seven bits a byte, the lowest first; the eighth says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~SEVEN_BITS) != 0) {
      bytes.write((int) (rest & SEVEN_BITS) | SEVEN_BITS + 1);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /** The message so far. */
  byte[] bytes() {
    return bytes.toByteArray();
  }
}

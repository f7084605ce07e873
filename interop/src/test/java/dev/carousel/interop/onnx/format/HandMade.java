package dev.carousel.interop.onnx.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Protobuf messages made byte by byte from the description of the encoding, without the library and
 * without the field numbers under test.
 */
final class HandMade {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  HandMade varint(int field, long value) {
    raw(field << 3);
    return raw(value);
  }

  HandMade fixed32(int field, int value) {
    raw(field << 3 | 5);
    return little(value, 4);
  }

  HandMade fixed64(int field, long value) {
    raw(field << 3 | 1);
    return little(value, 8);
  }

  HandMade text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  HandMade message(int field, HandMade value) {
    return bytes(field, value.toArray());
  }

  HandMade bytes(int field, byte... value) {
    raw(field << 3 | 2);
    raw(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** A base-128 varint without a field. */
  HandMade raw(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return this;
  }

  /** A number in some bytes, the lowest first, without a field. */
  HandMade little(long value, int count) {
    for (int i = 0; i < count; i++) {
      bytes.write((int) (value >>> 8 * i));
    }
    return this;
  }

  byte[] toArray() {
    return bytes.toByteArray();
  }

  /** A whole model of IR version 8 and operators of version 17 around a graph. */
  static HandMade model(HandMade graph) {
    return new HandMade().varint(1, 8).message(7, graph).message(8, new HandMade().varint(2, 17));
  }
}

package dev.carousel.safetensors;

import dev.carousel.tensor.HalfFloat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a tensor's elements are written: the floating-point types of the format, by its names. */
enum ElementType {
  /** IEEE 754 binary64; read as the nearest 32-bit float. */
  F64(Double.BYTES) {
    @Override
    float next(ByteBuffer buffer) {
      return (float) buffer.getDouble();
    }
  },
  /** IEEE 754 binary32. */
  F32(Float.BYTES) {
    @Override
    float next(ByteBuffer buffer) {
      return buffer.getFloat();
    }
  },
  /** IEEE 754 binary16. */
  F16(Short.BYTES) {
    @Override
    float next(ByteBuffer buffer) {
      return HalfFloat.ofBinary16(buffer.getShort());
    }
  },
  /** The upper half of a binary32. */
  BF16(Short.BYTES) {
    @Override
    float next(ByteBuffer buffer) {
      return HalfFloat.ofBfloat16(buffer.getShort());
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The bytes of an element. */
  int bytes() {
    return bytes;
  }

  /** Takes the next element from a little-endian buffer. */
  abstract float next(ByteBuffer buffer);

  /** The type of a name. */
  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** All names, for a message. */
  static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}

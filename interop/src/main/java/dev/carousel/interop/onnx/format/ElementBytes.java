package dev.carousel.interop.onnx.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Elements of a tensor while they are read, lowest byte first. Takes the room they turn out to
 * need.
 */
final class ElementBytes {
  private static final int SMALLEST = 16;

  /** Virtual machines have no arrays of all 2³¹ − 1 elements. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private ByteBuffer bytes = littleEndian(new byte[0]);

  /** Adds elements; the array may be kept. */
  void add(byte[] elements) {
    if (bytes.position() == 0) {
      bytes = littleEndian(elements).position(elements.length);
    } else {
      room(elements.length).put(elements);
    }
  }

  void add(int element) {
    room(Integer.BYTES).putInt(element);
  }

  void add(long element) {
    room(Long.BYTES).putLong(element);
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int used = bytes.position();
      if (more > LARGEST - used) {
        throw new IllegalArgumentException("the tensor has more than 2 GiB");
      }
      long twice = Math.min(LARGEST, 2L * used);
      int length = (int) Math.max(SMALLEST, Math.max(used + more, twice));
      bytes = littleEndian(Arrays.copyOf(bytes.array(), length)).position(used);
    }
    return bytes;
  }

  int count() {
    return bytes.position();
  }

  /** What was added; nothing may be added after that. */
  byte[] toArray() {
    return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

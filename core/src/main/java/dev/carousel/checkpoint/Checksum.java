package dev.carousel.checkpoint;

import dev.carousel.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/** SHA-256 over texts and tensors; their lengths are part of it, so none can pass into the next. */
final class Checksum {
  private static final int FLOATS_AT_ONCE = 4096;

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(FLOATS_AT_ONCE * Float.BYTES);

  Checksum(SortedMap<String, String> metadata) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    metadata.forEach(
        (key, value) -> {
          add(key);
          add(value);
        });
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  void add(String name, Shape shape, float[] values) {
    add(name);
    add(shape.toString());
    for (int from = 0; from < values.length; from += FLOATS_AT_ONCE) {
      int count = Math.min(FLOATS_AT_ONCE, values.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(values, from, count);
      digest.update(buffer.limit(count * Float.BYTES));
    }
  }

  /** The checksum of everything so far, which ends it. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

package dev.carousel.experiment.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Records in a TFRecord file, all numbers with the lowest byte first: 8 bytes of length, 4 of the
 * length's checksum, the data, 4 of the data's checksum.
 */
final class Framing {
  // As documented with TensorFlow's TFRecord format: a checksum that is stored beside the data it
  // covers is rotated and shifted, lest checksums of checksums become trivial.
  private static final int ROTATION = 15;
  private static final int OFFSET = 0xa282ead8;

  private Framing() {}

  /** A record that holds the data. */
  static byte[] framed(byte[] data) {
    byte[] length =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(maskedChecksum(length))
        .put(data)
        .putInt(maskedChecksum(data))
        .array();
  }

  /** CRC-32C (RFC 3720) as TFRecord files store it. */
  static int maskedChecksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return Integer.rotateRight((int) crc.getValue(), ROTATION) + OFFSET;
  }
}

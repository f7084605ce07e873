package dev.carousel.experiment.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads event files by their published format; shares nothing with what writes them. */
final class EventFileReader {
  /** An event; no version for one with scalars. */
  record Read(double wallTime, long step, String version, Map<String, Float> scalars) {}

  private EventFileReader() {}

  static List<Read> events(byte[] file) {
    return records(file).stream().map(EventFileReader::event).toList();
  }

  static List<byte[]> records(byte[] file) {
    List<byte[]> records = new ArrayList<>();
    int at = 0;
    while (at < file.length) {
      require(file.length - at >= 12, "the file ends in a length");
      require(number(file, at + 8, 4) == masked(file, at, 8), "the length is damaged");
      long length = number(file, at, 8);
      require(length <= file.length - at - 16, "the file ends in a record");
      byte[] data = new byte[(int) length];
      System.arraycopy(file, at + 12, data, 0, data.length);
      at += 12 + data.length;
      require(number(file, at, 4) == masked(data, 0, data.length), "the data are damaged");
      at += 4;
      records.add(data);
    }
    return records;
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static long number(byte[] bytes, int at, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | bytes[at + i] & 0xff;
    }
    return value;
  }

  /** CRC-32C bit by bit, with the reversed polynomial of RFC 3720, then masked. */
  static long masked(byte[] bytes, int from, int length) {
    long crc = checksum(bytes, from, length);
    return ((crc >>> 15 | crc << 17 & 0xffffffffL) + 0xa282ead8L) & 0xffffffffL;
  }

  static long checksum(byte[] bytes, int from, int length) {
    long crc = 0xffffffffL;
    for (int i = from; i < from + length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? crc >>> 1 ^ 0x82f63b78L : crc >>> 1;
      }
    }
    return crc ^ 0xffffffffL;
  }

  /** Fields of one message: numbers as their bits, the rest as buffers. */
  static Map<Integer, List<Object>> fields(ByteBuffer message) {
    message.order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, List<Object>> fields = new LinkedHashMap<>();
    while (message.hasRemaining()) {
      long key = varint(message);
      Object value =
          switch ((int) (key & 7)) {
            case 0 -> varint(message);
            case 1 -> message.getLong();
            case 5 -> message.getInt();
            case 2 -> {
              int size = (int) varint(message);
              ByteBuffer part = message.slice(message.position(), size);
              message.position(message.position() + size);
              yield part;
            }
            default -> throw new IllegalStateException("no such kind of field: " + (key & 7));
          };
      fields.computeIfAbsent((int) (key >>> 3), field -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static Read event(byte[] record) {
    Map<Integer, List<Object>> event = fields(ByteBuffer.wrap(record));
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (Object summary : event.getOrDefault(5, List.of())) {
      for (Object value : fields((ByteBuffer) summary).get(1)) {
        Map<Integer, List<Object>> scalar = fields((ByteBuffer) value);
        scalars.put(
            text(scalar.get(1).get(0)), Float.intBitsToFloat((Integer) scalar.get(2).get(0)));
      }
    }
    return new Read(
        Double.longBitsToDouble((Long) event.get(1).get(0)),
        (Long) event.getOrDefault(2, List.of(0L)).get(0),
        event.containsKey(3) ? text(event.get(3).get(0)) : null,
        scalars);
  }

  private static String text(Object bytes) {
    return StandardCharsets.UTF_8.decode((ByteBuffer) bytes).toString();
  }
}

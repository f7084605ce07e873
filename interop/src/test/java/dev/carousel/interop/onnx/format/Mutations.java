package dev.carousel.interop.onnx.format;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages files: blindly, and by what a schema-less look at protobuf's encoding finds in them. */
final class Mutations {
  private static final long[] LENGTHS = {
    0, 1, 127, 128, 255, 1 << 14, 1 << 28, Integer.MAX_VALUE, 1L << 31, 0xffffffffL, -1
  };

  private final RandomGenerator random;
  private final List<byte[]> files;

  /**
   * Mutations of files.
   *
   * @param random decides them
   * @param files well-formed files
   */
  Mutations(RandomGenerator random, List<byte[]> files) {
    this.random = random;
    this.files = files;
  }

  /** A file that is damaged in one or several ways. */
  byte[] next() {
    byte[] bytes = any();
    for (int times = random.nextInt(8) == 0 ? 3 : 1; times > 0; times--) {
      bytes = mutated(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return files.get(random.nextInt(files.size()));
  }

  private byte[] mutated(byte[] bytes) {
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes);
      case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> overwritten(bytes);
      case 3 -> spliced(bytes, any());
      case 4, 5 -> rearranged(bytes);
      default -> misstated(bytes);
    };
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    for (int i = random.nextInt(8); i >= 0 && flipped.length > 0; i--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] overwritten(byte[] bytes) {
    byte[] overwritten = bytes.clone();
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(12));
    for (int i = from; i < to; i++) {
      overwritten[i] = (byte) random.nextInt();
    }
    return overwritten;
  }

  /** The beginning of one file and the end of another. */
  private byte[] spliced(byte[] bytes, byte[] other) {
    ByteArrayOutputStream spliced = new ByteArrayOutputStream();
    spliced.write(bytes, 0, random.nextInt(bytes.length + 1));
    int from = random.nextInt(other.length + 1);
    spliced.write(other, from, other.length - from);
    return spliced.toByteArray();
  }

  /** One length says something else than it should. */
  private byte[] misstated(byte[] bytes) {
    List<Field> fields = fields(bytes);
    if (fields.isEmpty()) {
      return bytes;
    }
    write(fields, Edit.LENGTH, random.nextInt(count(fields)));
    return written.toByteArray();
  }

  /** A field is taken out, doubled, replaced or renumbered; lengths remain right. */
  private byte[] rearranged(byte[] bytes) {
    List<Field> fields = fields(bytes);
    if (fields.isEmpty()) {
      return bytes;
    }
    Edit edit = Edit.values()[random.nextInt(1, Edit.values().length)];
    List<Field> donors = fields(any());
    donor = donors.isEmpty() ? null : pick(donors);
    write(fields, edit, random.nextInt(count(fields)));
    return written.toByteArray();
  }

  private enum Edit {
    LENGTH,
    DROP,
    DOUBLE,
    REPLACE,
    RENUMBER,
    EMPTY
  }

  /** A field and, if its content could be a message, the fields in that. */
  private record Field(int number, int wireType, byte[] content, List<Field> parts) {}

  private ByteArrayOutputStream written;
  private Field donor;
  private int until;

  private void write(List<Field> fields, Edit edit, int which) {
    until = which;
    written = encoded(fields, edit);
  }

  private ByteArrayOutputStream encoded(List<Field> fields, Edit edit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      boolean hit = until-- == 0;
      byte[] content =
          field.parts.isEmpty() ? field.content : encoded(field.parts, edit).toByteArray();
      if (!hit) {
        put(out, field.number, field.wireType, content, content.length);
        continue;
      }
      switch (edit) {
        case LENGTH ->
            put(
                out,
                field.number,
                field.wireType,
                content,
                LENGTHS[random.nextInt(LENGTHS.length)]);
        case DROP -> {}
        case DOUBLE -> {
          put(out, field.number, field.wireType, content, content.length);
          put(out, field.number, field.wireType, content, content.length);
        }
        case REPLACE -> {
          Field with = donor == null ? field : donor;
          put(out, field.number, with.wireType, with.content, with.content.length);
        }
        case RENUMBER -> put(out, 1 + random.nextInt(26), field.wireType, content, content.length);
        case EMPTY -> put(out, field.number, 2, new byte[0], 0);
        default -> throw new AssertionError(edit);
      }
    }
    return out;
  }

  private static void put(
      ByteArrayOutputStream out, int number, int wireType, byte[] content, long length) {
    out.writeBytes(new HandMade().raw(number << 3 | wireType).toArray());
    if (wireType == 2) {
      out.writeBytes(new HandMade().raw(length).toArray());
    }
    out.writeBytes(content);
  }

  private Field pick(List<Field> fields) {
    Field field = fields.get(random.nextInt(fields.size()));
    return field.parts.isEmpty() || random.nextInt(3) == 0 ? field : pick(field.parts);
  }

  private static int count(List<Field> fields) {
    int count = 0;
    for (Field field : fields) {
      count += 1 + count(field.parts);
    }
    return count;
  }

  /** The fields of a message; none if the bytes cannot be one. */
  private static List<Field> fields(byte[] bytes) {
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int tagEnd = varintEnd(bytes, at);
      if (tagEnd < 0) {
        return List.of();
      }
      long tag = varint(bytes, at, tagEnd);
      int wireType = (int) tag & 7;
      int end;
      int content = tagEnd;
      switch (wireType) {
        case 0 -> end = varintEnd(bytes, tagEnd);
        case 1 -> end = tagEnd + 8;
        case 5 -> end = tagEnd + 4;
        case 2 -> {
          content = varintEnd(bytes, tagEnd);
          long length = content < 0 ? -1 : varint(bytes, tagEnd, content);
          end = length < 0 || length > bytes.length - content ? -1 : content + (int) length;
        }
        default -> end = -1;
      }
      if (end < 0 || end > bytes.length || tag >>> 3 == 0 || tag >>> 3 > 40) {
        return List.of();
      }
      byte[] payload = Arrays.copyOfRange(bytes, content, end);
      List<Field> parts = wireType == 2 ? fields(payload) : List.of();
      fields.add(new Field((int) (tag >>> 3), wireType, payload, parts));
      at = end;
    }
    return fields;
  }

  private static int varintEnd(byte[] bytes, int from) {
    for (int at = from; at < bytes.length && at < from + 10; at++) {
      if (bytes[at] >= 0) {
        return at + 1;
      }
    }
    return -1;
  }

  private static long varint(byte[] bytes, int from, int to) {
    long value = 0;
    for (int at = from; at < to; at++) {
      value |= (bytes[at] & 0x7fL) << 7 * (at - from);
    }
    return value;
  }
}

package dev.carousel.safetensors;

import dev.carousel.data.InvalidDataException;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named tensors in a file of the safetensors format: eight bytes with the length of a JSON header,
 * the header, and the tensors' numbers in row-major order, little-endian, without a gap. They are
 * written as 32-bit floats; 16-bit and 64-bit ones are read, too. Such a file holds no code, so
 * reading one from a stranger is safe.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public final class Safetensors {
  /** The format's own limit on headers, in bytes. */
  static final int LONGEST_HEADER = 100_000_000;

  private static final int PREFIX = Long.BYTES;
  private static final int BUFFER = 1 << 16;

  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param tensors the tensors by name, in the order of the header
   * @param metadata free text by key
   */
  public record Contents(Map<String, Values> tensors, Map<String, String> metadata) {}

  /**
   * One tensor of a file.
   *
   * @param shape its sizes
   * @param values its elements in row-major order, as 32-bit floats whatever the file has; shared,
   *     not copied
   */
  public record Values(Shape shape, float[] values) {}

  /**
   * Writes a file, or replaces it as a whole: the bytes go to {@code FILE.tmp} in the same folder,
   * onto the disk, and then take the file's name in one step. So there is never a half-written file
   * under that name. Equal contents give equal bytes. One writer at a time for each file.
   *
   * @param file the file
   * @param tensors the tensors by name, in any order
   * @param kernels the kernels that made them
   * @param metadata free text by key
   * @throws IllegalArgumentException if a tensor is named "__metadata__", a text is not well-formed
   *     Unicode, or the header would be longer than the format allows
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file, Map<String, Tensor> tensors, Kernels kernels, Map<String, String> metadata)
      throws IOException {
    Map<String, Tensor> sorted = new TreeMap<>(tensors);
    List<SafetensorsHeader.Entry> entries = new ArrayList<>();
    long end = 0;
    for (var tensor : sorted.entrySet()) {
      var entry = new SafetensorsHeader.Entry(tensor.getKey(), tensor.getValue().shape(), end);
      entries.add(entry);
      end = entry.end();
    }
    byte[] header = new SafetensorsHeader(entries, new TreeMap<>(metadata)).bytes();
    if (header.length > LONGEST_HEADER) {
      throw new IllegalArgumentException(
          "the header would have %d bytes, more than the %d that the format allows"
              .formatted(header.length, LONGEST_HEADER));
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer buffer = littleEndian(BUFFER);
        writeAll(channel, buffer.putLong(header.length));
        writeAll(channel, ByteBuffer.wrap(header).position(header.length));
        for (Tensor tensor : sorted.values()) {
          writeFloats(channel, kernels.toArray(tensor), buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeFloats(FileChannel channel, float[] values, ByteBuffer buffer)
      throws IOException {
    int most = buffer.capacity() / Float.BYTES;
    for (int from = 0; from < values.length; from += most) {
      int count = Math.min(most, values.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(values, from, count);
      writeAll(channel, buffer.position(count * Float.BYTES));
    }
  }

  /** Writes what was put into a buffer. */
  private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * Reads a file. Numbers of 16 bits become 32-bit floats without a change, those of 64 bits the
   * nearest ones.
   *
   * <p>Memory is taken only for what the file turns out to hold: whatever its bytes say, reading it
   * allocates at most 128 bytes for each of them, and 192 KiB beside.
   *
   * @param file the file
   * @return its tensors and metadata
   * @throws InvalidDataException if it does not keep to the format or holds anything but
   *     floating-point numbers, or one that 32 bits cannot hold; the message names the file and the
   *     tensor
   * @throws IOException if the file cannot be read
   */
  public static Contents read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file, channel);
    }
  }

  /** Reads a file's bytes, wherever they are. */
  static Contents read(Path file, SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    if (size < PREFIX) {
      throw new InvalidDataException(
          "%s: a safetensors file has at least 8 bytes, this one has %d".formatted(file, size));
    }
    ByteBuffer buffer = littleEndian((int) Math.min(size, BUFFER));
    readAll(channel, buffer.limit(PREFIX), file);
    long headerSize = buffer.getLong();
    if (headerSize < 0 || headerSize > size - PREFIX) {
      throw new InvalidDataException(
          ("%s: the header's length is given as %s bytes, but only %d follow; the file is cut off"
                  + " or not a safetensors file")
              .formatted(file, Long.toUnsignedString(headerSize), size - PREFIX));
    }
    if (headerSize > LONGEST_HEADER) {
      throw new InvalidDataException(
          "%s: the header has %d bytes, more than the %d that the format allows"
              .formatted(file, headerSize, LONGEST_HEADER));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) headerSize);
    readAll(channel, bytes, file);
    SafetensorsHeader header = SafetensorsHeader.parse(file, bytes);
    requireNoGap(file, header.entries(), size - PREFIX - headerSize);
    Map<String, Values> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      channel.position(PREFIX + headerSize + entry.begin());
      tensors.put(entry.name(), new Values(entry.shape(), elements(channel, entry, buffer, file)));
    }
    return new Contents(tensors, header.metadata());
  }

  /** Checks that the tensors fill the data exactly: no overlap, no hole, nothing after the last. */
  private static void requireNoGap(
      Path file, List<SafetensorsHeader.Entry> entries, long dataSize) {
    List<SafetensorsHeader.Entry> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.comparingLong(SafetensorsHeader.Entry::begin)
            .thenComparingLong(SafetensorsHeader.Entry::end));
    long end = 0;
    for (SafetensorsHeader.Entry entry : sorted) {
      if (entry.begin() != end) {
        throw new InvalidDataException(
            ("%s: tensor '%s' begins at byte %d of the data, expected %d, where the one before it"
                    + " ends; tensors must neither overlap nor leave a hole")
                .formatted(file, entry.name(), entry.begin(), end));
      }
      end = entry.end();
      if (end > dataSize) {
        throw new InvalidDataException(
            ("%s: tensor '%s' ends at byte %d of the data, but there are only %d; the file is cut"
                    + " off")
                .formatted(file, entry.name(), end, dataSize));
      }
    }
    if (end < dataSize) {
      throw new InvalidDataException(
          "%s: %d bytes follow the last tensor, expected none".formatted(file, dataSize - end));
    }
  }

  private static float[] elements(
      SeekableByteChannel channel, SafetensorsHeader.Entry entry, ByteBuffer buffer, Path file)
      throws IOException {
    float[] values = new float[entry.shape().elements()];
    ElementType type = entry.type();
    int most = buffer.capacity() / type.bytes();
    for (int from = 0; from < values.length; from += most) {
      int count = Math.min(most, values.length - from);
      readAll(channel, buffer.clear().limit(count * type.bytes()), file);
      for (int i = 0; i < count; i++) {
        values[from + i] = type.next(buffer);
        if (type == ElementType.F64 && Float.isInfinite(values[from + i])) {
          requireInfinite(buffer.getDouble(buffer.position() - Double.BYTES), entry, file);
        }
      }
    }
    return values;
  }

  private static void requireInfinite(double number, SafetensorsHeader.Entry entry, Path file) {
    if (!Double.isInfinite(number)) {
      throw new InvalidDataException(
          "%s: tensor '%s' holds %s, which is beyond 32-bit floats; scale it or leave it out"
              .formatted(file, entry.name(), number));
    }
  }

  /** Fills a buffer up to its limit and makes it ready to be read from. */
  private static void readAll(SeekableByteChannel channel, ByteBuffer buffer, Path file)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new InvalidDataException(file + ": the file became shorter while it was read");
      }
    }
    buffer.flip();
  }

  private static ByteBuffer littleEndian(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}

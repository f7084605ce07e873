package dev.carousel.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Damaged and malicious files: each ends in contents that keep to the format or in a message, and
 * within the memory that {@link Safetensors#read} states.
 */
class SafetensorsFuzzTest {
  private static final int MUTATIONS = 100_000;
  private static final int BYTES_A_BYTE = 128;
  private static final int BYTES_BESIDE = 192 << 10;
  private static final Path FILE = Path.of("t.safetensors");

  /** Bytes that mean something in a header. */
  private static final byte[] TELLING = "\"\\{}[]:,0123456789 -.eu\n".getBytes(UTF_8);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Classes are loaded and messages formatted once before memory is measured. */
  @BeforeAll
  static void warmUp() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      read(mutated(good(i), random));
    }
  }

  private static byte[] file(String header, int dataSize) {
    byte[] text = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataSize)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static String tensor(String name, ElementType type, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, type, shape, offsets);
  }

  private static byte[] good(int kind) {
    return switch (kind % 4) {
      case 0 -> file("{" + tensor("a", ElementType.F32, "[2,3]", "[0,24]") + "}", 24);
      case 1 ->
          file(
              "{\"__metadata__\":{\"k\":\"\\u00e9\"},"
                  + tensor("a", ElementType.F64, "[2]", "[4,20]")
                  + ","
                  + tensor("b", ElementType.F32, "[]", "[0,4]")
                  + "}  ",
              20);
      case 2 ->
          file(
              "{"
                  + tensor("h", ElementType.F16, "[1,2]", "[0,4]")
                  + ","
                  + tensor("b", ElementType.BF16, "[3]", "[4,10]")
                  + "}",
              10);
      default -> file("{" + tensor("\u20ac", ElementType.F32, "[0]", "[0,0]") + "}", 0);
    };
  }

  /** The file with one to three faults. */
  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good;
    for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
      bytes = withAFault(bytes, random);
    }
    return bytes;
  }

  private static byte[] withAFault(byte[] bytes, Random random) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    byte[] head = Arrays.copyOf(bytes, at);
    byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
    byte telling = TELLING[random.nextInt(TELLING.length)];
    return switch (random.nextInt(9)) {
      case 0 -> joined(head, new byte[] {(byte) random.nextInt()}, after(tail));
      case 1 -> joined(head, new byte[] {telling}, after(tail));
      case 2 -> joined(head, new byte[] {telling}, tail);
      case 3 -> joined(head, after(tail));
      case 4 -> head;
      case 5 -> joined(bytes, new byte[1 + random.nextInt(9)]);
      // The same part twice.
      case 6 -> joined(head, Arrays.copyOf(tail, random.nextInt(tail.length + 1)), tail);
      // The header's length, by a little and by much.
      case 7 -> withHeader(bytes, random.nextInt(257) - 128);
      default -> withHeader(bytes, random.nextLong() >> random.nextInt(64));
    };
  }

  private static byte[] withHeader(byte[] bytes, long by) {
    byte[] changed = bytes.clone();
    if (bytes.length >= 8) {
      ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putLong(0, buffer.getLong(0) + by);
    }
    return changed;
  }

  private static byte[] after(byte[] bytes) {
    return bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  /** Reads a file and checks what it says or what is said of it. Returns what was allocated. */
  private static long read(byte[] bytes) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Safetensors.Contents contents;
    try (InMemory channel = new InMemory(bytes)) {
      contents = Safetensors.read(FILE, channel);
    } catch (InvalidDataException e) {
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(e).hasMessageStartingWith(FILE + ": ");
      return allocated;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    int numbers =
        contents.tensors().values().stream().mapToInt(values -> values.values().length).sum();
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    // The tensors fill the data exactly.
    assertThat(bytes.length - 8 - header).isBetween(2L * numbers, 8L * numbers);
    return allocated;
  }

  private static void assertBounded(long allocated, byte[] bytes) {
    assertThat(allocated)
        .as("bytes allocated for a file of %d", bytes.length)
        .isLessThanOrEqualTo((long) BYTES_A_BYTE * bytes.length + BYTES_BESIDE);
  }

  @Test
  void aDamagedFileIsRefusedOrStillValid() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutated(good(i), random);
      try {
        assertBounded(read(bytes), bytes);
      } catch (AssertionError | RuntimeException e) {
        fail("seed %d, mutation %d: %s".formatted(seed, i, Arrays.toString(bytes)), e);
      }
    }
  }

  /** Headers that are as expensive as can be for their length. */
  @Test
  void maliciousHeadersTakeNoMoreMemoryThanStated() throws IOException {
    List<byte[]> files = new ArrayList<>();
    StringBuilder metadata = new StringBuilder("{\"__metadata__\":{");
    StringBuilder tensors = new StringBuilder("{");
    for (int i = 0; i < 20_000; i++) {
      String separator = i == 0 ? "" : ",";
      String name = Integer.toString(i, 36);
      metadata.append(separator).append('"').append(name).append("\":\"\"");
      tensors.append(separator).append(tensor(name, ElementType.F32, "[0]", "[0,0]"));
    }
    files.add(file(metadata + "}}", 0));
    files.add(file(tensors + "}", 0));
    String sizes = "0" + ",128".repeat(200_000);
    files.add(file("{" + tensor("a", ElementType.F32, "[" + sizes + "]", "[0,0]") + "}", 0));
    files.add(file("{" + tensor("a", ElementType.F32, "[" + sizes + "]", "[0,4]") + "}", 4));
    files.add(file("{" + tensor("a", ElementType.F32, "[1]", "[" + sizes + "]") + "}", 4));
    String name = "n".repeat(500_000);
    files.add(file("{" + tensor(name, ElementType.F32, "[1]", "[0,8]") + "}", 8));
    files.add(file("{\"" + "\\u0041".repeat(100_000), 0));
    files.add(
        file("{" + tensor("a", ElementType.F16, "[1000000]", "[0,2000000]") + "}", 2_000_000));
    files.add(file("{" + " ".repeat(1_000_000), 0));
    files.add(file("{\"a\":" + "{\"a\":".repeat(200_000), 0));
    files.add(file("{\"a\":{\"shape\":" + "[".repeat(200_000), 0));
    for (byte[] file : files) {
      assertBounded(read(file), file);
    }
  }

  /** Bytes as a channel. */
  private static final class InMemory implements SeekableByteChannel {
    private final ByteBuffer bytes;

    InMemory(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public int read(ByteBuffer into) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(into.remaining(), bytes.remaining());
      into.put(bytes.slice().limit(count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public long position() {
      return bytes.position();
    }

    @Override
    public SeekableByteChannel position(long position) {
      bytes.position((int) position);
      return this;
    }

    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException("only read");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}

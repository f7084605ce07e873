package dev.carousel.spark;

import dev.carousel.experiment.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What passes between driver and executors: JSON, and files beside it. It travels as plain bytes,
 * for Spark decodes what it carries before it knows this module's classes.
 *
 * @param head what is said
 * @param files contents by name in the run's folder; not copied
 */
record Message(JsonNode head, Map<String, byte[]> files) {
  Message {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  static Message of(ObjectNode head) {
    return new Message(head, Map.of());
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writeBlock(out, Json.line(head).getBytes(StandardCharsets.UTF_8));
      out.writeInt(files.size());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.writeUTF(file.getKey());
        writeBlock(out, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
    out.writeInt(block.length);
    out.write(block);
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if these are not the bytes of one
   */
  static Message read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      JsonNode head = Json.parse(new String(readBlock(in), StandardCharsets.UTF_8), "message");
      Map<String, byte[]> files = new LinkedHashMap<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        files.put(in.readUTF(), readBlock(in));
      }
      if (in.available() > 0) {
        throw new IllegalArgumentException(
            "a message has %d bytes too many".formatted(in.available()));
      }
      return new Message(head, files);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "a message of %d bytes is cut off".formatted(bytes.length), e);
    }
  }

  private static byte[] readBlock(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException(
          "a block of %d bytes where %d are left".formatted(length, in.available()));
    }
    return in.readNBytes(length);
  }
}

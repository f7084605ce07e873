package dev.carousel.interop.onnx.format;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A model in a file of the ONNX format. Such a file holds no code, so reading one from a stranger
 * is safe.
 */
public final class OnnxFile {
  /** Protobuf counts in 31 bits, and virtual machines have no arrays of quite that size. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** The JDK reads through native memory of the size that it is asked for. */
  private static final int PIECE = 1 << 16;

  private OnnxFile() {}

  /**
   * Reads a file of IR version 3 to 13 whose operators are of version 14 to 26.
   *
   * <p>Whatever the file holds, at most 128 bytes are allocated for each of its bytes, and 64 KiB
   * beside (and once what the virtual machine takes to load this code).
   *
   * @param file the file
   * @return the model
   * @throws InvalidDataException if the file is anything but such a model, is cut off, breaks the
   *     standard's rules on names, or holds what is not supported; the message says where
   * @throws IOException if the file cannot be read
   */
  public static OnnxModel read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidDataException(file + ": this is not a file, expected an ONNX model");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > LARGEST) {
        throw new InvalidDataException(
            "%s: the file has %d bytes, more than the 2 GiB that an ONNX model can have"
                .formatted(file, size));
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.position() < size) {
        bytes.limit((int) Math.min(size, bytes.position() + (long) PIECE));
        if (channel.read(bytes) < 0) {
          throw new InvalidDataException(file + ": the file became shorter while it was read");
        }
      }
      return ModelReader.read(file.toString(), bytes.array());
    }
  }

  /**
   * Writes a file, or replaces it as a whole: the bytes go to {@code FILE.tmp} in the same folder,
   * which then takes the file's name in one step. Equal models give equal bytes.
   *
   * @param file the file
   * @param model the model
   * @throws IllegalArgumentException if the file would have more than 2 GiB, or a text is not
   *     well-formed Unicode
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, OnnxModel model) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        ModelWriter.bytes(model).writeTo(out);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}

package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file of text as an experiment names it.
 *
 * @param path absolute, or relative to a data folder; what errors call the file
 * @param publicName the name under which it is usually found
 * @param sha256 what it must contain, as 64 hexadecimal digits
 */
record DataFile(String path, Optional<String> publicName, Optional<String> sha256) {
  DataFile {
    if (sha256.isPresent() && !sha256.get().matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "the SHA-256 of '"
              + path
              + "' must be 64 hexadecimal digits, got '"
              + sha256.get()
              + "'");
    }
  }

  /** Finds the file, or says all that is known about what is missing. */
  Path find(DataFolders folders) {
    Path found;
    try {
      found = folders.find(path);
    } catch (InvalidDataException missing) {
      throw new InvalidDataException(missing.getMessage() + description(), missing);
    }
    if (!Files.isRegularFile(found)) {
      throw new InvalidDataException("'" + path + "' is not a file");
    }
    return found;
  }

  private String description() {
    if (publicName.isEmpty() && sha256.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(". It is");
    publicName.ifPresent(name -> text.append(" known as ").append(name));
    if (publicName.isPresent() && sha256.isPresent()) {
      text.append(" and");
    }
    sha256.ifPresent(digest -> text.append(" recognised by its SHA-256 ").append(digest));
    return text.toString();
  }

  /**
   * The text of the file that was found: strict UTF-8, every character kept, a byte order mark too.
   */
  String read(Path found) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(found);
    } catch (IOException unreadable) {
      throw new InvalidDataException("cannot read '" + path + "': " + unreadable, unreadable);
    }
    sha256.ifPresent(wanted -> requireDigest(wanted, bytes));
    return decode(bytes);
  }

  /** As {@link #read}, but refuses an empty file. */
  String readNotEmpty(Path found) {
    String text = read(found);
    if (text.isEmpty()) {
      throw new InvalidDataException("'" + path + "' is empty; there is no text to learn from");
    }
    return text;
  }

  private void requireDigest(String wanted, byte[] bytes) {
    String actual;
    try {
      actual = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
    if (!actual.equalsIgnoreCase(wanted)) {
      throw new InvalidDataException(
          "'%s' is not the file that is meant%s: its SHA-256 is %s, the experiment wants %s"
              .formatted(
                  path, publicName.map(name -> " (" + name + ")").orElse(""), actual, wanted));
    }
  }

  private String decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      int at = in.position();
      int line = 1;
      for (int i = 0; i < at; i++) {
        if (bytes[i] == '\n') {
          line++;
        }
      }
      throw new InvalidDataException(
          "%s, line %d: byte 0x%02X is not UTF-8; convert the file to UTF-8"
              .formatted(path, line, bytes[at]),
          codingException(result));
    }
    return out.flip().toString();
  }

  private static CharacterCodingException codingException(CoderResult result) {
    try {
      result.throwException();
    } catch (CharacterCodingException coding) {
      return coding;
    }
    throw new IllegalStateException("not an error: " + result);
  }
}

package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A file of text as an experiment names it.
 *
 * @param path absolute, or relative to a data folder; what errors call the file
 * @param encoding the name of its character encoding, such as {@value #UTF_8}
 * @param publicName the name under which it is usually found
 * @param sha256 what it must contain, as 64 hexadecimal digits
 */
public record DataFile(
    String path, String encoding, Optional<String> publicName, Optional<String> sha256) {
  /** The encoding of files that do not tell theirs. */
  public static final String UTF_8 = "UTF-8";

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Checks the encoding and the digest's form.
   *
   * @throws IllegalArgumentException if there is no such encoding, or the digest is not 64
   *     hexadecimal digits
   */
  public DataFile {
    if (encoding != null) {
      charset(encoding);
    }
    if (sha256.isPresent() && !sha256.get().matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException(
          "the SHA-256 of '"
              + path
              + "' must be 64 hexadecimal digits, got '"
              + sha256.get()
              + "'");
    }
  }

  /** A file in UTF-8. */
  DataFile(String path, Optional<String> publicName, Optional<String> sha256) {
    this(path, UTF_8, publicName, sha256);
  }

  private static Charset charset(String encoding) {
    try {
      return Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new IllegalArgumentException(
          "there is no encoding '"
              + encoding
              + "'; there are UTF-8, UTF-16, ISO-8859-1, windows-1252 and others",
          unknown);
    }
  }

  /**
   * Finds the file.
   *
   * @param folders where it is looked for
   * @return where it is
   * @throws InvalidDataException telling all that is known about what is missing
   */
  public Path find(DataFolders folders) {
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
   * The lines of the file that was found. A line ends in a line feed, nothing else, so that what
   * other encodings have for line ends may stand within; a carriage return before it is not part of
   * the line, nor is a byte order mark at the file's beginning.
   *
   * @param found where the file is
   * @return its lines in order, empty ones too
   * @throws InvalidDataException if it cannot be read, is not the one that is meant, is not in its
   *     encoding or is empty
   */
  public List<Line> lines(Path found) {
    String text = readNotEmpty(found);
    List<Line> lines = new ArrayList<>();
    int start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int next = feed < 0 ? text.length() : feed + 1;
      int end = feed < 0 ? text.length() : feed;
      if (end > start && text.charAt(end - 1) == '\r') {
        end--;
      }
      lines.add(new Line(new Place(path, lines.size() + 1), text.substring(start, end)));
      start = next;
    }
    return lines;
  }

  /** The text of the file that was found: every character kept, a byte order mark too. */
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
    CharsetDecoder decoder =
        charset(encoding)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out =
        CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()));
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      long line = 1 + out.flip().chars().filter(character -> character == '\n').count();
      throw new InvalidDataException(
          "%s, line %d: byte 0x%02X is not %s; %s"
              .formatted(path, line, bytes[in.position()], encoding, wayOut()),
          codingException(result));
    }
    decoder.flush(out);
    return out.flip().toString();
  }

  private String wayOut() {
    return charset(encoding).equals(StandardCharsets.UTF_8)
        ? "convert the file to UTF-8"
        : "is that its encoding?";
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

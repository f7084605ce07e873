package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
   * The lines of the file that was found, which are read one after the other, so that the file may
   * be larger than memory. A line ends in a line feed, nothing else, so that what other encodings
   * have for line ends may stand within; a carriage return before it is not part of the line, nor
   * is a byte order mark at the file's beginning.
   *
   * @param found where the file is
   * @param reader gets the lines in order, empty ones too
   * @throws InvalidDataException if it cannot be read, is not the one that is meant, is not in its
   *     encoding or is empty
   */
  public void forEachLine(Path found, Consumer<Line> reader) {
    LineCutter cutter = new LineCutter(path, reader);
    if (decode(found, cutter) == 0) {
      throw empty();
    }
    cutter.end();
  }

  /**
   * The lines of the file that was found, as {@link #forEachLine} reads them.
   *
   * @param found where the file is
   * @return its lines in order, empty ones too
   * @throws InvalidDataException as there
   */
  public List<Line> lines(Path found) {
    List<Line> lines = new ArrayList<>();
    forEachLine(found, lines::add);
    return lines;
  }

  /** The text of the file that was found: every character kept, a byte order mark too. */
  String read(Path found) {
    StringBuilder text = new StringBuilder();
    decode(found, text::append);
    return text.toString();
  }

  /** As {@link #read}, but refuses an empty file. */
  String readNotEmpty(Path found) {
    String text = read(found);
    if (text.isEmpty()) {
      throw empty();
    }
    return text;
  }

  private InvalidDataException empty() {
    return new InvalidDataException("'" + path + "' is empty; there is no text to learn from");
  }

  /** Gives the characters to a reader, in pieces, and says how many there were. */
  private long decode(Path found, Consumer<CharBuffer> reader) {
    try {
      if (sha256.isPresent()) {
        requireDigest(sha256.get(), found);
      }
      try (InputStream in = Files.newInputStream(found)) {
        return new StrictDecoding(path, encoding, charset(encoding)).read(in, reader);
      }
    } catch (IOException unreadable) {
      throw new InvalidDataException("cannot read '" + path + "': " + unreadable, unreadable);
    }
  }

  private void requireDigest(String wanted, Path found) throws IOException {
    String actual;
    try (InputStream in = Files.newInputStream(found)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      actual = HexFormat.of().formatHex(digest.digest());
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
}

package dev.carousel.experiment.json;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Strict reading and stable writing of JSON texts. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // Shortest digits on every JDK, so that equal values give equal files.
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter PRETTY =
      MAPPER
          .writer()
          .with(new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));

  private Json() {}

  /**
   * Reads a file.
   *
   * @param file a JSON text in UTF-8
   * @return its tree
   * @throws InvalidDataException if there is no such file, it is not UTF-8 or not one JSON text, or
   *     a key stands twice in an object; the message names file, line and column
   */
  public static JsonNode read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidDataException("no file '" + file + "'", e);
    } catch (IOException e) {
      String what = Files.isDirectory(file) ? "it is a folder" : e.toString();
      throw new InvalidDataException("cannot read '" + file + "': " + what, e);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text.startsWith("\uFEFF") ? text.substring(1) : text, file.toString());
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(file + " is not UTF-8; save it in that encoding", e);
    }
  }

  /**
   * Reads a text.
   *
   * @param text one JSON text
   * @param source what to call it in messages
   * @return its tree
   * @throws InvalidDataException if it is not one JSON text, or a key stands twice in an object
   */
  public static JsonNode parse(String text, String source) {
    return parse(text, source, source, 1);
  }

  /**
   * Reads a line that is a text by itself.
   *
   * @param text one JSON text
   * @param source what to call the lines in messages
   * @param number of the line, 1 for the first
   * @return its tree
   * @throws InvalidDataException if it is not one JSON text, or a key stands twice in an object
   */
  public static JsonNode parseLine(String text, String source, int number) {
    return parse(text, source, "%s, line %d".formatted(source, number), number);
  }

  private static JsonNode parse(String text, String source, String place, int first) {
    try {
      JsonNode tree = MAPPER.readTree(text);
      if (tree.isMissingNode()) {
        throw new InvalidDataException(place + " is empty; it should hold a JSON object");
      }
      return tree;
    } catch (JacksonException e) {
      String message =
          e.getOriginalMessage()
              .replaceFirst("(?s) \\(start marker.*", "")
              .replaceFirst("Duplicate Object property \"(.*)\"", "duplicate key '$1'");
      TokenStreamLocation at = e.getLocation();
      throw new InvalidDataException(
          "%s, line %d, column %d: %s"
              .formatted(source, first - 1 + at.getLineNr(), at.getColumnNr(), message),
          e);
    }
  }

  /**
   * Writes a tree for people.
   *
   * @param tree the tree
   * @return indented lines, the last one ended
   */
  public static String pretty(JsonNode tree) {
    return PRETTY.writeValueAsString(tree) + "\n";
  }

  /**
   * Writes a tree for programs.
   *
   * @param tree the tree
   * @return one line, not ended
   */
  public static String line(JsonNode tree) {
    return MAPPER.writeValueAsString(tree);
  }
}

package dev.carousel.safetensors;

import dev.carousel.data.InvalidDataException;
import dev.carousel.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON header of a safetensors file: of JSON, just what the format allows.
 *
 * <pre>
 *   {"__metadata__": {"key": "text", …},
 *    "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}
 * </pre>
 *
 * @param entries the tensors, in the order of the text
 * @param metadata free text by key
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final ElementType WRITTEN = ElementType.F32;
  private static final int ALIGNMENT = 8;

  /**
   * Where a tensor is.
   *
   * @param type how its elements are written
   * @param begin its first byte, counted from the end of the header
   * @param end the byte after its last; begin + the bytes of all elements
   */
  record Entry(String name, ElementType type, Shape shape, long begin, long end) {
    /** A tensor to be written, which begins at a byte. */
    Entry(String name, Shape shape, long begin) {
      this(name, WRITTEN, shape, begin, begin + (long) WRITTEN.bytes() * shape.elements());
    }
  }

  /** The header as UTF-8, filled up with spaces so that the numbers behind it are aligned. */
  byte[] bytes() {
    StringBuilder text = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      quote(text, METADATA).append(":{");
      String separator = "";
      for (var item : metadata.entrySet()) {
        text.append(separator);
        quote(quote(text, item.getKey()).append(':'), item.getValue());
        separator = ",";
      }
      text.append('}');
    }
    for (Entry entry : entries) {
      if (entry.name.equals(METADATA)) {
        throw new IllegalArgumentException(
            "no tensor can be named '" + METADATA + "'; the format keeps that name");
      }
      text.append(text.length() > 1 ? "," : "");
      quote(text, entry.name)
          .append(":{\"dtype\":\"")
          .append(entry.type)
          .append("\",\"shape\":")
          .append(entry.shape.toString().replace(" ", ""))
          .append(",\"data_offsets\":[")
          .append(entry.begin)
          .append(',')
          .append(entry.end)
          .append("]}");
    }
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.append('}')));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "a tensor's name or the metadata is not well-formed Unicode", e);
    }
    int length = encoded.remaining();
    byte[] bytes = new byte[(length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT];
    encoded.get(bytes, 0, length);
    Arrays.fill(bytes, length, bytes.length, (byte) ' ');
    return bytes;
  }

  private static StringBuilder quote(StringBuilder text, String string) {
    text.append('"');
    for (char c : string.toCharArray()) {
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"');
  }

  /**
   * Reads a header.
   *
   * @param file named in messages
   * @param bytes the header alone
   * @throws InvalidDataException if it is anything but a header of tensors of floating-point
   *     numbers whose offsets fit their shapes
   */
  static SafetensorsHeader parse(Path file, ByteBuffer bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(file + ": the header is not UTF-8", e);
    }
    return new Parser(file, text).header();
  }

  /** A recursive descent over the text, one method a construct; nothing nests deeper than here. */
  private static final class Parser {
    private final Path file;
    private final String text;
    private int at;

    Parser(Path file, String text) {
      this.file = file;
      this.text = text;
    }

    SafetensorsHeader header() {
      if (text.isEmpty() || text.charAt(0) != '{') {
        throw fault("expected '{' as its first character");
      }
      List<Entry> entries = new ArrayList<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      object(
          name -> {
            if (name.equals(METADATA)) {
              object(key -> metadata.put(key, string()));
            } else {
              entries.add(entry(name));
            }
          });
      while (at < text.length()) {
        if (text.charAt(at) != ' ') {
          throw fault("expected nothing but spaces after the last '}'");
        }
        at++;
      }
      return new SafetensorsHeader(
          Collections.unmodifiableList(entries), Collections.unmodifiableMap(metadata));
    }

    private Entry entry(String name) {
      String[] dtype = new String[1];
      List<List<Long>> shape = new ArrayList<>();
      List<List<Long>> offsets = new ArrayList<>();
      object(
          key -> {
            switch (key) {
              case "dtype" -> dtype[0] = string();
              case "shape" -> shape.add(numbers());
              case "data_offsets" -> offsets.add(numbers());
              default -> throw fault("tensor '" + name + "' has an unknown key '" + key + "'");
            }
          });
      if (dtype[0] == null || shape.isEmpty() || offsets.isEmpty()) {
        throw invalid("tensor '" + name + "' needs the keys dtype, shape and data_offsets");
      }
      ElementType type =
          ElementType.named(dtype[0])
              .orElseThrow(
                  () ->
                      invalid(
                          "tensor '%s' has the dtype '%s'; only %s can be read"
                              .formatted(name, dtype[0], ElementType.names())));
      return entry(name, type, shape.get(0), offsets.get(0));
    }

    private Entry entry(String name, ElementType type, List<Long> sizes, List<Long> offsets) {
      long elements = 1;
      for (long size : sizes) {
        // The product of two ints fits a long, so this cannot overflow.
        elements = size > Integer.MAX_VALUE ? size : elements * size;
        if (elements > Integer.MAX_VALUE) {
          throw invalid(
              "tensor '%s' of shape %s has more than %d elements"
                  .formatted(name, sizes, Integer.MAX_VALUE));
        }
      }
      if (offsets.size() != 2) {
        throw invalid("tensor '%s' has data_offsets %s, expected two".formatted(name, offsets));
      }
      long begin = offsets.get(0);
      long end = offsets.get(1);
      if (end - begin != elements * type.bytes()) {
        throw invalid(
            "tensor '%s' of shape %s needs %d bytes, but its data_offsets are %s"
                .formatted(name, sizes, elements * type.bytes(), offsets));
      }
      return new Entry(
          name, type, Shape.of(sizes.stream().mapToInt(Long::intValue).toArray()), begin, end);
    }

    /** What to do with a key; called with the position at its value, leaves it after the value. */
    private interface Member {
      void read(String key);
    }

    private void object(Member member) {
      expect('{');
      Set<String> keys = new HashSet<>();
      if (!accept('}')) {
        do {
          String key = string();
          if (!keys.add(key)) {
            throw fault("'" + key + "' is given twice");
          }
          expect(':');
          member.read(key);
        } while (accept(','));
        expect('}');
      }
    }

    private List<Long> numbers() {
      expect('[');
      List<Long> numbers = new ArrayList<>();
      if (!accept(']')) {
        do {
          numbers.add(number());
        } while (accept(','));
        expect(']');
      }
      return numbers;
    }

    private long number() {
      skipSpace();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      String digits = text.substring(start, at);
      if (digits.isEmpty() || digits.length() > 1 && digits.startsWith("0")) {
        at = start;
        throw fault("expected a whole number, 0 or above");
      }
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException e) {
        at = start;
        throw fault("a number is too large");
      }
    }

    private String string() {
      expect('"');
      StringBuilder string = new StringBuilder();
      while (true) {
        char c = next();
        if (c == '"') {
          return string.toString();
        } else if (c < ' ') {
          throw fault("a string holds an unescaped control character");
        } else if (c == '\\') {
          escaped(string);
        } else {
          string.append(c);
        }
      }
    }

    private void escaped(StringBuilder string) {
      char c = next();
      switch (c) {
        case '"', '\\', '/' -> string.append(c);
        case 'b' -> string.append('\b');
        case 'f' -> string.append('\f');
        case 'n' -> string.append('\n');
        case 'r' -> string.append('\r');
        case 't' -> string.append('\t');
        case 'u' -> {
          char unit = hexadecimal();
          string.append(unit);
          boolean pair = Character.isHighSurrogate(unit) && next() == '\\' && next() == 'u';
          if (pair) {
            char low = hexadecimal();
            string.append(low);
            pair = Character.isLowSurrogate(low);
          }
          if (Character.isSurrogate(unit) && !pair) {
            throw fault("half of a surrogate pair stands alone");
          }
        }
        default -> throw fault("a string holds an unknown escape");
      }
    }

    private char hexadecimal() {
      int value = 0;
      for (int i = 0; i < 4; i++) {
        char c = next();
        // Character.digit alone would take digits of other scripts too.
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
          throw fault("expected four hexadecimal digits");
        }
        value = value * 16 + digit;
      }
      return (char) value;
    }

    private char next() {
      if (at == text.length()) {
        throw fault("it ends in the middle of a string");
      }
      return text.charAt(at++);
    }

    private void expect(char c) {
      if (!accept(c)) {
        throw fault("expected '" + c + "'");
      }
    }

    private boolean accept(char c) {
      skipSpace();
      boolean found = at < text.length() && text.charAt(at) == c;
      at += found ? 1 : 0;
      return found;
    }

    private void skipSpace() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private InvalidDataException fault(String what) {
      return invalid("the header is wrong at character " + (at + 1) + ": " + what);
    }

    private InvalidDataException invalid(String what) {
      return new InvalidDataException(file + ": " + what);
    }
  }
}

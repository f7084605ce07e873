package dev.carousel.safetensors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Storage;
import dev.carousel.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
  private static Path folder;

  private final Kernels kernels = new EjmlKernels();
  private final Path file = folder.resolve("t.safetensors");

  // Two engines run this class, so each makes and deletes the folder.
  @BeforeAll
  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("safetensors");
  }

  @AfterAll
  @AfterContainer
  static void deleteFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("t.safetensors"));
    Files.delete(folder);
  }

  private static byte[] bytes(String header, int dataSize) {
    return bytes(header.getBytes(UTF_8), dataSize);
  }

  private static byte[] bytes(byte[] header, int dataSize) {
    return ByteBuffer.allocate(8 + header.length + dataSize)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private void assertRefused(byte[] bytes, String message) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ": " + message);
  }

  /** The bytes, worked out by hand from the format's description. */
  @Test
  void writesTheFormat() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", kernels.tensor(new float[] {1}, 1));
    tensors.put("a", kernels.tensor(new float[] {-2, 0.5f}, 2, 1));
    Safetensors.write(file, tensors, kernels, Map.of("k", "v"));

    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.wrap(bytes(header + " ".repeat(padded - header.length()), 12));
    expected.order(ByteOrder.LITTLE_ENDIAN).position(8 + padded);
    expected.putInt(0xC0000000).putInt(0x3F000000).putInt(0x3F800000);
    assertThat(Files.readAllBytes(file)).containsExactly(expected.array());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** Where people write other digits, files have the same. */
  @Test
  void writesTheSameInEveryLocale() throws IOException {
    Map<String, Tensor> tensors = Map.of("a\u0001", kernels.zeros(12, 3));
    Safetensors.write(file, tensors, kernels, Map.of());
    byte[] expected = Files.readAllBytes(file);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      Safetensors.write(file, tensors, kernels, Map.of());
    } finally {
      Locale.setDefault(before);
    }
    assertThat(Files.readAllBytes(file)).containsExactly(expected);
  }

  @Test
  void readsWhatOthersWrite() throws IOException {
    String header =
        "{ \"n\\u00e4me \\ud83d\\ude00\\n\\/\" :\t{\"data_offsets\": [ 4 , 8 ],\r\n \"shape\":[],"
            + "\"dtype\":\"F32\"}, \"e\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[4,4]},"
            + "\"first\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
            + "\"__metadata__\":{}}   ";
    byte[] bytes = bytes(header, 8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 8, 3);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, 4);
    Files.write(file, bytes);
    Safetensors.Contents contents = Safetensors.read(file);

    assertThat(contents.metadata()).isEmpty();
    assertThat(contents.tensors().keySet())
        .containsExactly("n\u00e4me \ud83d\ude00\n/", "e", "first");
    assertThat(contents.tensors().get("first").values()).containsExactly(3);
    assertThat(contents.tensors().get("first").shape()).isEqualTo(Shape.of(1, 1));
    assertThat(contents.tensors().get("n\u00e4me \ud83d\ude00\n/").values()).containsExactly(4);
    assertThat(contents.tensors().get("e").shape()).isEqualTo(Shape.of(3, 0));
  }

  /** More numbers than the buffer holds, one type after the other. */
  @Test
  void readsNumbersOfOtherSizes() throws IOException {
    int count = 40_001;
    String header =
        ("{\"half\":{\"dtype\":\"F16\",\"shape\":[%1$d],\"data_offsets\":[0,%2$d]},"
                + "\"brain\":{\"dtype\":\"BF16\",\"shape\":[%1$d],\"data_offsets\":[%2$d,%3$d]},"
                + "\"double\":{\"dtype\":\"F64\",\"shape\":[%1$d],\"data_offsets\":[%3$d,%4$d]}}")
            .formatted(count, 2 * count, 4 * count, 12 * count);
    byte[] bytes = bytes(header, 12 * count);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(8 + header.length());
    for (int i = 0; i < count; i++) {
      buffer.putShort((short) (0x3C00 + i % 1024));
    }
    for (int i = 0; i < count; i++) {
      buffer.putShort((short) (0x3F80 + i % 128));
    }
    for (int i = 0; i < count; i++) {
      buffer.putDouble(i == 0 ? Double.POSITIVE_INFINITY : i / 3.0);
    }
    Files.write(file, bytes);
    Map<String, Safetensors.Values> tensors = Safetensors.read(file).tensors();

    for (int i = 0; i < count; i++) {
      assertThat(tensors.get("half").values()[i]).isEqualTo(1 + i % 1024 / 1024f);
      assertThat(tensors.get("brain").values()[i]).isEqualTo(1 + i % 128 / 128f);
      assertThat(tensors.get("double").values()[i])
          .isEqualTo(i == 0 ? Float.POSITIVE_INFINITY : (float) (i / 3.0));
    }
  }

  @Test
  void refusesNumbersThatFloatsCannotHold() throws IOException {
    byte[] bytes = bytes("{" + tensor("a", "[1]", "[0,8]").replace("F32", "F64") + "}", 8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(bytes.length - 8, -1e39);
    assertRefused(
        bytes, "tensor 'a' holds -1.0E39, which is beyond 32-bit floats; scale it or leave it out");
  }

  @Test
  void readsAFileWithoutTensors() throws IOException {
    Safetensors.write(file, Map.of(), kernels, Map.of());
    assertThat(Files.readAllBytes(file)).containsExactly(bytes("{}      ", 0));
    assertThat(Safetensors.read(file).tensors()).isEmpty();
  }

  /** More numbers than the buffer holds, at odd sizes. */
  @Test
  void writesAndReadsLargeTensors() throws IOException {
    float[] values = new float[40_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.25f;
    }
    Map<String, Tensor> tensors =
        Map.of("a", kernels.tensor(values, 40_001), "b", kernels.tensor(values, 1, 40_001));
    Safetensors.write(file, tensors, kernels, Map.of());

    Safetensors.Contents contents = Safetensors.read(file);
    assertThat(contents.tensors().get("a").values()).containsExactly(values);
    assertThat(contents.tensors().get("b").values()).containsExactly(values);
  }

  @Test
  void replacesAFileAsAWhole() throws IOException {
    Safetensors.write(file, Map.of("a", kernels.zeros(100)), kernels, Map.of());
    Files.write(folder.resolve("t.safetensors.tmp"), new byte[100_000]);
    Safetensors.write(file, Map.of("b", kernels.zeros(1)), kernels, Map.of());
    assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("b");

    byte[] before = Files.readAllBytes(file);
    Tensor foreign = new Tensor(Shape.of(1), new Storage() {});
    assertThatThrownBy(
            () ->
                Safetensors.write(
                    file, Map.of("a", kernels.zeros(9), "b", foreign), kernels, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Files.readAllBytes(file)).containsExactly(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesToWriteWhatTheFormatCannotHold() {
    Tensor tensor = kernels.zeros(1);
    assertThatThrownBy(
            () -> Safetensors.write(file, Map.of("__metadata__", tensor), kernels, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no tensor can be named '__metadata__'; the format keeps that name");
    assertThatThrownBy(() -> Safetensors.write(file, Map.of("\ud800", tensor), kernels, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a tensor's name or the metadata is not well-formed Unicode");
  }

  @Test
  void anAbsentFileIsAnInputError() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusesLengthsThatCannotBe() throws IOException {
    assertRefused(new byte[0], "a safetensors file has at least 8 bytes, this one has 0");
    assertRefused(new byte[7], "a safetensors file has at least 8 bytes, this one has 7");
    byte[] huge = new byte[10];
    Arrays.fill(huge, (byte) -1);
    assertRefused(
        huge,
        "the header's length is given as 18446744073709551615 bytes, but only 2 follow; the file is"
            + " cut off or not a safetensors file");
    assertRefused(
        Arrays.copyOf(bytes("{}      ", 0), 15),
        "the header's length is given as 8 bytes, but only 7 follow; the file is cut off or not a"
            + " safetensors file");
  }

  /** A sparse file: it takes no space on most file systems, and nothing of it may be read. */
  @Test
  void refusesHeadersThatAreTooLong() throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(Safetensors.LONGEST_HEADER + 1)
              .flip());
      channel.write(ByteBuffer.allocate(1), 100_000_100);
    }
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            file
                + ": the header has 100000001 bytes, more than the 100000000 that the format"
                + " allows");
  }

  private record Wrong(String header, int dataSize, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static String tensor(String name, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, shape, offsets);
  }

  private static Wrong wrong(String header, int dataSize, String message) {
    return new Wrong(header, dataSize, message);
  }

  private static Wrong wrongAt(int character, String header, String message) {
    return wrong(header, 0, "the header is wrong at character " + character + ": " + message);
  }

  static List<Wrong> wrongHeaders() {
    String one = tensor("a", "[1]", "[0,4]");
    String tooMany = "has more than 2147483647 elements";
    return List.of(
        // JSON
        wrongAt(1, "", "expected '{' as its first character"),
        wrongAt(1, " {}", "expected '{' as its first character"),
        wrongAt(1, "[]", "expected '{' as its first character"),
        wrongAt(2, "{", "expected '\"'"),
        wrongAt(3, "{}\n", "expected nothing but spaces after the last '}'"),
        wrongAt(2, "{,}", "expected '\"'"),
        wrongAt(5, "{\"a\"}", "expected ':'"),
        wrongAt(6, "{\"a\":1}", "expected '{'"),
        wrongAt(4, "{\"a", "it ends in the middle of a string"),
        wrongAt(4, "{\"\n\":{}}", "a string holds an unescaped control character"),
        wrongAt(5, "{\"\\x\":{}}", "a string holds an unknown escape"),
        wrongAt(7, "{\"\\u0g00\":{}}", "expected four hexadecimal digits"),
        wrongAt(9, "{\"\\udc00\":{}}", "half of a surrogate pair stands alone"),
        wrongAt(10, "{\"\\ud800\":{}}", "half of a surrogate pair stands alone"),
        wrongAt(15, "{\"\\ud800\\u0020\":{}}", "half of a surrogate pair stands alone"),
        wrongAt(22, "{\"__metadata__\":{\"k\":1}}", "expected '\"'"),
        wrongAt(16, "{\"a\":{\"shape\":[-1]}}", "expected a whole number, 0 or above"),
        wrongAt(16, "{\"a\":{\"shape\":[01]}}", "expected a whole number, 0 or above"),
        wrongAt(17, "{\"a\":{\"shape\":[1.5]}}", "expected ']'"),
        wrongAt(17, "{\"a\":{\"shape\":[1e3]}}", "expected ']'"),
        wrongAt(16, "{\"a\":{\"shape\":[9223372036854775808]}}", "a number is too large"),
        // Keys
        wrongAt(14, "{\"a\":{\"type\":1}}", "tensor 'a' has an unknown key 'type'"),
        wrongAt(58, "{" + one + "," + one + "}", "'a' is given twice"),
        wrongAt(28, "{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", "'k' is given twice"),
        wrongAt(25, "{\"a\":{\"shape\":[],\"shape\":[]}}", "'shape' is given twice"),
        wrong("{\"a\":{}}", 0, "tensor 'a' needs the keys dtype, shape and data_offsets"),
        wrong(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}",
            0,
            "tensor 'a' needs the keys dtype, shape and data_offsets"),
        // Values
        wrong(
            "{" + one.replace("F32", "I32") + "}",
            4,
            "tensor 'a' has the dtype 'I32'; only F64, F32, F16, BF16 can be read"),
        wrong(
            "{" + one.replace("F32", "BF16") + "}",
            4,
            "tensor 'a' of shape [1] needs 2 bytes, but its data_offsets are [0, 4]"),
        wrong(
            "{" + one.replace("F32", "F64") + "}",
            4,
            "tensor 'a' of shape [1] needs 8 bytes, but its data_offsets are [0, 4]"),
        wrong(
            "{" + tensor("a", "[1]", "[0]") + "}",
            4,
            "tensor 'a' has data_offsets [0], expected two"),
        wrong(
            "{" + tensor("a", "[3]", "[0,8]") + "}",
            8,
            "tensor 'a' of shape [3] needs 12 bytes, but its data_offsets are [0, 8]"),
        wrong(
            "{" + tensor("a", "[1]", "[4,0]") + "}",
            8,
            "tensor 'a' of shape [1] needs 4 bytes, but its data_offsets are [4, 0]"),
        wrong(
            "{" + tensor("a", "[2147483648]", "[0,8589934592]") + "}",
            4,
            "tensor 'a' of shape [2147483648] " + tooMany),
        wrong(
            "{" + tensor("a", "[65536,65536,65536,65536]", "[0,0]") + "}",
            0,
            "tensor 'a' of shape [65536, 65536, 65536, 65536] " + tooMany),
        wrong(
            "{" + tensor("a", "[0,9223372036854775807]", "[0,0]") + "}",
            0,
            "tensor 'a' of shape [0, 9223372036854775807] " + tooMany),
        // Layout
        wrong(
            "{" + one + "," + tensor("b", "[2]", "[0,8]") + "}",
            8,
            "tensor 'b' begins at byte 0 of the data, expected 4, where the one before it ends;"
                + " tensors must neither overlap nor leave a hole"),
        wrong(
            "{" + one + "," + tensor("b", "[1]", "[8,12]") + "}",
            12,
            "tensor 'b' begins at byte 8 of the data, expected 4, where the one before it ends;"
                + " tensors must neither overlap nor leave a hole"),
        wrong(
            "{" + tensor("a", "[1]", "[4,8]") + "}",
            8,
            "tensor 'a' begins at byte 4 of the data, expected 0, where the one before it ends;"
                + " tensors must neither overlap nor leave a hole"),
        wrong(
            "{" + tensor("a", "[500000000]", "[0,2000000000]") + "}",
            4,
            "tensor 'a' ends at byte 2000000000 of the data, but there are only 4; the file is cut"
                + " off"),
        wrong("{" + one + "}", 7, "3 bytes follow the last tensor, expected none"));
  }

  @ParameterizedTest
  @MethodSource("wrongHeaders")
  void refusesWrongHeaders(Wrong wrong) throws IOException {
    assertRefused(bytes(wrong.header, wrong.dataSize), wrong.message);
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    assertRefused(bytes("{\"\u00e9\":{}}".getBytes(ISO_8859_1), 0), "the header is not UTF-8");
    // The overlong form of '/'.
    byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
    assertRefused(bytes(overlong, 0), "the header is not UTF-8");
  }

  /** Tensors with any bits, NaNs of all kinds included, and texts with any characters. */
  @Provide
  Arbitrary<Map<String, Safetensors.Values>> tensors() {
    Arbitrary<Safetensors.Values> values =
        Combinators.combine(
                Arbitraries.integers().between(0, 4).list().ofMaxSize(3),
                Arbitraries.integers().list().ofSize(64))
            .as(
                (sizes, bits) -> {
                  Shape shape = Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
                  float[] floats = new float[shape.elements()];
                  for (int i = 0; i < floats.length; i++) {
                    floats[i] = Float.intBitsToFloat(bits.get(i));
                  }
                  return new Safetensors.Values(shape, floats);
                });
    return Arbitraries.maps(text(), values).ofMaxSize(4);
  }

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    return Arbitraries.maps(text(), text()).ofMaxSize(3);
  }

  private static Arbitrary<String> text() {
    // All but lone surrogates, which no UTF-8 text can hold.
    return Arbitraries.strings()
        .withCharRange('\u0000', '\ud7ff')
        .withChars("\"\\/\ue000\uffff{}[],: ")
        .ofMaxLength(6)
        .map(string -> string.length() == 5 ? string + "\ud83d\ude00" : string);
  }

  // Every try waits for the disk twice.
  @Property(tries = 100)
  void whatIsWrittenIsRead(
      @ForAll("tensors") Map<String, Safetensors.Values> tensors,
      @ForAll("metadata") Map<String, String> metadata)
      throws IOException {
    Safetensors.write(file, stored(tensors), kernels, metadata);
    Safetensors.Contents contents = Safetensors.read(file);

    assertThat(Files.size(file) % 4).isZero();
    assertThat(contents.metadata()).isEqualTo(metadata);
    assertThat(contents.tensors()).hasSameSizeAs(tensors);
    tensors.forEach(
        (name, values) -> {
          assertThat(contents.tensors().get(name).shape()).isEqualTo(values.shape());
          assertThat(bits(contents.tensors().get(name).values()))
              .containsExactly(bits(values.values()));
        });
    // Equal contents give equal bytes, whatever the order of the map.
    byte[] bytes = Files.readAllBytes(file);
    Map<String, Tensor> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(stored(tensors));
    Map<String, Tensor> ordered = new LinkedHashMap<>(backwards);
    Safetensors.write(file, ordered, kernels, metadata);
    assertThat(Files.readAllBytes(file)).containsExactly(bytes);
  }

  private Map<String, Tensor> stored(Map<String, Safetensors.Values> tensors) {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    tensors.forEach(
        (name, values) ->
            stored.put(name, kernels.tensor(values.values(), values.shape().sizes())));
    return stored;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}

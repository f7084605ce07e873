package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  @Property
  void whatIsWrittenIsReadAgain(@ForAll long seed) {
    OnnxModel model = Samples.model(new Random(seed), 5);
    byte[] bytes = ModelWriter.bytes(model).toByteArray();

    OnnxModel read = ModelReader.read("sample.onnx", bytes);

    assertThat(read).isEqualTo(model);
    assertThat(ModelWriter.bytes(read).toByteArray()).isEqualTo(bytes);
  }

  @Test
  void equalModelsGiveEqualBytes() {
    assertThat(ordered("a", "b")).isEqualTo(ordered("b", "a"));
    assertThat(ModelWriter.bytes(ordered("a", "b")))
        .isEqualTo(ModelWriter.bytes(ordered("b", "a")));
  }

  /** A model whose maps are in an order. */
  private static OnnxModel ordered(String first, String second) {
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Long> operatorSets = new LinkedHashMap<>(Map.of("", 17L));
    for (String key : List.of(first, second)) {
      attributes.put(key, new OnnxAttribute.IntValue(1));
      metadata.put(key, "m");
      operatorSets.put(key, 2L);
    }
    OnnxNode node = OnnxNode.of("Any", List.of(), List.of("y"), attributes);
    OnnxGraph graph = new OnnxGraph("g", List.of(node), List.of(), List.of(), List.of());
    return new OnnxModel(8, operatorSets, "", "", graph, metadata, "");
  }

  @Test
  void aFileIsReplacedAsAWhole(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxModel first = Samples.model(new Random(1), 6);
    OnnxModel second = Samples.model(new Random(2), 3);

    OnnxFile.write(file, first);
    assertThat(OnnxFile.read(file)).isEqualTo(first);
    OnnxFile.write(file, second);
    assertThat(OnnxFile.read(file)).isEqualTo(second);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aModelThatCannotBeWrittenLeavesTheFileAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxModel model = Samples.model(new Random(1), 6);
    OnnxFile.write(file, model);
    OnnxModel halfACharacter =
        new OnnxModel(8, Map.of("", 17L), "\ud83c", "", model.graph(), Map.of(), "");

    assertThatThrownBy(() -> OnnxFile.write(file, halfACharacter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'\\u{d83c}' is not well-formed Unicode");

    assertThat(OnnxFile.read(file)).isEqualTo(model);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aModelOfMoreThanTwoGibibytesIsNotWritten(@TempDir Path folder) {
    // The tensors share their bytes, and writing copies none.
    byte[] bytes = new byte[1 << 26];
    List<OnnxTensor> tensors =
        IntStream.range(0, 33)
            .mapToObj(
                i -> new OnnxTensor("w" + i, ElementType.DOUBLE, Shape.of(bytes.length / 8), bytes))
            .toList();
    OnnxGraph graph = new OnnxGraph("g", List.of(), List.of(), List.of(), tensors);
    OnnxModel model = new OnnxModel(8, Map.of("", 17L), "", "", graph, Map.of(), "");

    assertThatThrownBy(() -> OnnxFile.write(folder.resolve("large.onnx"), model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 GiB");
  }

  @Test
  void whatIsNoFileIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> OnnxFile.read(folder))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(folder + ": this is not a file, expected an ONNX model");
    assertThatThrownBy(() -> OnnxFile.read(folder.resolve("none.onnx")))
        .isInstanceOf(NoSuchFileException.class);
  }
}

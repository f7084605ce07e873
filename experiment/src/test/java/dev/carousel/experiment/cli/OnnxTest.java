package dev.carousel.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.toy.ToyModule.Outcome;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX files that are asked. */
class OnnxTest {
  @TempDir private static Path folder;

  /** An embedding, a recurrent layer that only adds up, and what is compared with a threshold. */
  @BeforeAll
  static void writeModels() throws IOException {
    Dimension steps = new Dimension.Symbol("steps");
    Dimension batch = new Dimension.Symbol("batch");
    Dimension one = new Dimension.Fixed(1);
    OnnxGraph graph =
        new OnnxGraph(
            "sums",
            List.of(
                OnnxNode.of("Gather", List.of("table", "ids"), List.of("x"), Map.of()),
                OnnxNode.of(
                    "RNN",
                    List.of("x", "W", "R"),
                    List.of("", "last"),
                    Map.of(
                        "hidden_size",
                        new IntValue(1),
                        "activations",
                        new Strings(List.of("Relu")))),
                OnnxNode.of("Greater", List.of("last", "threshold"), List.of("above"), Map.of())),
            List.of(
                OnnxValue.of("ids", ElementType.INT64, steps, batch),
                OnnxValue.of("threshold", ElementType.FLOAT)),
            List.of(
                OnnxValue.of("last", ElementType.FLOAT, one, batch, one),
                OnnxValue.of("above", ElementType.BOOL, one, batch, one)),
            List.of(
                OnnxTensor.ofFloats("table", Shape.of(3, 1), 0.1f, 1, 20),
                OnnxTensor.ofFloats("W", Shape.of(1, 1, 1), 1),
                OnnxTensor.ofFloats("R", Shape.of(1, 1, 1), 1),
                OnnxTensor.ofFloats("threshold", Shape.of(), 5)));
    write("sums.onnx", graph);
    write(
        "If.ONNX",
        new OnnxGraph(
            "if",
            List.of(OnnxNode.of("Erf", List.of("x"), List.of("y"), Map.of())),
            List.of(OnnxValue.of("x", ElementType.FLOAT)),
            List.of(OnnxValue.of("y", ElementType.FLOAT)),
            List.of()));
    Files.writeString(folder.resolve("text.onnx"), "text");
  }

  private static void write(String name, OnnxGraph graph) throws IOException {
    OnnxFile.write(
        folder.resolve(name), new OnnxModel(8, Map.of("", 17L), "", "", graph, Map.of(), ""));
  }

  private static Outcome predicted(String requests, String... more) throws IOException {
    Path input = Files.writeString(folder.resolve("requests.jsonl"), requests);
    String[] arguments = {
      "predict", folder.resolve("sums.onnx").toString(), "--input", input.toString()
    };
    return ToyModule.carousel(
        Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void requestsAreAnswered() throws IOException {
    Outcome outcome =
        predicted(
            """
            {"inputs": {"ids": [[0, 1], [1, 2], [-1, 1]]}}
            {"inputs": {"ids": [[0]], "threshold": 0.05}}
            {"inputs": {"ids": [[]]}}
            """);

    assertThat(outcome.err()).isEqualTo("kernels: ejml\n");
    assertThat(outcome.out())
        .isEqualTo(
            """
            {"outputs":{"last":[[[21.1],[22.0]]],"above":[[[true],[true]]]}}
            {"outputs":{"last":[[[0.1]]],"above":[[[true]]]}}
            {"outputs":{"last":[[]],"above":[[]]}}
            """);
    assertThat(outcome.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"ids": [[0]]}                                  | unknown key 'ids'; known: inputs
          {}                                              | expected an object under 'inputs', with a value for each input of the model
          {"inputs": [1]}                                 | expected an object under 'inputs', with a value for each input of the model
          {"inputs": {}}                                  | input 'ids' is missing; the model reads 'ids' INT64[steps, batch], 'threshold' FLOAT[]
          {"inputs": {"id": [[0]]}}                       | there is no input 'id'; the model reads 'ids' INT64[steps, batch], 'threshold' FLOAT[]
          {"inputs": {"ids": [0]}}                        | input 'ids' is INT64[1], expected INT64[steps, batch]
          {"inputs": {"ids": [[0, 1], [0]]}}              | input 'ids': its lists are not equally long: one of level 2 has 1 elements, the first 2
          {"inputs": {"ids": [[0], 1]}}                   | input 'ids': its lists are not equally deep; the first ones have 2 levels
          {"inputs": {"ids": [[0.5]]}}                    | input 'ids': expected a whole number of type INT64, got 0.5
          {"inputs": {"ids": [["a"]]}}                    | input 'ids': expected a whole number of type INT64, got a string
          {"inputs": {"ids": [[0]], "threshold": 1e99}}   | input 'threshold': 1E+99 is too large for a 32-bit float
          {"inputs": {"ids": [[0]], "threshold": null}}   | input 'threshold': expected a number, got null
          {"inputs": {"ids": [[3]]}}                      | node 'x' of operator 'Gather': index 3 is not one of the 3 elements along axis 0
          """)
  void whatIsWrongWithARequestIsTold(String request, String message) throws IOException {
    Outcome outcome = predicted("{\"inputs\": {\"ids\": [[0]]}}\n" + request + "\n");

    assertThat(outcome.err())
        .isEqualTo(
            "kernels: ejml\n%s, line 2: %s\n".formatted(folder.resolve("requests.jsonl"), message));
    assertThat(outcome.out())
        .isEqualTo("{\"outputs\":{\"last\":[[[0.1]]],\"above\":[[[false]]]}}\n");
    assertThat(outcome.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          predict IN/no.onnx                     | no file 'IN/no.onnx'
          predict IN/sums.onnx --variant a       | 'IN/sums.onnx' holds one model, so --variant has no meaning; leave it out
          predict IN/sums.onnx --seed 1          | 'IN/sums.onnx' holds one model, so --seed has no meaning; leave it out
          predict IN/sums.onnx --kernels smid    | no kernels 'smid'; available: ejml
          predict IN/text.onnx                   | IN/text.onnx: field 14 has wire type 4, expected 2
          predict IN/no.onx                      | 'IN/no.onx' is not the folder of a run: it has no experiment.json
          generate IN/sums.onnx --prompt a       | 'IN/sums.onnx' is not the folder of a run: it has no experiment.json
          """)
  void wrongUseIsTold(String arguments, String message) {
    Outcome outcome =
        ToyModule.carousel(arguments.strip().replace("IN", folder.toString()).split(" +"));

    assertThat(outcome.err().replace("kernels: ejml\n", ""))
        .isEqualTo(message.replace("IN", folder.toString()) + "\n");
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void operatorsThatAreNotSupportedAreNamed() {
    Outcome outcome = ToyModule.carousel("predict", folder.resolve("If.ONNX").toString());

    assertThat(outcome.err())
        .startsWith(
            "kernels: ejml\n%s: the model has operators that are not supported: 'Erf'; supported are Abs, Add, And, "
                .formatted(folder.resolve("If.ONNX")))
        .endsWith(", Where\n");
    assertThat(outcome.status()).isEqualTo(2);
  }
}

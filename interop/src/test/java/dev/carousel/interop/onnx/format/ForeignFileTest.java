package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Floats;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.format.OnnxAttribute.TensorValue;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A file that the onnx package for Python made; made-by-onnx.py beside it says how. */
class ForeignFileTest {
  private static OnnxModel model;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = ForeignFileTest.class.getResourceAsStream("made-by-onnx.onnx")) {
      model = ModelReader.read("made-by-onnx.onnx", in.readAllBytes());
    }
  }

  @Test
  void whatIsSaidOfTheModel() {
    assertThat(model.irVersion()).isEqualTo(10);
    assertThat(model.operatorSets()).isEqualTo(Map.of("", 21L));
    assertThat(model.producerName()).isEqualTo("onnx");
    assertThat(model.producerVersion()).isEqualTo("1.23.1");
    assertThat(model.metadata()).isEqualTo(Map.of("author", "the onnx package"));
    assertThat(model.documentation()).isEqualTo("documentation of the model");
    assertThat(model.graph().name()).isEqualTo("main");
  }

  @Test
  void inputsAndOutputs() {
    Dimension time = new Dimension.Symbol("time");
    Dimension batch = new Dimension.Symbol("batch");
    Dimension two = new Dimension.Fixed(2);
    OnnxValue condition =
        new OnnxValue(
            "condition",
            Optional.of(new OnnxValue.Type(ElementType.BOOL, Optional.of(List.of()))),
            "which branch");
    assertThat(model.graph().inputs())
        .containsExactly(
            OnnxValue.of("x", ElementType.FLOAT, time, batch, new Dimension.Fixed(3)),
            OnnxValue.of("lengths", ElementType.INT32, batch),
            condition);
    assertThat(model.graph().outputs())
        .containsExactly(
            OnnxValue.of("z", ElementType.FLOAT, time, two, batch, two),
            OnnxValue.of("c", ElementType.FLOAT, two, Dimension.UNKNOWN, two),
            OnnxValue.of("k", ElementType.INT64));
  }

  @Test
  void nodesAndTheirAttributes() {
    Map<String, OnnxAttribute> attributes =
        Map.of(
            "direction",
            new StringValue("bidirectional"),
            "hidden_size",
            new IntValue(2),
            "activations",
            new Strings(List.of("Sigmoid", "LeakyRelu", "Tanh", "Sigmoid", "LeakyRelu", "Tanh")),
            "activation_alpha",
            new Floats(List.of(0.25f, 0.25f)),
            "clip",
            new FloatValue(3));
    assertThat(model.graph().nodes())
        .containsExactly(
            new OnnxNode(
                "LSTM",
                "",
                "the recurrence",
                List.of("x", "W", "R", "", "lengths"),
                List.of("y", "", "c"),
                attributes,
                "both ways"),
            OnnxNode.of(
                "If",
                List.of("condition"),
                List.of("z"),
                Map.of(
                    "then_branch", branch("then_branch", "Neg"),
                    "else_branch", branch("else_branch", "Abs"))),
            OnnxNode.of(
                "Constant",
                List.of(),
                List.of("k"),
                Map.of("value", new TensorValue(OnnxTensor.ofLongs("", Shape.of(), 7L)))));
  }

  private static GraphValue branch(String name, String operator) {
    OnnxValue.Type type = new OnnxValue.Type(ElementType.FLOAT, Optional.empty());
    return new GraphValue(
        new OnnxGraph(
            name,
            List.of(OnnxNode.of(operator, List.of("y"), List.of("inner"), Map.of())),
            List.of(),
            List.of(new OnnxValue("inner", Optional.of(type), "")),
            List.of()));
  }

  @Test
  void elementsOfEveryTypeInBothOfTheirFields() {
    Map<String, float[]> floats =
        Map.of(
            "float",
            new float[] {0.5f, -2, 3},
            "double",
            new float[] {0.5f, -2, Float.POSITIVE_INFINITY},
            "float16",
            new float[] {0.5f, -2, 65504},
            "bfloat16",
            new float[] {0.5f, -2, 0x1p100f});
    Map<String, long[]> longs =
        Map.of(
            "int32",
            new long[] {1, -2, Integer.MAX_VALUE},
            "int64",
            new long[] {1, -2, Long.MIN_VALUE},
            "bool",
            new long[] {1, 0, 1});
    Map<String, OnnxTensor> tensors = new HashMap<>();
    model.graph().initializers().forEach(tensor -> tensors.put(tensor.name(), tensor));

    for (String storage : List.of("", " raw")) {
      floats.forEach((name, is) -> assertThat(tensors.get(name + storage).floats()).isEqualTo(is));
      longs.forEach((name, is) -> assertThat(tensors.get(name + storage).longs()).isEqualTo(is));
    }
    assertThat(tensors.get("W").shape()).isEqualTo(Shape.of(2, 8, 3));
    assertThat(tensors.get("W").floats()).startsWith(0, 1 / 64f, 2 / 64f).endsWith(47 / 64f);
  }
}

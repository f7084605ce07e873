package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files made by hand from the field numbers of onnx.proto are read as what they say. */
class HandMadeFileTest {
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int BOOL = 9;
  private static final int FLOAT16 = 10;
  private static final int DOUBLE = 11;
  private static final int BFLOAT16 = 16;

  @Test
  void everyFieldThatIsKept() {
    HandMade batch = new HandMade().text(2, "batch").text(3, "DATA_BATCH");
    HandMade three = new HandMade().varint(1, 3);
    HandMade negative = new HandMade().varint(1, -1);
    HandMade shape =
        new HandMade().message(1, batch).message(1, three).message(1, negative).message(1, empty());
    HandMade type =
        new HandMade()
            .message(1, new HandMade().varint(1, FLOAT).message(2, shape))
            .text(6, "TENSOR");
    HandMade unshaped = new HandMade().message(1, new HandMade().varint(1, INT64));
    HandMade tensor =
        new HandMade().varint(1, 2).varint(2, FLOAT).text(8, "w").bytes(9, littleEndian(1f, -2f));
    HandMade node =
        new HandMade()
            .text(1, "x")
            .text(1, "")
            .text(1, "w")
            .text(2, "y")
            .text(3, "step")
            .text(4, "Step")
            .message(5, attribute("f", 1).fixed32(2, Float.floatToRawIntBits(0.5f)))
            .message(5, attribute("i", 2).varint(3, -7))
            .message(5, attribute("s", 3).text(4, "forward"))
            .message(5, attribute("t", 4).message(5, tensor))
            .message(
                5,
                attribute("fs", 6)
                    .fixed32(7, Float.floatToRawIntBits(2f))
                    .bytes(7, littleEndian(3f)))
            .message(
                5,
                attribute("is", 7).varint(8, 300).bytes(8, new HandMade().raw(-1).raw(5).toArray()))
            .message(5, attribute("ss", 8).text(9, "Tanh").text(9, "é"))
            .message(5, attribute("ts", 9).message(10, tensor).message(10, tensor))
            .message(5, attribute("zero", 2))
            .text(6, "the node")
            .text(7, "com.example");
    HandMade graph =
        new HandMade()
            .message(1, node)
            .text(2, "main")
            .message(5, tensor)
            .message(11, new HandMade().text(1, "x").message(2, type).text(3, "the input"))
            .message(12, new HandMade().text(1, "y").message(2, unshaped))
            // Documentation and values between nodes, which are not kept.
            .text(10, "the graph")
            .message(13, new HandMade().text(1, "z").message(2, unshaped));
    byte[] file =
        new HandMade()
            .varint(1, 10)
            .text(2, "by hand")
            .text(3, "1.0")
            .text(4, "org.example")
            .varint(5, 3)
            .text(6, "the model")
            .message(7, graph)
            .message(8, new HandMade().text(1, "ai.onnx").varint(2, 22))
            .message(8, new HandMade().text(1, "com.example").varint(2, 1))
            .message(14, new HandMade().text(1, "key").text(2, "value"))
            // Fields that a later version may add, of every wire type.
            .varint(1000, 1)
            .fixed32(1001, 1)
            .fixed64(1002, 1)
            .text(1003, "later")
            .toArray();

    OnnxModel model = ModelReader.read("hand.onnx", file);

    OnnxTensor w = OnnxTensor.ofFloats("w", Shape.of(2), 1f, -2f);
    assertThat(model)
        .isEqualTo(
            new OnnxModel(
                10,
                Map.of("", 22L, "com.example", 1L),
                "by hand",
                "1.0",
                new OnnxGraph(
                    "main",
                    List.of(
                        new OnnxNode(
                            "Step",
                            "com.example",
                            "step",
                            List.of("x", "", "w"),
                            List.of("y"),
                            Map.of(
                                "f",
                                new OnnxAttribute.FloatValue(0.5f),
                                "i",
                                new OnnxAttribute.IntValue(-7),
                                "s",
                                new OnnxAttribute.StringValue("forward"),
                                "t",
                                new OnnxAttribute.TensorValue(w),
                                "fs",
                                new OnnxAttribute.Floats(List.of(2f, 3f)),
                                "is",
                                new OnnxAttribute.Ints(List.of(300L, -1L, 5L)),
                                "ss",
                                new OnnxAttribute.Strings(List.of("Tanh", "é")),
                                "ts",
                                new OnnxAttribute.Tensors(List.of(w, w)),
                                "zero",
                                new OnnxAttribute.IntValue(0)),
                            "the node")),
                    List.of(
                        new OnnxValue(
                            "x",
                            Optional.of(
                                new OnnxValue.Type(
                                    ElementType.FLOAT,
                                    Optional.of(
                                        List.of(
                                            new Dimension.Symbol("batch"),
                                            new Dimension.Fixed(3),
                                            Dimension.UNKNOWN,
                                            Dimension.UNKNOWN)))),
                            "the input")),
                    List.of(
                        new OnnxValue(
                            "y",
                            Optional.of(new OnnxValue.Type(ElementType.INT64, Optional.empty())),
                            "")),
                    List.of(w)),
                Map.of("key", "value"),
                "the model"));
    assertThat(model.operatorSet()).isEqualTo(22);
  }

  @Test
  void nestedGraphsSeeTheValuesAroundThem() {
    HandMade then = new HandMade().message(1, node("Neg", "x", "a")).message(12, name("a"));
    HandMade otherwise = new HandMade().message(1, node("Abs", "x", "a")).message(12, name("a"));
    HandMade branches =
        node("If", "condition", "y")
            .message(5, attribute("then_branch", 5).message(6, then))
            .message(5, attribute("else_branch", 5).message(6, otherwise))
            .message(5, attribute("both", 10).message(11, then).message(11, otherwise));
    HandMade graph =
        new HandMade()
            .message(1, branches)
            .message(11, value("condition", BOOL))
            .message(11, value("x", FLOAT))
            .message(12, value("y", FLOAT));

    OnnxModel model = ModelReader.read("hand.onnx", HandMade.model(graph).toArray());

    Map<String, OnnxAttribute> attributes = model.graph().nodes().get(0).attributes();
    OnnxGraph first = ((OnnxAttribute.GraphValue) attributes.get("then_branch")).value();
    OnnxGraph second = ((OnnxAttribute.GraphValue) attributes.get("else_branch")).value();
    assertThat(first.nodes().get(0).operator()).isEqualTo("Neg");
    assertThat(first.outputs()).containsExactly(new OnnxValue("a", Optional.empty(), ""));
    assertThat(second.nodes().get(0).operator()).isEqualTo("Abs");
    assertThat(attributes.get("both")).isEqualTo(new OnnxAttribute.Graphs(List.of(first, second)));
  }

  @Test
  void elementsInEveryFieldThatTheStandardHasForThem() {
    HandMade three = new HandMade().raw(0x3c00).raw(0xc000).raw(0x7c00);
    HandMade brain = new HandMade().raw(0x3f80).raw(0xc000).raw(0x7f80);
    HandMade small = new HandMade().raw(1).raw(-2).raw(Integer.MIN_VALUE);
    HandMade large = new HandMade().raw(1).raw(-2).raw(Long.MIN_VALUE);
    float[] numbers = {1, -2, Float.POSITIVE_INFINITY};

    assertThat(read(FLOAT, t -> t.bytes(4, littleEndian(numbers))).floats()).isEqualTo(numbers);
    assertThat(read(FLOAT, t -> t.bytes(9, littleEndian(numbers))).floats()).isEqualTo(numbers);
    assertThat(
            read(
                    FLOAT,
                    t -> {
                      for (float number : numbers) {
                        t.fixed32(4, Float.floatToRawIntBits(number));
                      }
                    })
                .floats())
        .isEqualTo(numbers);
    assertThat(
            read(
                    DOUBLE,
                    t -> {
                      t.fixed64(10, Double.doubleToRawLongBits(1));
                      t.bytes(10, doubles(-2, Double.POSITIVE_INFINITY));
                    })
                .floats())
        .isEqualTo(numbers);
    assertThat(read(DOUBLE, t -> t.bytes(9, doubles(1, -2, 1e300))).floats()).isEqualTo(numbers);
    assertThat(read(FLOAT16, t -> t.bytes(5, three.toArray())).floats()).isEqualTo(numbers);
    assertThat(read(BFLOAT16, t -> t.bytes(5, brain.toArray())).floats()).isEqualTo(numbers);
    assertThat(read(FLOAT16, t -> t.varint(5, 0x3c00).varint(5, 0xc000).varint(5, 0x7c00)).floats())
        .isEqualTo(numbers);
    assertThat(read(FLOAT16, t -> t.bytes(9, shorts(0x3c00, 0xc000, 0x7c00))).floats())
        .isEqualTo(numbers);
    assertThat(read(BFLOAT16, t -> t.bytes(9, shorts(0x3f80, 0xc000, 0x7f80))).floats())
        .isEqualTo(numbers);
    assertThat(read(INT32, t -> t.bytes(5, small.toArray())).longs())
        .containsExactly(1, -2, Integer.MIN_VALUE);
    assertThat(read(INT32, t -> t.varint(5, 1).varint(5, -2).varint(5, 9)).longs())
        .containsExactly(1, -2, 9);
    assertThat(read(INT64, t -> t.bytes(7, large.toArray())).longs())
        .containsExactly(1, -2, Long.MIN_VALUE);
    assertThat(read(INT64, t -> t.varint(7, 1).bytes(7, (byte) 2, (byte) 3)).longs())
        .containsExactly(1, 2, 3);
    assertThat(read(BOOL, t -> t.bytes(5, (byte) 1, (byte) 0, (byte) 1)).longs())
        .containsExactly(1, 0, 1);
    assertThat(read(BOOL, t -> t.bytes(9, (byte) 1, (byte) 0, (byte) 1)).longs())
        .containsExactly(1, 0, 1);
  }

  @Test
  void aTensorWithoutElementsNeedsNoField() {
    HandMade tensor = new HandMade().bytes(1, (byte) 0, (byte) 5).varint(2, INT64).text(8, "t");
    HandMade graph = new HandMade().message(5, tensor);

    OnnxModel model = ModelReader.read("hand.onnx", HandMade.model(graph).toArray());

    assertThat(model.graph().initializers())
        .containsExactly(OnnxTensor.ofLongs("t", Shape.of(0, 5), new long[0]));
  }

  private interface Content {
    void addTo(HandMade tensor);
  }

  /** A tensor of three elements, read from an initializer. */
  private static OnnxTensor read(int type, Content content) {
    HandMade tensor = new HandMade().varint(1, 3);
    // The fields of a message may stand in any order.
    content.addTo(tensor);
    tensor.varint(2, type).text(8, "t");
    HandMade graph = new HandMade().message(5, tensor);
    return ModelReader.read("hand.onnx", HandMade.model(graph).toArray())
        .graph()
        .initializers()
        .get(0);
  }

  private static HandMade empty() {
    return new HandMade();
  }

  private static HandMade attribute(String name, int type) {
    return new HandMade().text(1, name).varint(20, type);
  }

  private static HandMade node(String operator, String input, String output) {
    return new HandMade().text(1, input).text(2, output).text(4, operator);
  }

  private static HandMade name(String name) {
    return new HandMade().text(1, name);
  }

  private static HandMade value(String name, int type) {
    return name(name).message(2, new HandMade().message(1, new HandMade().varint(1, type)));
  }

  private static byte[] littleEndian(float... numbers) {
    HandMade bytes = new HandMade();
    for (float number : numbers) {
      bytes.little(Float.floatToRawIntBits(number), 4);
    }
    return bytes.toArray();
  }

  private static byte[] doubles(double... numbers) {
    HandMade bytes = new HandMade();
    for (double number : numbers) {
      bytes.little(Double.doubleToRawLongBits(number), 8);
    }
    return bytes.toArray();
  }

  private static byte[] shorts(int... numbers) {
    HandMade bytes = new HandMade();
    for (int number : numbers) {
      bytes.little(number, 2);
    }
    return bytes.toArray();
  }
}

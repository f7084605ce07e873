package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.carousel.data.InvalidDataException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read is refused with the place and, where there is one, the way out. */
class RefusalsTest {
  private static final HandMade EMPTY = new HandMade();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 14, -1, 1L << 40})
  void otherVersionsOfTheMessages(long version) {
    refused(
        new HandMade().varint(1, version),
        "m.onnx: version %d of ONNX's messages (IR) is not supported; 3 to 13 are"
            .formatted(version));
  }

  @ParameterizedTest
  @ValueSource(longs = {13, 27, 0, -1, 1L << 40})
  void otherVersionsOfTheOperators(long version) {
    refused(
        new HandMade().varint(1, 8).message(7, EMPTY).message(8, new HandMade().varint(2, version)),
        ("m.onnx: version %d of the standard's operators (opset) is not supported; 14 to 26 are,"
                + " so convert the model with onnx.version_converter")
            .formatted(version));
  }

  @Test
  void noOperators() {
    refused(
        new HandMade()
            .varint(1, 8)
            .message(7, EMPTY)
            .message(8, new HandMade().text(1, "ai.onnx.ml").varint(2, 3)),
        "m.onnx: the model imports no version of the standard's operators; expected one of 14 to"
            + " 26");
  }

  @Test
  void operatorsTwice() {
    HandMade version = new HandMade().varint(2, 17);
    refused(
        new HandMade().varint(1, 8).message(7, EMPTY).message(8, version).message(8, version),
        "m.onnx: opset_import[1]: the domain '' is imported a second time");
    refused(
        new HandMade()
            .varint(1, 8)
            .message(7, EMPTY)
            .message(8, version)
            .message(8, new HandMade().text(1, "ai.onnx").varint(2, 17)),
        "m.onnx: the standard's operators are imported twice");
  }

  @Test
  void whatIsNoModel() {
    refused(EMPTY, "m.onnx: this is no ONNX model: it has no version (IR)");
    refused(new HandMade().varint(1, 8), "m.onnx: this is no ONNX model: it has no graph");
    HandMade json = new HandMade();
    "{\"a\": 1}".chars().forEach(json::raw);
    refused(json, "m.onnx: byte 3 of 8: this is no ONNX model, or it is damaged or cut off");
  }

  @Test
  void partsThatAreGivenTwice() {
    refused(
        new HandMade().varint(1, 8).message(7, EMPTY).message(7, EMPTY),
        "m.onnx: the graph is given twice");
    HandMade entry = new HandMade().text(1, "k");
    refused(
        new HandMade().message(14, entry).message(14, entry),
        "m.onnx: metadata_props[1]: the key 'k' is given a second time");
    refusedAttribute(
        new HandMade().message(5, bool(1)).message(5, bool(1)),
        "the attribute's value is given twice");
  }

  @Test
  void functions() {
    refused(
        HandMade.model(EMPTY).message(25, EMPTY),
        "m.onnx: the model defines functions, which are not supported; inline them with"
            + " onnx.inliner.inline_local_functions");
    refusedNode(
        new HandMade().text(8, "fast"),
        "the node calls an overloaded function; functions are not supported");
    refusedAttribute(
        new HandMade().text(21, "alpha"),
        "the attribute refers to one of a function; functions are not supported");
  }

  @Test
  void sparseTensors() {
    refused(
        HandMade.model(new HandMade().message(15, EMPTY)),
        "m.onnx: graph: the graph has sparse initializers, which are not supported; expected dense"
            + " ones");
  }

  @ParameterizedTest
  @CsvSource({
    "UNDEFINED,0",
    "SPARSE_TENSOR,11",
    "SPARSE_TENSORS,12",
    "TYPE_PROTO,13",
    "TYPE_PROTOS,14"
  })
  void attributesOfOtherTypes(String name, int type) {
    refusedAttribute(
        new HandMade().text(1, "a").varint(20, type),
        "attribute 'a' is of type %s, which is not supported".formatted(name));
  }

  @Test
  void attributesWhoseTypeIsNotThatOfTheirValue() {
    refusedAttribute(new HandMade().varint(20, 15), "attribute type 15 is not known");
    refusedAttribute(
        new HandMade().text(1, "a").varint(20, 4),
        "attribute 'a' is of type TENSOR, but its value is missing");
    refusedAttribute(
        new HandMade().text(1, "a").varint(20, 7).varint(3, 1),
        "attribute 'a' is of type INTS, but its value is of type INT");
    refusedAttribute(
        new HandMade().text(1, "a").varint(20, 2).varint(3, 1).varint(8, 1),
        "the attribute holds values of both types INT and INTS");
  }

  @Test
  void attributesTwiceOrWithoutName() {
    HandMade attribute = new HandMade().text(1, "a").varint(20, 2);
    HandMade node = new HandMade().text(4, "Abs").message(5, attribute).message(5, attribute);
    refused(
        HandMade.model(new HandMade().message(1, node)),
        "m.onnx: graph.node[0].attribute[1]: attribute 'a' is given a second time");
    HandMade unnamed = new HandMade().text(4, "Abs").message(5, new HandMade().varint(20, 2));
    refused(
        HandMade.model(new HandMade().message(1, unnamed)),
        "m.onnx: graph.node[0]: an attribute has no name");
    refusedNode(EMPTY, "a node has no operator");
  }

  @ParameterizedTest
  @CsvSource({
    "UNDEFINED,0",
    "UINT8,2",
    "INT8,3",
    "UINT16,4",
    "INT16,5",
    "STRING,8",
    "UINT32,12",
    "UINT64,13",
    "COMPLEX64,14",
    "COMPLEX128,15",
    "FLOAT8E4M3FN,17",
    "FLOAT8E4M3FNUZ,18",
    "FLOAT8E5M2,19",
    "FLOAT8E5M2FNUZ,20",
    "UINT4,21",
    "INT4,22",
    "FLOAT4E2M1,23",
    "FLOAT8E8M0,24",
    "UINT2,25",
    "INT2,26",
    "unknown,27",
    "unknown,-1"
  })
  void otherElementTypes(String name, int type) {
    String message =
        ("element type %s (%d) is not supported; supported: FLOAT, INT32, INT64, BOOL, FLOAT16,"
                + " DOUBLE, BFLOAT16")
            .formatted(name, type);
    refusedTensor(new HandMade().varint(2, type), message);
    if (type != 0) {
      refusedInput(
          new HandMade().message(1, new HandMade().varint(1, type)),
          "graph.input[0].type.tensor_type: " + message);
    }
  }

  @ParameterizedTest
  @CsvSource({"a sequence,4", "a map,5", "opaque,7", "a sparse tensor,8", "optional,9"})
  void valuesThatAreNoTensors(String kind, int field) {
    refusedInput(
        new HandMade().message(field, EMPTY),
        "graph.input[0].type: the value is %s; only tensors are supported".formatted(kind));
  }

  @Test
  void elementsInAnotherFile() {
    String message =
        "the tensor's elements are in another file; external data are not supported, so save the"
            + " model with its data in one file";
    refusedTensor(new HandMade().varint(2, 1).varint(14, 1), message);
    refusedTensor(
        new HandMade().varint(2, 1).message(13, new HandMade().text(1, "location")), message);
    refusedTensor(new HandMade().message(3, EMPTY), "a segment of a tensor is not supported");
  }

  @Test
  void elementsThatDoNotFitTheTensor() {
    refusedTensor(EMPTY, "the tensor has no element type");
    refusedTensor(
        new HandMade().varint(1, 2).varint(2, 1).fixed32(4, 0),
        "tensor '' of type FLOAT and shape [2] needs 8 bytes, but there are 4");
    refusedTensor(
        new HandMade().varint(1, 1L << 31).varint(1, 1L << 31).varint(2, 1),
        "axis 0 of the tensor has 2147483648 elements, expected 0 to 2147483647");
    refusedTensor(
        new HandMade().varint(1, -1).varint(2, 1),
        "axis 0 of the tensor has -1 elements, expected 0 to 2147483647");
    refusedTensor(
        new HandMade().varint(1, 1 << 30).varint(1, 1 << 30).varint(2, 1),
        "shape [1073741824, 1073741824] has more than 2147483647 elements");
    refusedTensor(
        new HandMade().varint(1, Integer.MAX_VALUE).varint(2, 11),
        "tensor '' of type DOUBLE and shape [2147483647] needs 17179869176 bytes, but there are 0");
    refusedTensor(
        new HandMade().bytes(1, new byte[65]).varint(2, 1),
        "there are more than 64 axes, the most that are supported");
    refusedInput(
        new HandMade().message(1, new HandMade().message(2, axes(65))),
        "graph.input[0].type.tensor_type.shape: there are more than 64 axes, the most that are"
            + " supported");
  }

  @Test
  void elementsInAWrongField() {
    refusedTensor(
        new HandMade().varint(2, 7).fixed32(4, 0),
        "the tensor of type INT64 has elements in float_data, expected int64_data or raw_data");
    refusedTensor(
        new HandMade().varint(2, 1).fixed32(4, 0).bytes(9, new byte[4]),
        "the tensor has elements in float_data and once more in raw_data");
    refusedTensor(
        new HandMade().varint(1, 2).varint(2, 1).bytes(9, new byte[4]).bytes(9, new byte[4]),
        "the tensor has elements in raw_data and once more in raw_data");
    refusedTensor(
        new HandMade().varint(1, 2).varint(2, 1).bytes(4, new byte[5]).bytes(4, new byte[3]),
        "5 bytes are no whole count of numbers of 4 bytes");
    refusedTensor(
        new HandMade().varint(1, 2).varint(2, 11).bytes(10, new byte[12]).bytes(10, new byte[4]),
        "12 bytes are no whole count of numbers of 8 bytes");
    refusedTensor(
        new HandMade().varint(2, 1).text(6, "a"),
        "the tensor has elements in string_data, which no supported element type uses");
    refusedTensor(
        new HandMade().varint(2, 7).varint(11, 1),
        "the tensor has elements in uint64_data, which no supported element type uses");
  }

  @Test
  void elementsThatAreNoneOfTheirType() {
    refusedTensor(
        new HandMade().varint(2, 9).varint(5, 256),
        "the tensor of type BOOL has 256 in int32_data, expected 0 to 1");
    refusedTensor(
        new HandMade().varint(2, 9).bytes(9, (byte) 2),
        "tensor '' of type BOOL holds 2, expected 0 or 1");
    refusedTensor(
        new HandMade().varint(2, 10).varint(5, -1),
        "the tensor of type FLOAT16 has -1 in int32_data, expected 0 to 65535");
    refusedTensor(
        new HandMade().varint(2, 16).varint(5, 65536),
        "the tensor of type BFLOAT16 has 65536 in int32_data, expected 0 to 65535");
  }

  @Test
  void fieldsOfAnotherWireType() {
    refused(new HandMade().text(1, "8"), "m.onnx: field 1 has wire type 2, expected 0");
    refused(new HandMade().varint(7, 8), "m.onnx: field 7 has wire type 0, expected 2");
    refusedTensor(new HandMade().varint(2, 1).varint(4, 1), "field 4 has wire type 0, expected 5");
  }

  @Test
  void textThatIsNotUnicode() {
    refused(
        new HandMade().bytes(2, (byte) 0xff),
        "m.onnx: byte 2 of 3: this is no ONNX model, or it is damaged or cut off");
  }

  @Test
  void everyCutAtTheRightByte() {
    byte[] whole =
        HandMade.model(
                new HandMade()
                    .message(5, new HandMade().varint(2, 1).text(8, "w").bytes(9, new byte[4])))
            .toArray();
    ModelReader.read("m.onnx", whole);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      InvalidDataException refusal =
          catchThrowableOfType(InvalidDataException.class, () -> ModelReader.read("m.onnx", cut));
      assertThat(refusal).as("cut at byte %d", length).isNotNull();
      assertThat(refusal).hasMessageStartingWith("m.onnx: ");
    }
  }

  @Test
  void graphsNestedTooDeep() {
    HandMade graph = new HandMade();
    for (int depth = 1; depth < GraphCheck.DEEPEST; depth++) {
      graph = nested(graph);
    }
    ModelReader.read("m.onnx", HandMade.model(graph).toArray());

    HandMade deeper = HandMade.model(nested(graph));
    assertThatThrownBy(() -> ModelReader.read("m.onnx", deeper.toArray()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("m.onnx: graph.node[0].attribute[0].g.node[0].")
        .hasMessageEndingWith(".g: graphs are nested more than 16 deep");
  }

  @Test
  void groupsNestedWithoutEnd() {
    byte[] groups = new byte[1 << 20];
    Arrays.fill(groups, (byte) (15 << 3 | 3));
    assertThatThrownBy(() -> ModelReader.read("m.onnx", groups))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith("this is no ONNX model, or it is damaged or cut off");
  }

  @Test
  void namesOfStrangersAreShownShortAndHarmless() {
    HandMade node = new HandMade().text(4, "Abs").text(1, "\u001b[2J\u202e" + "x".repeat(1000));
    assertThatThrownBy(() -> ModelReader.read("m.onnx", graph(node)))
        .hasMessage(
            "m.onnx: graph.node[0]: operator 'Abs' reads '\\u{1b}[2J\\u{202e}"
                + "x".repeat(55)
                + "…', which nothing before it defines");
  }

  private static HandMade axes(int count) {
    HandMade shape = new HandMade();
    for (int i = 0; i < count; i++) {
      shape.message(1, EMPTY);
    }
    return shape;
  }

  private static HandMade bool(int value) {
    return new HandMade().varint(2, 9).bytes(9, (byte) value);
  }

  /** A graph of one node of which the graph is an attribute. */
  private static HandMade nested(HandMade graph) {
    HandMade attribute = new HandMade().text(1, "body").varint(20, 5).message(6, graph);
    return new HandMade().message(1, new HandMade().text(4, "Loop").message(5, attribute));
  }

  private static byte[] graph(HandMade node) {
    return HandMade.model(new HandMade().message(1, node)).toArray();
  }

  private static void refusedNode(HandMade node, String message) {
    refused(HandMade.model(new HandMade().message(1, node)), "m.onnx: graph.node[0]: " + message);
  }

  private static void refusedAttribute(HandMade attribute, String message) {
    HandMade node = new HandMade().text(4, "Abs").message(5, attribute);
    assertThatThrownBy(() -> ModelReader.read("m.onnx", graph(node)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("m.onnx: graph.node[0].attribute[0]: " + message);
  }

  private static void refusedTensor(HandMade tensor, String message) {
    refused(
        HandMade.model(new HandMade().message(5, tensor)),
        "m.onnx: graph.initializer[0]: " + message);
  }

  private static void refusedInput(HandMade type, String message) {
    HandMade input = new HandMade().text(1, "x").message(2, type);
    refused(HandMade.model(new HandMade().message(11, input)), "m.onnx: " + message);
  }

  private static void refused(HandMade file, String message) {
    assertThatThrownBy(() -> ModelReader.read("m.onnx", file.toArray()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}

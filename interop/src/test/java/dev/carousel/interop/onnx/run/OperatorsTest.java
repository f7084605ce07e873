package dev.carousel.interop.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.TensorValue;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the standard says of cases in which ONNX Runtime does otherwise, and what is refused. */
class OperatorsTest {
  private static final ElementType FLOAT = ElementType.FLOAT;
  private static final ElementType INT64 = ElementType.INT64;

  private static OneNode node(String operator, Value... inputs) {
    OneNode node = new OneNode(operator);
    for (Value input : inputs) {
      node.input(input);
    }
    return node;
  }

  private static Floats zeros(int... sizes) {
    Shape shape = Shape.of(sizes);
    return new Floats(shape, new float[shape.elements()]);
  }

  private static Integers integers(ElementType type, long... elements) {
    return new Integers(type, Shape.of(elements.length), elements);
  }

  private static float[] floats(OneNode node) {
    return ((Floats) node.output(FLOAT).result()).elements();
  }

  @Test
  void valuesWithoutElementsAreReducedToWhatTheStandardSays() {
    Value none = zeros(2, 0);
    Value last = OneNode.longs(1);
    assertThat(floats(node("ReduceSum", none, last))).containsExactly(0, 0);
    assertThat(floats(node("ReduceMax", none, last).operatorSet(20)))
        .containsExactly(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    assertThat(floats(node("ReduceMin", none, last).operatorSet(20)))
        .containsExactly(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
    assertThat(floats(node("ReduceMean", none, last).operatorSet(20)))
        .containsExactly(Float.NaN, Float.NaN);
    assertThat(node("ReduceSum", none, OneNode.longs(0)).output(FLOAT).result())
        .hasToString("FLOAT[1, 0]");
    Value noIntegers = new Integers(ElementType.INT32, Shape.of(0));
    assertThat(
            ((Integers) node("ReduceMax", noIntegers).output(ElementType.INT32).result())
                .elements())
        .containsExactly(Integer.MIN_VALUE);
  }

  @Test
  void productsOverNothingAreZero() {
    assertThat(floats(node("MatMul", zeros(2, 0), zeros(0)))).containsExactly(0, 0);
    assertThat(node("MatMul", zeros(1, 2, 0), zeros(3, 0, 1)).output(FLOAT).result())
        .hasToString("FLOAT[3, 2, 1]");
    assertThat(floats(node("Gemm", zeros(1, 0), zeros(0, 2), OneNode.floats(Shape.of(2), 3, 4))))
        .containsExactly(3, 4);
  }

  @Test
  void backwardsWhatIsBeyondTheEndIsTheEnd() {
    Value x = OneNode.floats(Shape.of(3), 1, 2, 3);
    OneNode slice =
        node(
            "Slice",
            x,
            OneNode.longs(-1),
            OneNode.longs(Long.MAX_VALUE),
            OneNode.longs(0),
            OneNode.longs(-1));
    assertThat(floats(slice)).isEmpty();
    OneNode whole =
        node(
            "Slice",
            x,
            OneNode.longs(Long.MAX_VALUE),
            OneNode.longs(Long.MIN_VALUE),
            OneNode.longs(0),
            OneNode.longs(Long.MIN_VALUE));
    assertThat(floats(whole)).containsExactly(3);
  }

  @Test
  void integersOf32BitsWrapAround() {
    Value largest = integers(ElementType.INT32, Integer.MAX_VALUE, Integer.MIN_VALUE);
    Value one = integers(ElementType.INT32, 1, -1);
    OneNode sum = node("Add", largest, one).output(ElementType.INT32);
    assertThat(((Integers) sum.result()).elements())
        .containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
    OneNode negated = node("Neg", largest).output(ElementType.INT32);
    assertThat(((Integers) negated.result()).elements())
        .containsExactly(-Integer.MAX_VALUE, Integer.MIN_VALUE);
    OneNode cast = node("Cast", OneNode.longs(1L << 32 | 5)).output(ElementType.INT32);
    assertThat(((Integers) cast.attribute("to", ElementType.INT32.number()).result()).elements())
        .containsExactly(5);
  }

  @Test
  void floatsBecomeTheNearestIntegers() {
    Value floats = OneNode.floats(Shape.of(4), 2.9, -2.9, 1e30, Double.NaN);
    OneNode cast = node("Cast", floats).attribute("to", INT64.number()).output(INT64);
    assertThat(((Integers) cast.result()).elements()).containsExactly(2, -2, Long.MAX_VALUE, 0);
  }

  @Test
  void aRangeMayBeWiderThanALong() {
    OneNode range =
        node(
                "Range",
                integers(INT64, Long.MIN_VALUE),
                integers(INT64, Long.MAX_VALUE),
                integers(INT64, 1L << 62))
            .output(INT64);
    assertThat(((Integers) range.result()).elements())
        .containsExactly(Long.MIN_VALUE, -(1L << 62), 0, 1L << 62);
  }

  @Test
  void dropoutDoesNothing() {
    OneNode node =
        node("Dropout", OneNode.floats(Shape.of(2), 1, 2), OneNode.floats(Shape.of(), 0.9));
    var outputs = node.output(FLOAT).output(ElementType.BOOL).run();
    assertThat(((Floats) outputs.get("out0")).elements()).containsExactly(1, 2);
    assertThat(((Truths) outputs.get("out1")).elements()).containsExactly(true, true);
  }

  static Stream<Arguments> refusals() {
    Floats matrix = zeros(2, 3);
    Floats vector = zeros(4);
    Integers one = OneNode.longs(1);
    Truths truth = new Truths(Shape.of(1), true);
    return Stream.of(
        // When the model is loaded.
        Arguments.of(node("Abs").output(FLOAT), "it has 0 inputs, expected 1"),
        Arguments.of(node("Add", matrix).output(FLOAT), "it has 1 inputs, expected 2"),
        Arguments.of(node("Add", matrix).without().output(FLOAT), "input 1 is left out"),
        Arguments.of(
            node("Abs", matrix).output(FLOAT).output(FLOAT),
            "it has 2 outputs, expected at most 1"),
        Arguments.of(
            node("Abs", matrix).attribute("axis", 1).output(FLOAT),
            "in opset 14 the standard's operator has no attribute 'axis'; it has none"),
        Arguments.of(
            node("Softmax", matrix).attribute("axes", 1).output(FLOAT),
            "in opset 14 the standard's operator has no attribute 'axes'; it has axis"),
        Arguments.of(
            node("ReduceMean", matrix).operatorSet(18).attribute("axes", 1L, 0L).output(FLOAT),
            "in opset 18 the standard's operator has no attribute 'axes'; it has keepdims,"
                + " noop_with_empty_axes"),
        Arguments.of(node("ReduceMean", matrix, one).output(FLOAT), "it has 2 inputs, expected 1"),
        Arguments.of(
            node("Softmax", matrix).attribute("axis", new StringValue("last")).output(FLOAT),
            "attribute axis is not an integer"),
        Arguments.of(
            node("ReduceSum", matrix).attribute("keepdims", 2).output(FLOAT),
            "attribute keepdims is 2, expected 0 or 1"),
        Arguments.of(node("Concat", matrix).output(FLOAT), "attribute axis is missing"),
        Arguments.of(
            node("Cast", matrix).attribute("to", 11).output(FLOAT),
            "attribute to: the result is of type DOUBLE, which cannot be computed with; FLOAT,"
                + " INT32, INT64 and BOOL can"),
        Arguments.of(
            node("Split", vector).operatorSet(18).attribute("num_outputs", 3).output(FLOAT),
            "attribute num_outputs is 3, but it has 1 outputs"),
        Arguments.of(node("Constant").output(FLOAT), "it has 0 attributes, expected one value"),
        Arguments.of(
            node("Constant").attribute("value_string", new StringValue("a")).output(FLOAT),
            "its value is given by an attribute that is not supported; value, value_float,"
                + " value_floats, value_int and value_ints are"),
        Arguments.of(
            node("ConstantOfShape", one)
                .attribute("value", new TensorValue(OnnxTensor.ofFloats("", Shape.of(2), 1, 2)))
                .output(FLOAT),
            "attribute value is FLOAT[2], expected one element"),
        Arguments.of(node("Scan", matrix).output(FLOAT), "attribute body is missing"),
        // When it runs.
        Arguments.of(node("Abs", truth).output(FLOAT), "input 0 is BOOL[1], expected FLOAT"),
        Arguments.of(node("Tanh", one).output(FLOAT), "input 0 is INT64[1], expected FLOAT"),
        Arguments.of(
            node("Add", matrix, one).output(FLOAT),
            "input 1 is INT64[1], expected FLOAT as input 0"),
        Arguments.of(node("Add", truth, truth).output(FLOAT), "input 1 is BOOL[1], expected FLOAT"),
        Arguments.of(
            node("Max", truth).output(FLOAT), "input 0 is BOOL[1], expected FLOAT, INT64 or INT32"),
        Arguments.of(
            node("Add", matrix, vector).output(FLOAT),
            "shapes [2, 3] and [4] cannot be broadcast to one"),
        Arguments.of(
            node("Div", one, OneNode.longs(0)).output(INT64), "an integer is divided by 0"),
        Arguments.of(
            node("Pow", matrix, truth).output(FLOAT),
            "input 1 is BOOL[1], expected FLOAT, INT64 or INT32"),
        Arguments.of(
            node("Less", truth, truth).output(FLOAT),
            "input 0 is BOOL[1], expected FLOAT, INT64 or INT32"),
        Arguments.of(node("And", one, one).output(FLOAT), "input 0 is INT64[1], expected BOOL"),
        Arguments.of(
            node("Where", truth, one, matrix).output(FLOAT),
            "input 2 is FLOAT[2, 3], expected INT64 as input 1"),
        Arguments.of(
            node("MatMul", matrix, vector).output(FLOAT),
            "values of shapes [2, 3] and [4] have no product"),
        Arguments.of(
            node("MatMul", matrix, zeros()).output(FLOAT),
            "a scalar has no rows or columns; expected values with axes, got shapes [2, 3] and []"),
        Arguments.of(
            node("Gemm", matrix, matrix).output(FLOAT),
            "matrices [2, 3] and [2, 3] have no product"),
        Arguments.of(
            node("Gemm", vector, matrix).output(FLOAT), "input 0 is FLOAT[4], expected two axes"),
        Arguments.of(
            node("Gemm", matrix, zeros(3, 1), vector).output(FLOAT),
            "shape [4] cannot be broadcast to [2, 1]"),
        Arguments.of(
            node("Softmax", matrix).attribute("axis", 2).output(FLOAT),
            "there is no axis 2 of a value with 2 axes"),
        Arguments.of(
            node("ReduceSum", matrix, OneNode.longs(1, -1)).output(FLOAT),
            "axis 1 is listed twice"),
        Arguments.of(node("ReduceMean", one).output(INT64), "input 0 is INT64[1], expected FLOAT"),
        Arguments.of(
            node("ArgMax", zeros(2, 0)).attribute("axis", 1).output(INT64),
            "axis 1 of shape [2, 0] has no elements, so none is the largest"),
        Arguments.of(
            node("Gather", vector, OneNode.longs(0, -5)).output(FLOAT),
            "index -5 is not one of the 4 elements along axis 0"),
        Arguments.of(
            node("Concat", matrix, zeros(3, 2)).attribute("axis", 1).output(FLOAT),
            "input 1 is FLOAT[3, 2], expected shape [2, 3] but for axis 1, as input 0"),
        Arguments.of(
            node("Split", vector, OneNode.longs(5, -1)).output(FLOAT).output(FLOAT),
            "parts of sizes [5, -1] are not 2 of 4 elements together"),
        Arguments.of(
            node("Slice", vector, one, OneNode.longs(2, 3)).output(FLOAT),
            "there are 1 starts, 2 ends, 1 axes and 1 steps, expected as many of each"),
        Arguments.of(
            node("Slice", vector, one, one, OneNode.longs(0), OneNode.longs(0)).output(FLOAT),
            "the step along axis 0 is 0"),
        Arguments.of(
            node("Transpose", matrix).attribute("perm", 0L, 1L, 2L).output(FLOAT),
            "attribute perm is [0, 1, 2], but input 0 has 2 axes"),
        Arguments.of(
            node("Reshape", matrix, OneNode.longs(4, -1)).output(FLOAT),
            "the 6 elements of shape [2, 3] cannot have the shape [4, -1]"),
        Arguments.of(
            node("Reshape", matrix, OneNode.longs(-1, -1)).output(FLOAT),
            "the 6 elements of shape [2, 3] cannot have the shape [-1, -1]"),
        Arguments.of(
            node("Reshape", matrix, OneNode.longs(2, 3, 0)).output(FLOAT),
            "the 6 elements of shape [2, 3] cannot have the shape [2, 3, 0]"),
        Arguments.of(
            node("Squeeze", matrix, one).output(FLOAT),
            "axis 1 of shape [2, 3] has not one element"),
        Arguments.of(
            node("Expand", matrix, OneNode.longs(-1)).output(FLOAT),
            "axis 0 of the result has -1 elements, expected 0 to 2147483647"),
        Arguments.of(
            node("Range", one, one, OneNode.longs(0)).output(INT64),
            "from start to limit there is no way with steps of delta"),
        Arguments.of(
            node("Range", one, one, OneNode.longs(1, 1)).output(INT64),
            "input 2 is INT64[2], expected one element"),
        Arguments.of(
            node("Dropout", matrix, zeros(), truth).output(FLOAT),
            "training_mode is true; models are run, not trained"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatAnOperatorDoesNotTakeIsNamed(OneNode node, String message) {
    assertThatThrownBy(node::run)
        .isInstanceOf(InvalidDataException.class)
        .message()
        .matches("node 'out0' of operator '[A-Za-z]+': \\Q" + message + "\\E");
  }
}

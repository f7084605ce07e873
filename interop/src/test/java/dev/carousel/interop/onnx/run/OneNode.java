package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** A model of one node, and what it is given. */
final class OneNode {
  private final String operator;
  private final List<String> inputs = new ArrayList<>();
  private final List<OnnxTensor> initializers = new ArrayList<>();
  private final List<OnnxValue> read = new ArrayList<>();
  private final Map<String, Value> given = new LinkedHashMap<>();
  private final List<OnnxValue> outputs = new ArrayList<>();
  private final Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
  private long operatorSet = 14;

  OneNode(String operator) {
    this.operator = operator;
  }

  static Floats floats(Shape shape, double... elements) {
    float[] floats = new float[elements.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) elements[i];
    }
    return new Floats(shape, floats);
  }

  static Integers longs(long... elements) {
    return new Integers(ElementType.INT64, Shape.of(elements.length), elements);
  }

  OneNode operatorSet(long version) {
    operatorSet = version;
    return this;
  }

  long operatorSet() {
    return operatorSet;
  }

  /** An input that each run gets. */
  OneNode input(Value value) {
    String name = "in" + inputs.size();
    inputs.add(name);
    Dimension[] shape = new Dimension[value.shape().rank()];
    Arrays.fill(shape, Dimension.UNKNOWN);
    read.add(OnnxValue.of(name, value.type(), shape));
    given.put(name, value);
    return this;
  }

  /** An input that is in the file. */
  OneNode constant(Value value) {
    String name = "in" + inputs.size();
    inputs.add(name);
    initializers.add(tensor(name, value));
    return this;
  }

  OneNode without() {
    inputs.add("");
    return this;
  }

  OneNode attribute(String name, long value) {
    return attribute(name, new IntValue(value));
  }

  OneNode attribute(String name, float value) {
    return attribute(name, new FloatValue(value));
  }

  OneNode attribute(String name, long... values) {
    return attribute(name, new Ints(LongStream.of(values).boxed().toList()));
  }

  OneNode attribute(String name, OnnxAttribute value) {
    attributes.put(name, value);
    return this;
  }

  OneNode output(ElementType type) {
    outputs.add(
        new OnnxValue(
            "out" + outputs.size(), Optional.of(new OnnxValue.Type(type, Optional.empty())), ""));
    return this;
  }

  OnnxModel model() {
    OnnxNode node =
        OnnxNode.of(operator, inputs, outputs.stream().map(OnnxValue::name).toList(), attributes);
    OnnxGraph graph = new OnnxGraph("one", List.of(node), read, outputs, initializers);
    return new OnnxModel(8, Map.of("", operatorSet), "", "", graph, Map.of(), "");
  }

  Map<String, Value> given() {
    return given;
  }

  /** Loads and runs it. */
  Map<String, Value> run() {
    return OnnxProgram.of(model(), new EjmlKernels(), OnnxLimits.usual()).run(given);
  }

  /** Its first output. */
  Value result() {
    return run().values().iterator().next();
  }

  static OnnxTensor tensor(String name, Value value) {
    if (value instanceof Floats floats) {
      return OnnxTensor.ofFloats(name, value.shape(), floats.elements());
    } else if (value instanceof Truths truths) {
      byte[] bytes = new byte[truths.elements().length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (truths.elements()[i] ? 1 : 0);
      }
      return new OnnxTensor(name, ElementType.BOOL, value.shape(), bytes);
    }
    long[] elements = ((Integers) value).elements();
    if (value.type() == ElementType.INT64) {
      return OnnxTensor.ofLongs(name, value.shape(), elements);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long element : elements) {
      bytes.putInt(Math.toIntExact(element));
    }
    return new OnnxTensor(name, ElementType.INT32, value.shape(), bytes.array());
  }

  /** The node and what it reads, for messages. */
  @Override
  public String toString() {
    return "opset %d: %s(%s) %s, given %s, file %s"
        .formatted(operatorSet, operator, inputs, attributes, given, initializers);
  }
}

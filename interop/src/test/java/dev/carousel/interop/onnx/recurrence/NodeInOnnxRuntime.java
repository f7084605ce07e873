package dev.carousel.interop.onnx.recurrence;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model of one recurrent node, with inputs and weights, run by ONNX Runtime. */
final class NodeInOnnxRuntime {
  private final RecurrentOperator operator;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  NodeInOnnxRuntime(RecurrentOperator operator) {
    this.operator = operator;
    attributes.putAll(Attributes.of(operator));
  }

  NodeInOnnxRuntime attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  NodeInOnnxRuntime without(String name) {
    attributes.remove(name);
    return this;
  }

  RecurrenceRunner.Result run(
      RecurrenceTensors tensors,
      float[] x,
      int steps,
      int rows,
      Optional<int[]> lengths,
      List<float[]> initial)
      throws OrtException {
    int ways = operator.direction().count();
    int units = operator.cell().units();
    int gates = operator.cell().gates().size();
    boolean lstm = operator.cell() instanceof OnnxLstm;
    boolean stepsFirst = operator.layout() == Layout.STEPS_FIRST;
    Proto graph = new Proto();
    Proto node = new Proto();
    List<String> names = new ArrayList<>(List.of("X", "W", "R"));
    names.add(tensors.b().length > 0 ? "B" : "");
    names.add(lengths.isPresent() ? "sequence_lens" : "");
    names.add(initial.get(0).length > 0 ? "initial_h" : "");
    if (lstm) {
      names.add(initial.get(1).length > 0 ? "initial_c" : "");
      names.add(tensors.p().length > 0 ? "P" : "");
    }
    names.forEach(name -> node.text(1, name));
    List<String> outputs = lstm ? List.of("Y", "Y_h", "Y_c") : List.of("Y", "Y_h");
    outputs.forEach(name -> node.text(2, name));
    node.text(4, operator.cell().operator());
    attributes.forEach((name, value) -> node.message(5, attributeOf(name, value)));
    graph.message(1, node).text(2, "g");
    graph.message(5, weights("W", tensors.w(), ways, gates * units, tensors.inputs()));
    graph.message(5, weights("R", tensors.r(), ways, gates * units, units));
    if (tensors.b().length > 0) {
      graph.message(5, weights("B", tensors.b(), ways, 2 * gates * units));
    }
    if (tensors.p().length > 0) {
      graph.message(5, weights("P", tensors.p(), ways, 3 * units));
    }
    long[] xShape =
        stepsFirst
            ? new long[] {steps, rows, tensors.inputs()}
            : new long[] {rows, steps, tensors.inputs()};
    long[] yShape =
        stepsFirst ? new long[] {steps, ways, rows, units} : new long[] {rows, steps, ways, units};
    long[] stateShape =
        stepsFirst ? new long[] {ways, rows, units} : new long[] {rows, ways, units};
    graph.message(11, value("X", 1, xShape));
    if (lengths.isPresent()) {
      graph.message(11, value("sequence_lens", 6, rows));
    }
    for (int k = 0; k < initial.size(); k++) {
      if (initial.get(k).length > 0) {
        graph.message(11, value(k == 0 ? "initial_h" : "initial_c", 1, stateShape));
      }
    }
    graph.message(12, value("Y", 1, yShape));
    graph.message(12, value("Y_h", 1, stateShape));
    if (lstm) {
      graph.message(12, value("Y_c", 1, stateShape));
    }
    byte[] bytes =
        new Proto()
            .integer(1, 8)
            .message(7, graph)
            .message(8, new Proto().text(1, "").integer(2, 14))
            .bytes();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(bytes, options)) {
        feeds.put("X", OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), xShape));
        if (lengths.isPresent()) {
          feeds.put(
              "sequence_lens",
              OnnxTensor.createTensor(
                  environment, IntBuffer.wrap(lengths.get()), new long[] {rows}));
        }
        for (int k = 0; k < initial.size(); k++) {
          if (initial.get(k).length > 0) {
            feeds.put(
                k == 0 ? "initial_h" : "initial_c",
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(initial.get(k)), stateShape));
          }
        }
        try (OrtSession.Result result = session.run(feeds)) {
          List<float[]> states = new ArrayList<>();
          states.add(floats(result.get("Y_h").orElseThrow()));
          if (lstm) {
            states.add(floats(result.get("Y_c").orElseThrow()));
          }
          return new RecurrenceRunner.Result(floats(result.get("Y").orElseThrow()), states);
        }
      }
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  private static float[] floats(OnnxValue value) {
    FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static Proto attributeOf(String name, Object value) {
    Proto proto = new Proto().text(1, name);
    if (value instanceof Long number) {
      return proto.integer(3, number).integer(20, 2);
    } else if (value instanceof Float number) {
      return proto.real(2, number).integer(20, 1);
    } else if (value instanceof String text) {
      return proto.text(4, text).integer(20, 3);
    }
    List<?> list = (List<?>) value;
    for (Object element : list) {
      if (element instanceof Float number) {
        proto.real(7, number);
      } else {
        proto.text(9, (String) element);
      }
    }
    return proto.integer(20, !list.isEmpty() && list.get(0) instanceof Float ? 6 : 8);
  }

  private static Proto weights(String name, float[] values, long... dims) {
    Proto tensor = new Proto();
    for (long dim : dims) {
      tensor.integer(1, dim);
    }
    return tensor.integer(2, 1).text(8, name).floats(9, values);
  }

  private static Proto value(String name, int type, long... dims) {
    Proto sizes = new Proto();
    for (long dim : dims) {
      sizes.message(1, new Proto().integer(1, dim));
    }
    Proto tensor = new Proto().integer(1, type).message(2, sizes);
    return new Proto().text(1, name).message(2, new Proto().message(1, tensor));
  }

  private static final class Proto {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto integer(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Proto real(int field, float value) {
      varint((long) field << 3 | 5);
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
      return this;
    }

    Proto text(int field, String value) {
      return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto message) {
      return raw(field, message.bytes());
    }

    Proto floats(int field, float[] values) {
      ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      raw.asFloatBuffer().put(values);
      return raw(field, raw.array());
    }

    private Proto raw(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}

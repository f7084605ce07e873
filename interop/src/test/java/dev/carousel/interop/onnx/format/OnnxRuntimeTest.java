package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Floats;
import dev.carousel.interop.onnx.format.OnnxAttribute.GraphValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Ints;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.format.OnnxAttribute.TensorValue;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime reads the files that are written here, and computes what they say. */
class OnnxRuntimeTest {
  private static final Dimension TIME = new Dimension.Symbol("time");
  private static final Dimension BATCH = new Dimension.Symbol("batch");
  private static final Dimension ONE = new Dimension.Fixed(1);
  private static final Dimension TWO = new Dimension.Fixed(2);

  /** The runtime approximates tanh and the logistic function to a few 1e-7. */
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  @Test
  void everyElementTypeMeansTheSame() throws Exception {
    List<OnnxTensor> initializers = new ArrayList<>();
    List<OnnxNode> nodes = new ArrayList<>();
    List<OnnxValue> outputs = new ArrayList<>();
    for (ElementType type : ElementType.values()) {
      String name = type.name();
      initializers.add(everyValue(type));
      IntValue toDouble = new IntValue(ElementType.DOUBLE.number());
      nodes.add(OnnxNode.of("Cast", List.of(name), List.of(name + "'"), Map.of("to", toDouble)));
      outputs.add(OnnxValue.of(name + "'", ElementType.DOUBLE, new Dimension.Symbol(name)));
    }
    OnnxGraph graph = new OnnxGraph("types", nodes, List.of(), outputs, initializers);

    Map<String, Object> results = run(model(graph), Map.of());

    for (OnnxTensor tensor : initializers) {
      double[] expected = (double[]) results.get(tensor.name() + "'");
      assertThat(expected).hasSize(tensor.shape().elements());
      boolean whole =
          switch (tensor.type()) {
            case INT32, INT64, BOOL -> true;
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> false;
          };
      float[] floats = whole ? null : tensor.floats();
      long[] longs = whole ? tensor.longs() : null;
      for (int i = 0; i < expected.length; i++) {
        // A float's double is that float, and a double's float is what a cast gives.
        if (whole) {
          assertThat((double) longs[i]).as("%s %d", tensor, i).isEqualTo(expected[i]);
        } else {
          assertThat(floats[i])
              .as("%s %d", tensor, i)
              .isEqualTo(Float.valueOf((float) expected[i]));
        }
      }
    }
  }

  /** Of 16 bits, all values; of more, those with any 16 bits in front and some behind. */
  private static OnnxTensor everyValue(ElementType type) {
    int count = type == ElementType.BOOL ? 2 : 1 << 16;
    ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (type.bytes()) {
        case 1 -> bytes.put((byte) i);
        case 2 -> bytes.putShort((short) i);
        case 4 -> bytes.putInt(i << 16 | i * 40503 & 0xffff);
        default -> bytes.putLong((long) i << 48 | i * 0x9e3779b97f4a7c15L >>> 16);
      }
    }
    return new OnnxTensor(type.name(), type, Shape.of(count), bytes.array());
  }

  /**
   * An LSTM with attributes of numbers, words and lists, over any number of steps and sequences.
   */
  @Test
  void anLstm() throws Exception {
    Map<String, OnnxAttribute> attributes =
        Map.of(
            "hidden_size",
            new IntValue(1),
            "direction",
            new StringValue("reverse"),
            "activations",
            new Strings(List.of("Sigmoid", "LeakyRelu", "Tanh")),
            "activation_alpha",
            new Floats(List.of(0.25f)),
            "clip",
            new FloatValue(1.5f));
    // Gates in the standard's order: i, o, f, c.
    float[] w = {0.5f, -0.25f, 1f, -2f};
    float[] r = {-0.5f, 0.75f, 0.25f, 1.5f};
    OnnxGraph graph =
        new OnnxGraph(
            "lstm",
            List.of(
                OnnxNode.of(
                    "LSTM",
                    List.of("x", "W", "R", "", "", "h0"),
                    List.of("y", "", "c"),
                    attributes)),
            List.of(
                OnnxValue.of("x", ElementType.FLOAT, TIME, BATCH, ONE),
                OnnxValue.of("h0", ElementType.FLOAT, ONE, BATCH, ONE)),
            List.of(
                OnnxValue.of("y", ElementType.FLOAT, TIME, ONE, BATCH, ONE),
                OnnxValue.of("c", ElementType.FLOAT, ONE, BATCH, ONE)),
            List.of(
                OnnxTensor.ofFloats("W", Shape.of(1, 4, 1), w),
                OnnxTensor.ofFloats("R", Shape.of(1, 4, 1), r)));
    float[] x = {0.5f, -1f, 3f};

    Map<String, Object> results =
        run(
            model(graph),
            Map.of("x", tensor(x, 3, 1, 1), "h0", tensor(new float[] {0.25f}, 1, 1, 1)));

    float[][][][] y = (float[][][][]) results.get("y");
    double h = 0.25;
    double c = 0;
    for (int t = 2; t >= 0; t--) {
      double[] sums = new double[4];
      for (int gate = 0; gate < 4; gate++) {
        sums[gate] = Math.max(-1.5, Math.min(1.5, w[gate] * x[t] + r[gate] * h));
      }
      double candidate = sums[3] < 0 ? 0.25 * sums[3] : sums[3];
      c = logistic(sums[2]) * c + logistic(sums[0]) * candidate;
      h = logistic(sums[1]) * Math.tanh(c);
      assertThat((double) y[t][0][0][0]).isCloseTo(h, within(TOLERANCE));
    }
    assertThat((double) ((float[][][]) results.get("c"))[0][0][0]).isCloseTo(c, within(TOLERANCE));
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** A running sum: a graph in an attribute, which sees a value around it. */
  @Test
  void aScan() throws Exception {
    OnnxValue state = OnnxValue.of("state", ElementType.FLOAT, TWO);
    OnnxValue step = new OnnxValue("step", Optional.empty(), "");
    OnnxGraph body =
        new OnnxGraph(
            "body",
            List.of(
                OnnxNode.of("Mul", List.of("step", "factor"), List.of("scaled"), Map.of()),
                OnnxNode.of("Add", List.of("state", "scaled"), List.of("next"), Map.of()),
                OnnxNode.of("Identity", List.of("next"), List.of("seen"), Map.of())),
            List.of(state, step),
            List.of(
                OnnxValue.of("next", ElementType.FLOAT, TWO),
                OnnxValue.of("seen", ElementType.FLOAT, TWO)),
            List.of());
    Map<String, OnnxAttribute> scan =
        Map.of(
            "body",
            new GraphValue(body),
            "num_scan_inputs",
            new IntValue(1),
            "scan_input_directions",
            new Ints(List.of(1L)));
    TensorValue zeros = new TensorValue(OnnxTensor.ofFloats("", Shape.of(2), 0f, 0f));
    OnnxGraph graph =
        new OnnxGraph(
            "sums",
            List.of(
                OnnxNode.of("Constant", List.of(), List.of("zeros"), Map.of("value", zeros)),
                OnnxNode.of("Scan", List.of("zeros", "x"), List.of("sum", "sums"), scan)),
            List.of(
                OnnxValue.of("x", ElementType.FLOAT, TIME, TWO),
                OnnxValue.of("factor", ElementType.FLOAT)),
            List.of(
                OnnxValue.of("sum", ElementType.FLOAT, TWO),
                OnnxValue.of("sums", ElementType.FLOAT, TIME, TWO)),
            // The default of an input.
            List.of(OnnxTensor.ofFloats("factor", Shape.of(), 2f)));
    float[] x = {1, 2, 3, 4, 5, 6};

    Map<String, Object> results = run(model(graph), Map.of("x", tensor(x, 3, 2)));
    // From the last step to the first, twice 5, 5 + 3, 5 + 3 + 1 and twice 6, 6 + 4, 6 + 4 + 2.
    assertThat((float[][]) results.get("sums"))
        .isDeepEqualTo(new float[][] {{10, 12}, {16, 20}, {18, 24}});
    assertThat((float[]) results.get("sum")).containsExactly(18, 24);
  }

  @Test
  void whatAModelSaysOfItself() throws Exception {
    OnnxGraph graph =
        new OnnxGraph(
            "main",
            List.of(OnnxNode.of("Abs", List.of("x"), List.of("y"), Map.of())),
            List.of(OnnxValue.of("x", ElementType.FLOAT, TIME, TWO, Dimension.UNKNOWN)),
            List.of(
                new OnnxValue(
                    "y",
                    Optional.of(new OnnxValue.Type(ElementType.FLOAT, Optional.empty())),
                    "of any shape")),
            List.of());
    OnnxModel model =
        new OnnxModel(
            9, Map.of("", 18L), "carousel", "0.1", graph, Map.of("clé", "été"), "a model of |x|");

    try (OrtSession session = session(model)) {
      TensorInfo x = (TensorInfo) session.getInputInfo().get("x").getInfo();
      assertThat(x.type).isEqualTo(OnnxJavaType.FLOAT);
      assertThat(x.getShape()).containsExactly(-1, 2, -1);
      assertThat(x.getDimensionNames()).containsExactly("time", "", "");
      assertThat(session.getMetadata().getProducerName()).isEqualTo("carousel");
      assertThat(session.getMetadata().getGraphName()).isEqualTo("main");
      assertThat(session.getMetadata().getDescription()).isEqualTo("a model of |x|");
      assertThat(session.getMetadata().getCustomMetadata()).isEqualTo(Map.of("clé", "été"));
    }
  }

  private static OnnxModel model(OnnxGraph graph) {
    return new OnnxModel(8, Map.of("", 17L), "", "", graph, Map.of(), "");
  }

  private OrtSession session(OnnxModel model) throws IOException, OrtException {
    Path file = folder.resolve("model.onnx");
    OnnxFile.write(file, model);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
    }
  }

  private static ai.onnxruntime.OnnxTensor tensor(float[] elements, long... shape)
      throws OrtException {
    return ai.onnxruntime.OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(elements), shape);
  }

  /** The outputs by name; closes the inputs. */
  private Map<String, Object> run(OnnxModel model, Map<String, ai.onnxruntime.OnnxTensor> inputs)
      throws Exception {
    Map<String, Object> outputs = new HashMap<>();
    try (OrtSession session = session(model);
        OrtSession.Result result = session.run(inputs)) {
      for (var output : result) {
        outputs.put(output.getKey(), output.getValue().getValue());
      }
    }
    inputs.values().forEach(ai.onnxruntime.OnnxTensor::close);
    return outputs;
  }
}

package dev.carousel.interop.onnx.recurrence;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.format.OnnxNode;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model of one recurrent node, with inputs and weights, written to a file and run by ONNX
 * Runtime.
 */
final class NodeInOnnxRuntime {
  private static final int IR_VERSION = 8;

  private final RecurrentOperator operator;
  private final Map<String, OnnxAttribute> attributes;
  private final long operatorSet;

  /** A node as it is written here. */
  NodeInOnnxRuntime(RecurrentOperator operator) {
    this(operator, 14);
  }

  NodeInOnnxRuntime(RecurrentOperator operator, long operatorSet) {
    this.operator = operator;
    this.operatorSet = operatorSet;
    attributes = new LinkedHashMap<>(operator.attributes());
  }

  /** The same with another attribute. */
  NodeInOnnxRuntime attribute(String name, OnnxAttribute value) {
    attributes.put(name, value);
    return this;
  }

  NodeInOnnxRuntime without(String name) {
    attributes.remove(name);
    return this;
  }

  /** Runs it; empty arrays are left out. */
  RecurrenceRunner.Result run(
      RecurrenceTensors tensors,
      float[] x,
      int steps,
      int rows,
      Optional<int[]> lengths,
      List<float[]> initial)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    boolean stepsFirst = operator.layout() == Layout.STEPS_FIRST;
    int ways = operator.direction().count();
    int units = operator.cell().units();
    long[] xShape =
        stepsFirst
            ? new long[] {steps, rows, tensors.inputs()}
            : new long[] {rows, steps, tensors.inputs()};
    long[] stateShape =
        stepsFirst ? new long[] {ways, rows, units} : new long[] {rows, ways, units};
    Map<String, ai.onnxruntime.OnnxTensor> feeds = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      // Refusals are expected here and need not be logged.
      options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try (OrtSession session = session(environment, options, tensors, lengths, initial)) {
        feeds.put(
            "X", ai.onnxruntime.OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), xShape));
        if (lengths.isPresent()) {
          feeds.put(
              "sequence_lens",
              ai.onnxruntime.OnnxTensor.createTensor(
                  environment, IntBuffer.wrap(lengths.get()), new long[] {rows}));
        }
        for (int k = 0; k < initial.size(); k++) {
          if (initial.get(k).length > 0) {
            feeds.put(
                k == 0 ? "initial_h" : "initial_c",
                ai.onnxruntime.OnnxTensor.createTensor(
                    environment, FloatBuffer.wrap(initial.get(k)), stateShape));
          }
        }
        try (OrtSession.Result result = session.run(feeds)) {
          List<float[]> states = new ArrayList<>();
          for (String state : initial.size() == 1 ? List.of("Y_h") : List.of("Y_h", "Y_c")) {
            states.add(floats(result, state));
          }
          return new RecurrenceRunner.Result(floats(result, "Y"), states);
        }
      }
    } finally {
      feeds.values().forEach(ai.onnxruntime.OnnxTensor::close);
    }
  }

  private static float[] floats(OrtSession.Result result, String name) {
    FloatBuffer buffer =
        ((ai.onnxruntime.OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private OrtSession session(
      OrtEnvironment environment,
      OrtSession.SessionOptions options,
      RecurrenceTensors tensors,
      Optional<int[]> lengths,
      List<float[]> initial)
      throws OrtException {
    try {
      Path file = Files.createTempFile("node", ".onnx");
      try {
        OnnxFile.write(file, model(tensors, lengths.isPresent(), initial));
        return environment.createSession(file.toString(), options);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OnnxModel model(RecurrenceTensors tensors, boolean lengths, List<float[]> initial) {
    int ways = operator.direction().count();
    int units = operator.cell().units();
    int rows = operator.cell().gates().size() * units;
    List<OnnxTensor> weights = new ArrayList<>();
    weights.add(OnnxTensor.ofFloats("W", Shape.of(ways, rows, tensors.inputs()), tensors.w()));
    weights.add(OnnxTensor.ofFloats("R", Shape.of(ways, rows, units), tensors.r()));
    List<OnnxValue> inputs = new ArrayList<>();
    inputs.add(value("X", ElementType.FLOAT, 3));
    List<String> names = new ArrayList<>(List.of("X", "W", "R"));
    if (add(names, "B", tensors.b().length > 0)) {
      weights.add(OnnxTensor.ofFloats("B", Shape.of(ways, 2 * rows), tensors.b()));
    }
    if (add(names, "sequence_lens", lengths)) {
      inputs.add(value("sequence_lens", ElementType.INT32, 1));
    }
    List<String> outputs = new ArrayList<>(List.of("Y", "Y_h"));
    if (add(names, "initial_h", initial.get(0).length > 0)) {
      inputs.add(value("initial_h", ElementType.FLOAT, 3));
    }
    if (initial.size() == 2) {
      outputs.add("Y_c");
      if (add(names, "initial_c", initial.get(1).length > 0)) {
        inputs.add(value("initial_c", ElementType.FLOAT, 3));
      }
      if (add(names, "P", tensors.p().length > 0)) {
        weights.add(OnnxTensor.ofFloats("P", Shape.of(ways, 3 * units), tensors.p()));
      }
    }
    OnnxNode node = OnnxNode.of(operator.cell().operator(), names, outputs, attributes);
    List<OnnxValue> results =
        outputs.stream()
            .map(name -> value(name, ElementType.FLOAT, name.equals("Y") ? 4 : 3))
            .toList();
    OnnxGraph graph = new OnnxGraph("recurrence", List.of(node), inputs, results, weights);
    return new OnnxModel(IR_VERSION, Map.of("", operatorSet), "carousel", "", graph, Map.of(), "");
  }

  /** An optional input that is left out has an empty name. */
  private static boolean add(List<String> names, String name, boolean present) {
    names.add(present ? name : "");
    return present;
  }

  private static OnnxValue value(String name, ElementType type, int axes) {
    Dimension[] shape = new Dimension[axes];
    Arrays.fill(shape, Dimension.UNKNOWN);
    return OnnxValue.of(name, type, shape);
  }
}

package dev.carousel.interop.onnx.run;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Models run by ONNX Runtime, another implementation of the same standard. */
final class InOnnxRuntime {
  private InOnnxRuntime() {}

  static Map<String, Value> run(OnnxModel model, Map<String, Value> inputs) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      // Refusals are expected here and need not be logged.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try (OrtSession session = session(environment, model, options)) {
        for (Map.Entry<String, Value> input : inputs.entrySet()) {
          feeds.put(input.getKey(), tensor(environment, input.getValue()));
        }
        Map<String, Value> outputs = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(feeds)) {
          for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
            outputs.put(output.getKey(), value((OnnxTensor) output.getValue()));
          }
        }
        return outputs;
      }
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  private static OrtSession session(
      OrtEnvironment environment, OnnxModel model, OrtSession.SessionOptions options)
      throws OrtException {
    try {
      Path file = Files.createTempFile("model", ".onnx");
      try {
        OnnxFile.write(file, model);
        return environment.createSession(file.toString(), options);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Value value) throws OrtException {
    long[] shape = Arrays.stream(value.shape().sizes()).asLongStream().toArray();
    if (value instanceof Floats floats) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.elements()), shape);
    } else if (value instanceof Truths truths) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(truths.elements().length);
      for (boolean truth : truths.elements()) {
        bytes.put((byte) (truth ? 1 : 0));
      }
      return OnnxTensor.createTensor(
          environment, bytes.rewind(), shape, ai.onnxruntime.OnnxJavaType.BOOL);
    }
    Integers integers = (Integers) value;
    if (integers.type() == ElementType.INT64) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(integers.elements()), shape);
    }
    int[] narrow = Arrays.stream(integers.elements()).mapToInt(Math::toIntExact).toArray();
    return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
  }

  private static Value value(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    Shape shape = new Shape(Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray());
    return switch (info.type) {
      case FLOAT -> {
        float[] elements = new float[shape.elements()];
        if (elements.length > 0) {
          tensor.getFloatBuffer().get(elements);
        }
        yield new Floats(shape, elements);
      }
      case INT64 -> {
        long[] elements = new long[shape.elements()];
        if (elements.length > 0) {
          tensor.getLongBuffer().get(elements);
        }
        yield new Integers(ElementType.INT64, shape, elements);
      }
      case INT32 -> {
        int[] elements = new int[shape.elements()];
        if (elements.length > 0) {
          tensor.getIntBuffer().get(elements);
        }
        yield new Integers(
            ElementType.INT32, shape, IntStream.of(elements).asLongStream().toArray());
      }
      case BOOL -> {
        boolean[] elements = new boolean[shape.elements()];
        ByteBuffer bytes = tensor.getByteBuffer();
        for (int i = 0; i < elements.length; i++) {
          elements[i] = bytes.get(i) != 0;
        }
        yield new Truths(shape, elements);
      }
      default -> throw new IllegalStateException("a tensor of type " + info.type);
    };
  }
}

package dev.carousel.interop.onnx.write;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A model, written to a file and run by ONNX Runtime.
 *
 * <p>Its interface for Java, unlike those for Python, C and C#, takes no inputs that have a default
 * (1.29). So a default that something is given for is taken out of the file.
 */
final class ModelInOnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
  private final OrtSession session;

  /**
   * Loads a model.
   *
   * @param given the inputs with a default that something is given for
   */
  ModelInOnnxRuntime(OnnxModel model, Set<String> given) throws IOException, OrtException {
    Path file = Files.createTempFile("model", ".onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      // It warns of every default.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      OnnxFile.write(file, withoutDefaultsOf(given, model));
      session = environment.createSession(file.toString(), options);
    } finally {
      Files.delete(file);
    }
  }

  private static OnnxModel withoutDefaultsOf(Set<String> given, OnnxModel model) {
    OnnxGraph graph = model.graph();
    OnnxGraph without =
        new OnnxGraph(
            graph.name(),
            graph.nodes(),
            graph.inputs(),
            graph.outputs(),
            graph.initializers().stream()
                .filter(initializer -> !given.contains(initializer.name()))
                .toList());
    return new OnnxModel(
        model.irVersion(),
        model.operatorSets(),
        model.producerName(),
        model.producerVersion(),
        without,
        model.metadata(),
        model.documentation());
  }

  /** A result. */
  record Output(long[] shape, float[] values) {}

  /** Gives 32-bit floats. */
  ModelInOnnxRuntime feed(String name, float[] values, long... shape) throws OrtException {
    put(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
    return this;
  }

  /** Gives 64-bit integers. */
  ModelInOnnxRuntime feed(String name, long[] values, long... shape) throws OrtException {
    put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
    return this;
  }

  /** Gives 32-bit integers. */
  ModelInOnnxRuntime feed(String name, int[] values, long... shape) throws OrtException {
    put(name, OnnxTensor.createTensor(environment, IntBuffer.wrap(values), shape));
    return this;
  }

  private void put(String name, OnnxTensor tensor) {
    OnnxTensor before = feeds.put(name, tensor);
    if (before != null) {
      before.close();
    }
  }

  /** Runs with what has been given last. */
  Map<String, Output> run() throws OrtException {
    Map<String, Output> outputs = new LinkedHashMap<>();
    try (OrtSession.Result result = session.run(feeds)) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        OnnxTensor tensor = (OnnxTensor) entry.getValue();
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        outputs.put(entry.getKey(), new Output(tensor.getInfo().getShape(), values));
      }
    }
    return outputs;
  }

  @Override
  public void close() throws OrtException {
    feeds.values().forEach(OnnxTensor::close);
    session.close();
  }
}

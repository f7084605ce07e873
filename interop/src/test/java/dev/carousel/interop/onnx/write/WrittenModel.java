package dev.carousel.interop.onnx.write;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxFile;
import dev.carousel.interop.onnx.format.OnnxGraph;
import dev.carousel.interop.onnx.format.OnnxModel;
import dev.carousel.interop.onnx.run.OnnxProgram;
import dev.carousel.interop.onnx.run.Value;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A model that was written, in ONNX Runtime and in Carousel's own program.
 *
 * <p>ONNX Runtime's interface for Java, unlike those for Python, C and C#, takes no inputs that
 * have a default (1.29). So there, a default that something is given for is taken out of the file.
 * The own program has the file as it is.
 */
final class WrittenModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final OrtSession session;
  private final OnnxProgram program;

  /**
   * Loads a model.
   *
   * @param given the inputs with a default that something is given for
   */
  WrittenModel(OnnxModel model, Kernels kernels, Set<String> given)
      throws IOException, OrtException {
    Path file = Files.createTempFile("model", ".onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      // It warns of every default.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      OnnxFile.write(file, model);
      program = OnnxProgram.read(file, kernels);
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
  WrittenModel feed(String name, float[] values, long... shape) throws OrtException {
    put(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
    this.values.put(name, new Value.Floats(shape(shape), values));
    return this;
  }

  /** Gives 64-bit integers. */
  WrittenModel feed(String name, long[] values, long... shape) throws OrtException {
    put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
    this.values.put(name, new Value.Integers(ElementType.INT64, shape(shape), values));
    return this;
  }

  /** Gives 32-bit integers. */
  WrittenModel feed(String name, int[] values, long... shape) throws OrtException {
    put(name, OnnxTensor.createTensor(environment, IntBuffer.wrap(values), shape));
    long[] wide = Arrays.stream(values).asLongStream().toArray();
    this.values.put(name, new Value.Integers(ElementType.INT32, shape(shape), wide));
    return this;
  }

  private static Shape shape(long... sizes) {
    return Shape.of(Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray());
  }

  private void put(String name, OnnxTensor tensor) {
    OnnxTensor before = feeds.put(name, tensor);
    if (before != null) {
      before.close();
    }
  }

  /** What Carousel's own program makes of what has been given last. */
  Map<String, Output> inCarousel() {
    Map<String, Output> outputs = new LinkedHashMap<>();
    program
        .run(values)
        .forEach(
            (name, value) -> {
              long[] sizes = Arrays.stream(value.shape().sizes()).asLongStream().toArray();
              outputs.put(name, new Output(sizes, ((Value.Floats) value).elements()));
            });
    return outputs;
  }

  /** What ONNX Runtime makes of what has been given last. */
  Map<String, Output> inOnnxRuntime() throws OrtException {
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

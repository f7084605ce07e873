package dev.carousel.benchmarks.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.carousel.benchmarks.engine.Engine;
import dev.carousel.benchmarks.engine.Result;
import dev.carousel.benchmarks.engine.Session;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * ONNX Runtime on the CPU, with every optimization on and its results written into tensors that are
 * made once, its fastest way of being called. It does not train.
 */
public final class OnnxRuntimeEngine implements Engine {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final int threads;

  /**
   * An engine.
   *
   * @param threads how many threads each of its sessions may use
   */
  public OnnxRuntimeEngine(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public boolean runs(BenchmarkCell cell, Mode mode) {
    return mode != Mode.TRAINING && OnnxModel.has(cell);
  }

  @Override
  public Session prepare(Problem problem, Mode mode) {
    try {
      return new Steps(problem, mode);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model", e);
    }
  }

  private final class Steps implements Session {
    private final boolean carries;
    private final OrtSession session;
    private final FloatBuffer output;
    // With states carried over, what one step writes the next one reads, so there are two sets.
    private Map<String, OnnxTensor> inputs = new HashMap<>();
    private Map<String, OnnxTensor> outputs = new HashMap<>();
    private Map<String, OnnxTensor> nextInputs = new HashMap<>();
    private Map<String, OnnxTensor> nextOutputs = new HashMap<>();

    Steps(Problem problem, Mode mode) throws OrtException {
      carries = mode == Mode.STREAMING;
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session = environment.createSession(OnnxModel.of(problem), options);
      }
      GridShape shape = problem.shape();
      OnnxTensor x = tensor(buffer(problem.input()), shape.steps(), shape.batch(), shape.inputs());
      output = buffer(new float[shape.steps() * shape.batch() * shape.units()]);
      OnnxTensor y = tensor(output, shape.steps(), 1, shape.batch(), shape.units());
      inputs.put("X", x);
      nextInputs.put("X", x);
      outputs.put("Y", y);
      nextOutputs.put("Y", y);
      for (String state : problem.cell().states()) {
        OnnxTensor first =
            tensor(buffer(problem.states().get(state)), 1, shape.batch(), shape.units());
        OnnxTensor second =
            tensor(
                buffer(new float[shape.batch() * shape.units()]), 1, shape.batch(), shape.units());
        inputs.put("initial_" + state, first);
        outputs.put("Y_" + state, second);
        nextInputs.put("initial_" + state, second);
        nextOutputs.put("Y_" + state, first);
      }
    }

    private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
      return OnnxTensor.createTensor(environment, values, shape);
    }

    private static FloatBuffer buffer(float[] values) {
      FloatBuffer buffer =
          ByteBuffer.allocateDirect(4 * values.length)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      buffer.put(values).rewind();
      return buffer;
    }

    @Override
    public void step() {
      try {
        // Closes what the run made; the outputs were given and stay.
        session.run(inputs, outputs).close();
        if (carries) {
          Map<String, OnnxTensor> read = inputs;
          Map<String, OnnxTensor> written = outputs;
          inputs = nextInputs;
          outputs = nextOutputs;
          nextInputs = read;
          nextOutputs = written;
        }
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime failed", e);
      }
    }

    @Override
    public Result result() {
      float[] values = new float[output.capacity()];
      output.duplicate().rewind().get(values);
      return new Result(values, Map.of());
    }

    @Override
    public void close() {
      inputs.values().forEach(OnnxTensor::close);
      outputs.values().forEach(OnnxTensor::close);
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime cannot close its session", e);
      }
    }
  }
}

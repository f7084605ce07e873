package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.carousel.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ONNX Runtime reads what is written here and computes what it should. */
class OnnxRuntimeTest {
  private static final Dimension BATCH = new Dimension.Symbol("batch");

  @Test
  void rnn() throws OrtException {
    Dimension time = new Dimension.Symbol("time");
    OnnxGraph graph =
        new OnnxGraph(
            "rnn",
            List.of(
                OnnxNode.of(
                    "RNN",
                    List.of("x", "W", "R"),
                    List.of("y"),
                    Map.of("hidden_size", new OnnxAttribute.IntValue(1)))),
            List.of(OnnxValue.of("x", ElementType.FLOAT, time, BATCH, new Dimension.Fixed(1))),
            List.of(
                OnnxValue.of(
                    "y",
                    ElementType.FLOAT,
                    time,
                    new Dimension.Fixed(1),
                    BATCH,
                    new Dimension.Fixed(1))),
            List.of(
                OnnxTensor.of("W", Shape.of(1, 1, 1), 0.5f),
                OnnxTensor.of("R", Shape.of(1, 1, 1), -1f)));
    OnnxModel model = new OnnxModel(8, Map.of("", 17L), "", "", graph, Map.of(), "");
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(ModelWriter.bytes(model).toByteArray());
        ai.onnxruntime.OnnxTensor x =
            ai.onnxruntime.OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(new float[] {1, 2}), new long[] {2, 1, 1});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      float[][][][] y = (float[][][][]) result.get(0).getValue();
      assertThat((double) y[0][0][0][0])
          .isCloseTo(Math.tanh(0.5), org.assertj.core.data.Offset.offset(1e-6));
    }
  }
}

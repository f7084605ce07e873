package dev.carousel.interop.onnx.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.tensor.EjmlKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * Where ONNX Runtime does something else than the text of the standard, which is what is followed
 * here. Each test holds what either does; one that fails with a new version of ONNX Runtime says
 * that a difference is gone.
 *
 * <p>Up to 1.28 the RNN had two more: no defaults of alpha and beta but 0, and for the second
 * direction the second value, whether or not the first direction takes one.
 */
class OnnxRuntimeDifferencesTest {
  private static final Activation SIGMOID = Activation.of(ActivationFunction.SIGMOID);
  private static final Activation TANH = Activation.of(ActivationFunction.TANH);
  private static final Activation LINE = Activation.of(ActivationFunction.AFFINE);
  private static final OptionalDouble NONE = OptionalDouble.empty();

  /** One step of one unit without weights but the input's, all of which are 1. */
  private static float[] step(
      NodeInOnnxRuntime node, RecurrentOperator operator, float x, List<float[]> initial)
      throws OrtException {
    return node.run(tensors(operator), new float[] {x}, 1, 1, Optional.empty(), initial).y();
  }

  private static float own(RecurrentOperator operator, float x, List<float[]> initial) {
    return new RecurrenceRunner(operator, tensors(operator), new EjmlKernels())
        .run(new float[] {x}, 1, new int[] {1}, initial)
        .y()[0];
  }

  private static RecurrenceTensors tensors(RecurrentOperator operator) {
    int rows = operator.direction().count() * operator.cell().gates().size();
    float[] w = new float[rows];
    Arrays.fill(w, 1);
    return new RecurrenceTensors(1, w, new float[rows], new float[0], new float[0]);
  }

  private static RecurrentOperator forward(OnnxCell cell) {
    return new RecurrentOperator(Direction.FORWARD, Layout.STEPS_FIRST, List.of(cell));
  }

  private static List<float[]> state(float... values) {
    return List.of(values);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The standard: clip "is applied to the input of activations", of which h is one. */
  @Test
  void theArgumentOfHIsClipped() throws OrtException {
    RecurrentOperator lstm =
        forward(new OnnxLstm(1, SIGMOID, TANH, LINE, OptionalDouble.of(0.5), false, false));
    List<float[]> initial = List.of(new float[] {0}, new float[] {3});
    double gate = sigmoid(0.5);
    double cell = gate * 3 + gate * Math.tanh(0.5);
    assertThat(own(lstm, 9, initial)).isCloseTo((float) (gate * 0.5), within(1e-6f));
    assertThat(step(new NodeInOnnxRuntime(lstm), lstm, 9, initial)[0])
        .isCloseTo((float) (gate * cell), within(1e-6f));
  }

  /** The standard's default is that of the operator ThresholdedRelu, 1. */
  @Test
  void aThresholdThatIsNotGivenIsOne() throws OrtException {
    Activation threshold = Activation.of(ActivationFunction.THRESHOLDED_RELU);
    assertThat(threshold.alpha()).isEqualTo(1);
    RecurrentOperator gru = forward(new OnnxGru(1, threshold, LINE, NONE, false));
    List<float[]> initial = state(0);
    // Below a threshold of 1 the update gate is 0, which leaves the candidate.
    assertThat(own(gru, 0.5f, initial)).isEqualTo(0.5f);
    NodeInOnnxRuntime node =
        new NodeInOnnxRuntime(gru)
            .attribute("activations", new Strings(List.of("ThresholdedRelu", "Tanh")))
            .without("activation_alpha")
            .without("activation_beta");
    assertThat(step(node, gru, 0.5f, initial)[0])
        .isCloseTo((float) (0.5 * Math.tanh(0.5)), within(1e-6f));
  }

  /** The standard: x if x ≥ alpha. */
  @Test
  void aThresholdIsReachedWhenItIsMet() throws OrtException {
    RecurrentOperator rnn =
        forward(new OnnxRnn(1, new Activation(ActivationFunction.THRESHOLDED_RELU, 0.5, 0), NONE));
    assertThat(own(rnn, 0.5f, state(0))).isEqualTo(0.5f);
    assertThat(step(new NodeInOnnxRuntime(rnn), rnn, 0.5f, state(0))[0]).isEqualTo(0);
    assertThat(own(rnn, Math.nextDown(0.5f), state(0))).isEqualTo(0);
  }

  /** Where a default is the standard's in ONNX Runtime as well, they are compared. */
  @Test
  void otherDefaultsAreTheSame() throws OrtException {
    for (ActivationFunction function :
        List.of(
            ActivationFunction.LEAKY_RELU,
            ActivationFunction.ELU,
            ActivationFunction.HARD_SIGMOID)) {
      for (OnnxCell cell :
          List.of(
              new OnnxRnn(1, Activation.of(function), NONE),
              new OnnxGru(1, SIGMOID, Activation.of(function), NONE, false))) {
        RecurrentOperator operator = forward(cell);
        NodeInOnnxRuntime node =
            new NodeInOnnxRuntime(operator).without("activation_alpha").without("activation_beta");
        assertThat(step(node, operator, -1, state(0))[0])
            .as(cell.operator() + " " + function.text())
            .isCloseTo(own(operator, -1, state(0)), within(1e-6f));
      }
    }
  }

  /** Activations that a node does not name are Sigmoid and Tanh. */
  @Test
  void activationsThatAreNotGivenAreTheSame() throws OrtException {
    for (OnnxCell cell :
        List.of(
            new OnnxRnn(1, TANH, NONE),
            new OnnxGru(1, SIGMOID, TANH, NONE, false),
            new OnnxLstm(1, SIGMOID, TANH, TANH, NONE, false, false))) {
      RecurrentOperator operator = forward(cell);
      List<float[]> initial =
          cell instanceof OnnxLstm ? List.of(new float[1], new float[1]) : state(0);
      assertThat(
              step(new NodeInOnnxRuntime(operator).without("activations"), operator, 1, initial)[0])
          .as(cell.operator())
          .isCloseTo(own(operator, 1, initial), within(1e-6f));
    }
  }

  @Test
  void onnxRuntimeRefusesSequencesFirst() {
    for (OnnxCell cell :
        List.of(
            new OnnxRnn(1, TANH, NONE),
            new OnnxGru(1, SIGMOID, TANH, NONE, false),
            new OnnxLstm(1, SIGMOID, TANH, TANH, NONE, false, false))) {
      RecurrentOperator operator =
          new RecurrentOperator(Direction.FORWARD, Layout.SEQUENCES_FIRST, List.of(cell));
      List<float[]> initial =
          cell instanceof OnnxLstm ? List.of(new float[1], new float[1]) : state(0);
      assertThatThrownBy(() -> step(new NodeInOnnxRuntime(operator), operator, 1, initial))
          .as(cell.operator())
          .isInstanceOf(OrtException.class)
          .hasMessageContaining("layout");
    }
  }
}

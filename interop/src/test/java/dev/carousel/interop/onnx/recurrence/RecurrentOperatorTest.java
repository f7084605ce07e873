package dev.carousel.interop.onnx.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.interop.onnx.format.OnnxAttribute;
import dev.carousel.interop.onnx.format.OnnxAttribute.FloatValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.IntValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.StringValue;
import dev.carousel.interop.onnx.format.OnnxAttribute.Strings;
import dev.carousel.interop.onnx.format.OnnxNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RecurrentOperatorTest {
  private static final Activation SIGMOID = Activation.of(ActivationFunction.SIGMOID);
  private static final Activation TANH = Activation.of(ActivationFunction.TANH);
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Provide
  Arbitrary<RecurrentOperator> operators() {
    return Operators.any();
  }

  private static OnnxNode node(
      String operator, Map<String, OnnxAttribute> attributes, String... more) {
    List<String> inputs = new ArrayList<>(List.of("X", "W", "R"));
    inputs.addAll(List.of(more));
    return OnnxNode.of(operator, inputs, List.of("Y"), attributes);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void attributesLeadBackToTheOperator(@ForAll("operators") RecurrentOperator operator) {
    OnnxCell cell = operator.cell();
    boolean peepholes = cell instanceof OnnxLstm lstm && lstm.peepholes();
    OnnxNode node =
        node(cell.operator(), operator.attributes(), "", "", "", "", peepholes ? "P" : "");
    assertThat(RecurrentOperator.of(node, cell.units())).isEqualTo(operator);
  }

  @Test
  void aNodeThatSaysNothingHasTheStandardsDefaults() {
    assertThat(RecurrentOperator.of(node("RNN", Map.of()), 3))
        .isEqualTo(forward(new OnnxRnn(3, TANH, NONE)));
    assertThat(RecurrentOperator.of(node("GRU", Map.of()), 3))
        .isEqualTo(forward(new OnnxGru(3, SIGMOID, TANH, NONE, false)));
    assertThat(RecurrentOperator.of(node("LSTM", Map.of()), 3))
        .isEqualTo(forward(new OnnxLstm(3, SIGMOID, TANH, TANH, NONE, false, false)));
  }

  private static RecurrentOperator forward(OnnxCell cell) {
    return new RecurrentOperator(Direction.FORWARD, Layout.STEPS_FIRST, List.of(cell));
  }

  /** It is written so in the standard's schema of the RNN. */
  @Test
  void anRnnOfOneDirectionMayNameTwoActivations() {
    OnnxNode node = node("RNN", Map.of("activations", new Strings(List.of("Relu", "Tanh"))));
    assertThat(RecurrentOperator.of(node, 2).cell().activations())
        .containsExactly(Activation.of(ActivationFunction.RELU));
  }

  @Test
  void aWrongAttributeIsRefusedByName() {
    requireRefusal(
        node("LSTM", Map.of("output_sequence", new IntValue(1))),
        "node 'Y' of operator 'LSTM': the standard's operator has no attributes ['output_sequence'];"
            + " those of opset 14 to 22 are [activation_alpha, activation_beta, activations, clip,"
            + " direction, hidden_size, input_forget, layout]");
    requireRefusal(
        node("GRU", Map.of("hidden_size", new IntValue(4))),
        "node 'Y' of operator 'GRU': attribute hidden_size is 4, but the tensor R has 3 units");
    requireRefusal(
        node("GRU", Map.of("direction", new StringValue("backward"))),
        "node 'Y' of operator 'GRU': attribute direction is 'backward', expected forward, reverse or"
            + " bidirectional");
    requireRefusal(
        node("GRU", Map.of("activations", new Strings(List.of("Tanh")))),
        "node 'Y' of operator 'GRU': attribute activations has 1 names, expected 2");
    requireRefusal(
        node("GRU", Map.of("activations", new Strings(List.of("Tanh", "Gelu")))),
        "node 'Y' of operator 'GRU': activation 'Gelu' is not one of the standard's recurrent"
            + " operators, which are Relu, Tanh, Sigmoid, Affine, LeakyRelu, ThresholdedRelu,"
            + " ScaledTanh, HardSigmoid, Elu, Softsign, Softplus");
    requireRefusal(
        node("RNN", Map.of("clip", new FloatValue(0))),
        "node 'Y' of operator 'RNN': attribute clip is 0.0, expected a number above 0");
    requireRefusal(
        node("RNN", Map.of("clip", new IntValue(1))),
        "node 'Y' of operator 'RNN': attribute clip is not a number");
    requireRefusal(
        node("RNN", Map.of("layout", new IntValue(2))),
        "node 'Y' of operator 'RNN': attribute layout is 2, expected 0 or 1");
    requireRefusal(
        node("Scan", Map.of()),
        "node 'Y' of operator 'Scan': the operator is not one of the standard's RNN, GRU and LSTM");
  }

  private static void requireRefusal(OnnxNode node, String message) {
    assertThatThrownBy(() -> RecurrentOperator.of(node, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void cellsThatDifferInMoreThanActivationsAreRefused() {
    assertThatThrownBy(
            () ->
                new RecurrentOperator(
                    Direction.BIDIRECTIONAL,
                    Layout.STEPS_FIRST,
                    List.of(new OnnxRnn(2, TANH, NONE), new OnnxRnn(3, TANH, NONE))))
        .hasMessageContaining("may differ in activations only");
    assertThatThrownBy(
            () ->
                new RecurrentOperator(
                    Direction.REVERSE,
                    Layout.STEPS_FIRST,
                    List.of(new OnnxRnn(2, TANH, NONE), new OnnxRnn(2, TANH, NONE))))
        .hasMessage("an operator with direction reverse needs 1 cells, got 2");
  }
}

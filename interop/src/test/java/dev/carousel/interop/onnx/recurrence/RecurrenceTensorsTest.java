package dev.carousel.interop.onnx.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecurrenceTensorsTest {
  private static final Activation SIGMOID = Activation.of(ActivationFunction.SIGMOID);
  private static final Activation TANH = Activation.of(ActivationFunction.TANH);
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final float[] EMPTY = {};

  @Provide
  Arbitrary<RecurrentOperator> operators() {
    return Operators.any();
  }

  /** Random weights of an operator's cells by name, a map a direction. */
  private static List<Map<String, float[]>> weights(
      RecurrentOperator operator, int inputs, long seed) {
    List<Map<String, float[]>> ways = new ArrayList<>();
    for (OnnxCell cell : operator.cells()) {
      ways.add(CellTrial.random(cell.equations(), 1, 1, inputs, seed + ways.size()).weights());
    }
    return ways;
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void namesLeadToTensorsAndBack(
      @ForAll("operators") RecurrentOperator operator,
      @ForAll @IntRange(min = 1, max = 3) int inputs,
      @ForAll long seed) {
    List<Map<String, float[]>> weights = weights(operator, inputs, seed);
    List<Map<String, float[]>> back =
        RecurrenceTensors.of(operator, inputs, weights).parameters(operator);
    assertThat(back).hasSameSizeAs(weights);
    for (int way = 0; way < back.size(); way++) {
      assertThat(back.get(way)).containsOnlyKeys(weights.get(way).keySet());
      for (Map.Entry<String, float[]> entry : weights.get(way).entrySet()) {
        assertThat(back.get(way).get(entry.getKey()))
            .as(entry.getKey())
            .containsExactly(entry.getValue());
      }
    }
  }

  @Test
  void gatesOfAnLstmAreStackedAsInputOutputForgetCell() {
    RecurrentOperator lstm = operator(new OnnxLstm(1, SIGMOID, TANH, TANH, NONE, false, true));
    Map<String, float[]> names =
        new RecurrenceTensors(
                2,
                new float[] {1, 2, 3, 4, 5, 6, 7, 8},
                new float[] {11, 12, 13, 14},
                new float[] {21, 22, 23, 24, 100, 200, 300, 400},
                new float[] {31, 32, 33})
            .parameters(lstm)
            .get(0);
    assertThat(names.get("W_i")).containsExactly(1, 2);
    assertThat(names.get("W_o")).containsExactly(3, 4);
    assertThat(names.get("W_f")).containsExactly(5, 6);
    assertThat(names.get("W_g")).containsExactly(7, 8);
    assertThat(names.get("U_i")).containsExactly(11);
    assertThat(names.get("U_o")).containsExactly(12);
    assertThat(names.get("U_f")).containsExactly(13);
    assertThat(names.get("U_g")).containsExactly(14);
    assertThat(names.get("b_i")).containsExactly(121);
    assertThat(names.get("b_o")).containsExactly(222);
    assertThat(names.get("b_f")).containsExactly(323);
    assertThat(names.get("b_g")).containsExactly(424);
    assertThat(names.get("p_i")).containsExactly(31);
    assertThat(names.get("p_o")).containsExactly(32);
    assertThat(names.get("p_f")).containsExactly(33);
  }

  @Test
  void onlyAGruThatResetsAfterTheProductKeepsBothBiases() {
    float[] biases = {21, 22, 23, 100, 200, 300};
    RecurrenceTensors tensors =
        new RecurrenceTensors(1, new float[] {1, 2, 3}, new float[] {4, 5, 6}, biases, EMPTY);
    Map<String, float[]> after =
        tensors.parameters(operator(new OnnxGru(1, SIGMOID, TANH, NONE, true))).get(0);
    assertThat(after.get("W_z")).containsExactly(1);
    assertThat(after.get("W_r")).containsExactly(2);
    assertThat(after.get("U_n")).containsExactly(6);
    assertThat(after.get("b_z")).containsExactly(121);
    assertThat(after.get("b_n")).containsExactly(23);
    assertThat(after.get("b_hn")).containsExactly(300);
    Map<String, float[]> before =
        tensors.parameters(operator(new OnnxGru(1, SIGMOID, TANH, NONE, false))).get(0);
    assertThat(before.get("b_n")).containsExactly(323);
    assertThat(before).doesNotContainKey("b_hn");
  }

  @Test
  void biasesThatAreLeftOutAreZero() {
    RecurrenceTensors tensors =
        new RecurrenceTensors(1, new float[] {1, 2, 3}, new float[] {4, 5, 6}, EMPTY, EMPTY);
    assertThat(
            tensors
                .parameters(operator(new OnnxGru(1, SIGMOID, TANH, NONE, true)))
                .get(0)
                .get("b_hn"))
        .containsExactly(0);
  }

  @Test
  void aCoupledGateHasNoWeights() {
    RecurrentOperator lstm = operator(new OnnxLstm(1, SIGMOID, TANH, TANH, NONE, true, true));
    RecurrenceTensors tensors =
        new RecurrenceTensors(
            1,
            new float[] {1, 2, 3, 4},
            new float[] {5, 6, 7, 8},
            new float[] {1, 2, 3, 4, 5, 6, 7, 8},
            new float[] {9, 10, 11});
    Map<String, float[]> names = tensors.parameters(lstm).get(0);
    assertThat(names).doesNotContainKeys("W_f", "U_f", "b_f", "p_f");
    RecurrenceTensors written = RecurrenceTensors.of(lstm, 1, List.of(names));
    assertThat(written.w()).containsExactly(1, 2, 0, 4);
    assertThat(written.p()).containsExactly(9, 10, 0);
    assertThat(written.b()).containsExactly(6, 8, 0, 12, 0, 0, 0, 0);
  }

  private static RecurrentOperator operator(OnnxCell cell) {
    return new RecurrentOperator(Direction.FORWARD, Layout.STEPS_FIRST, List.of(cell));
  }

  @Test
  void tensorsOfAnotherSizeAreRefused() {
    RecurrentOperator rnn = operator(new OnnxRnn(2, TANH, NONE));
    RecurrenceTensors tensors = new RecurrenceTensors(3, new float[6], new float[5], EMPTY, EMPTY);
    assertThatThrownBy(() -> tensors.parameters(rnn))
        .hasMessage("tensor R of operator RNN has 5 numbers, expected 4");
    RecurrenceTensors peepholes =
        new RecurrenceTensors(3, new float[6], new float[4], EMPTY, new float[6]);
    assertThatThrownBy(() -> peepholes.parameters(rnn))
        .hasMessage("tensor P of operator RNN has 6 numbers, expected 0");
  }

  @Test
  void parametersThatDoNotFitAreRefused() {
    RecurrentOperator rnn = operator(new OnnxRnn(1, TANH, NONE));
    float[] one = {1};
    assertThatThrownBy(() -> RecurrenceTensors.of(rnn, 1, List.of(Map.of("W_h", one))))
        .hasMessage("parameter 'U_h' of operator RNN needs 1 numbers, got none");
    Map<String, float[]> more = Map.of("W_h", one, "U_h", one, "b_h", one, "p_h", one);
    assertThatThrownBy(() -> RecurrenceTensors.of(rnn, 1, List.of(more)))
        .hasMessage("operator RNN has no parameters [p_h]");
    assertThatThrownBy(() -> RecurrenceTensors.of(rnn, 1, List.of()))
        .hasMessage("operator RNN with direction forward needs parameters for 1 directions, got 0");
  }
}

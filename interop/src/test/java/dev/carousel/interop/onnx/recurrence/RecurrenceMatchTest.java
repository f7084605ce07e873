package dev.carousel.interop.onnx.recurrence;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.relu;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.DoubleReference;
import dev.carousel.cell.Equations;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.gru.Mgu;
import dev.carousel.cells.gru.MinGru;
import dev.carousel.cells.gru.Sru;
import dev.carousel.cells.lstm.CifgLstm;
import dev.carousel.cells.lstm.LayerNormLstm;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.lstm.LstmProjection;
import dev.carousel.cells.lstm.MinLstm;
import dev.carousel.cells.lstm.Slstm;
import dev.carousel.cells.peephole.PeepholeLstm;
import dev.carousel.cells.peephole.PeepholeLstm.Ablation;
import dev.carousel.cells.rnn.Rnn;
import dev.carousel.expression.Expression.State;
import dev.carousel.interop.equations.EquationMatch;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrenceMatchTest {
  private static final Activation SIGMOID = Activation.of(ActivationFunction.SIGMOID);
  private static final Activation TANH = Activation.of(ActivationFunction.TANH);
  private static final Activation RELU = Activation.of(ActivationFunction.RELU);
  private static final Activation NOTHING = Activation.of(ActivationFunction.AFFINE);
  private static final OptionalDouble NONE = OptionalDouble.empty();
  private static final int UNITS = 5;

  private static OnnxLstm lstm(Activation g, Activation h, boolean coupled, boolean peepholes) {
    return new OnnxLstm(UNITS, SIGMOID, g, h, NONE, coupled, peepholes);
  }

  private static Cell ablated(Ablation ablation) {
    return new PeepholeLstm(UNITS, 1, ablation);
  }

  static Stream<Arguments> known() {
    return Stream.of(
        Arguments.of(new Rnn(UNITS, Rnn.Activation.TANH), new OnnxRnn(UNITS, TANH, NONE)),
        Arguments.of(new Rnn(UNITS, Rnn.Activation.RELU), new OnnxRnn(UNITS, RELU, NONE)),
        Arguments.of(
            new Gru(UNITS, Gru.Reset.AFTER), new OnnxGru(UNITS, SIGMOID, TANH, NONE, true)),
        Arguments.of(
            new Gru(UNITS, Gru.Reset.BEFORE), new OnnxGru(UNITS, SIGMOID, TANH, NONE, false)),
        Arguments.of(new OppositeGru(UNITS), new OnnxGru(UNITS, SIGMOID, TANH, NONE, false)),
        Arguments.of(new Lstm(UNITS, 1), lstm(TANH, TANH, false, false)),
        Arguments.of(new CifgLstm(UNITS, 1), lstm(TANH, TANH, true, false)),
        Arguments.of(ablated(Ablation.NONE), lstm(TANH, TANH, false, true)),
        Arguments.of(ablated(Ablation.CIFG), lstm(TANH, TANH, true, true)),
        Arguments.of(ablated(Ablation.NP), lstm(TANH, TANH, false, false)),
        Arguments.of(ablated(Ablation.NIAF), lstm(NOTHING, TANH, false, true)),
        Arguments.of(ablated(Ablation.NOAF), lstm(TANH, NOTHING, false, true)),
        Arguments.of(new Renamed(UNITS), lstm(TANH, TANH, false, false)),
        Arguments.of(
            new VariationalDropout(new Lstm(UNITS, 1), 0.2, 0.3), lstm(TANH, TANH, false, false)));
  }

  /** A GRU as Chung et al. (2014) write it: the update gate lets through the candidate. */
  record OppositeGru(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var r = eq.let("reset", sigmoid(eq.affine("reset", x, h)));
      var z = eq.let("update", sigmoid(eq.affine("update", x, h)));
      var n = eq.let("new", tanh(eq.affine("new", x, r.times(h))));
      return eq.output(eq.next(h, z.times(n).plus(h.times(constant(1).minus(z)))));
    }
  }

  /** An LSTM with other names, in another order, and with names for parts of formulas. */
  record Renamed(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var memory = eq.state("memory");
      var seen = eq.state("seen");
      var x = eq.input();
      var a = eq.let("a", eq.affine("write", seen, x));
      var written = eq.let("written", tanh(eq.affine("value", x, seen)).times(sigmoid(a)));
      var kept = eq.let("kept", memory.times(sigmoid(eq.affine("keep", x, seen))));
      var c = eq.next(memory, written.plus(kept));
      return eq.output(eq.next(seen, tanh(c).times(sigmoid(eq.affine("show", x, seen)))));
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void cellsAreRecognisedByTheirEquations(Cell cell, OnnxCell operator) {
    RecurrenceMatch match = RecurrenceMatch.of(cell.equations()).orElseThrow();
    assertThat(match.cell()).isEqualTo(operator);
    assertThat(match.states().keySet())
        .containsExactlyInAnyOrderElementsOf(
            operator.equations().states().stream().map(State::name).toList());
  }

  /**
   * The cell in double precision beside its operator in ONNX Runtime, both with the weights of the
   * cell: over one and several steps, from random states.
   */
  @ParameterizedTest
  @MethodSource("known")
  void theOperatorComputesWhatTheCellDoes(Cell cell, OnnxCell operator) throws OrtException {
    RecurrenceMatch match = RecurrenceMatch.of(cell.equations()).orElseThrow();
    for (int steps : new int[] {1, 4}) {
      requireSameResults(CellTrial.random(cell.equations().expected(), steps, 3, 2, steps), match);
    }
  }

  private static void requireSameResults(CellTrial trial, RecurrenceMatch match)
      throws OrtException {
    DoubleReference.Result expected = trial.doubles();
    RecurrentOperator operator =
        new RecurrentOperator(Direction.FORWARD, Layout.STEPS_FIRST, List.of(match.cell()));
    List<State> states = match.cell().equations().states();
    RecurrenceRunner.Result actual =
        new NodeInOnnxRuntime(operator)
            .run(
                RecurrenceTensors.of(
                    operator, trial.inputs(), List.of(match.operatorsWeights(trial.weights()))),
                trial.x(),
                trial.steps(),
                trial.lengths().length,
                Optional.of(trial.lengths()),
                states.stream()
                    .map(state -> trial.initial().get(match.states().get(state.name())))
                    .toList());
    for (int t = 0; t < trial.steps(); t++) {
      requireClose(expected.outputs().get(t), actual.y(), t * trial.lengths().length * UNITS);
    }
    for (int k = 0; k < states.size(); k++) {
      String name = match.states().get(states.get(k).name());
      requireClose(expected.finalStates().get(name), actual.states().get(k), 0);
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void theOperatorsWeightsLeadBackToTheCells(Cell cell, OnnxCell operator) {
    RecurrenceMatch match = RecurrenceMatch.of(cell.equations()).orElseThrow();
    CellTrial trial = CellTrial.random(cell.equations(), 1, 1, 3, 7);
    Map<String, float[]> back = match.cellsWeights(match.operatorsWeights(trial.weights()));
    assertThat(back).containsOnlyKeys(trial.weights().keySet());
    back.forEach(
        (name, values) -> assertThat(values).as(name).containsExactly(trial.weights().get(name)));
  }

  /** Numbers below 1, with the rounding of some ten floats of that size. */
  private static void requireClose(DMatrixRMaj expected, float[] actual, int first) {
    for (int i = 0; i < expected.getNumElements(); i++) {
      assertThat((double) actual[first + i]).isCloseTo(expected.get(i), within(1e-6));
    }
  }

  @Provide
  Arbitrary<OnnxCell> cells() {
    return Operators.cells();
  }

  /**
   * Every operator is found again, up to the several names of one function: a relu is a hard
   * sigmoid's or an elu's part, but a cell has one form.
   */
  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void everyOperatorIsRecognised(@ForAll("cells") OnnxCell cell) {
    RecurrenceMatch match = RecurrenceMatch.of(cell.equations()).orElseThrow();
    assertThat(EquationMatch.of(match.cell().equations(), cell.equations())).isPresent();
    assertThat(match.cell().operator()).isEqualTo(cell.operator());
    assertThat(match.cell().clip()).isEqualTo(cell.clip());
  }

  static Stream<Cell> unknown() {
    return Stream.of(
        new Mgu(UNITS),
        new MinGru(UNITS),
        new Sru(UNITS),
        new LayerNormLstm(UNITS, 1),
        new LstmProjection(UNITS, 3, 1),
        new LstmProjection(UNITS, UNITS, 1),
        new MinLstm(UNITS, 1),
        new Slstm(UNITS, 1),
        new Zoneout(new Lstm(UNITS, 1), 0.1, 0.2),
        ablated(Ablation.NIG),
        ablated(Ablation.NFG),
        ablated(Ablation.NOG),
        ablated(Ablation.FGR),
        new Leaky(UNITS),
        new OtherOutput(UNITS),
        new CoupledRelu(UNITS));
  }

  /** As many weights as an RNN. */
  record Leaky(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      var a = tanh(eq.affine("h", eq.input(), h));
      return eq.output(eq.next(h, h.times(0.9).plus(a.times(0.1))));
    }
  }

  /** A GRU that puts out something else than its state. */
  record OtherOutput(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var r = sigmoid(eq.affine("r", x, h));
      var z = eq.let("z", sigmoid(eq.affine("z", x, h)));
      var n = eq.let("n", tanh(eq.affine("n", x, r.times(h))));
      return eq.output(tanh(eq.next(h, constant(1).minus(z).times(n).plus(z.times(h)))));
    }
  }

  /** Coupled the other way round, by a function for which f(-a) is not 1 - f(a). */
  record CoupledRelu(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var x = eq.input();
      var h = eq.state("h");
      var c = eq.state("c");
      var f = eq.let("f", relu(eq.affine("f", x, h)));
      var g = eq.let("g", tanh(eq.affine("g", x, h)));
      var o = eq.let("o", relu(eq.affine("o", x, h)));
      var next = eq.next(c, f.times(c).plus(constant(1).minus(f).times(g)));
      return eq.output(eq.next(h, o.times(tanh(next))));
    }
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void otherCellsAreNot(Cell cell) {
    assertThat(RecurrenceMatch.of(cell.equations())).isEmpty();
  }

  @Test
  void aCellCoupledByItsForgetGateHasTheOppositeWeights() {
    RecurrenceMatch match = RecurrenceMatch.of(new CifgLstm(1, 1).equations()).orElseThrow();
    assertThat(match.parameters())
        .containsEntry("W_i", new RecurrenceMatch.Source("W_f", true))
        .containsEntry("U_i", new RecurrenceMatch.Source("U_f", true))
        .containsEntry("b_i", new RecurrenceMatch.Source("b_f", true))
        .containsEntry("W_g", new RecurrenceMatch.Source("W_g", false));
  }

  @Test
  void aMissingWeightIsNamed() {
    RecurrenceMatch match =
        RecurrenceMatch.of(new Rnn(1, Rnn.Activation.TANH).equations()).orElseThrow();
    assertThatThrownBy(() -> match.operatorsWeights(Map.of("W_h", new float[1])))
        .hasMessageMatching("parameter '[Ub]_h' is missing among \\[W_h]");
  }
}

package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.ROUNDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.DoubleReference;
import dev.carousel.cell.DoubleReference.Gradients;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workers;
import dev.carousel.testkit.FloatExecution.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every cell must fulfil. Its author extends this class, names the cell and is done:
 *
 * <pre>{@code
 * class LstmTest extends CellContract {
 *   @Override
 *   protected Cell cell() {
 *     return new Lstm(5, 1);
 *   }
 * }
 * }</pre>
 *
 * <p>A small, odd number of units such as 5 makes the tests quick and meets the edges of vectorised
 * code. A cell with several configurations gets one such class for each, or a parameterised one.
 *
 * <p>All numbers are random, states before the first step too. The loss whose gradients are
 * compared is the sum of all outputs and all final states, each times a random number.
 */
public abstract class CellContract {
  /** For tests to extend. */
  protected CellContract() {}

  /**
   * The cell to be tested.
   *
   * @return an equal cell at every call
   */
  protected abstract Cell cell();

  /**
   * What the cell is run with in floats.
   *
   * @return the embedded default kernels, unless overridden
   */
  protected Kernels kernels() {
    return new EjmlKernels();
  }

  /**
   * The width of the input.
   *
   * @return 3, unless overridden
   */
  protected int inputs() {
    return 3;
  }

  /**
   * Decides the random numbers. A cell with kinks, such as one of relus, fails in the unlikely case
   * that an argument comes within a hundred-thousandth of one; another seed helps then.
   *
   * @return 1, unless overridden
   */
  protected long seed() {
    return 1;
  }

  // The next two are overridden where this contract is itself tested.

  Gradients symbolicGradients(DoubleReference reference, Trial trial) {
    return reference.backward(
        trial.arguments(), trial.outputAdjoints(), trial.finalStateAdjoints());
  }

  FloatExecution execution(CellEquations equations, Kernels kernels) {
    return new FloatExecution(equations, kernels);
  }

  /**
   * The gradients derived from the equations equal finite differences, in double, to a relative
   * error of 1e-7 for every element of every weight, vector, input and initial state.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void symbolicGradientEqualsFiniteDifferences(SequenceLengths lengths) {
    Trial trial = trial(lengths);
    DoubleReference reference = new DoubleReference(cell().equations());
    DoubleReference.Result result = reference.forward(trial.arguments());
    FiniteDifferences differences =
        new FiniteDifferences(
            () -> {
              DoubleReference.Result moved = reference.forward(trial.arguments());
              return trial.loss(moved.outputs(), moved.finalStates(), false);
            },
            trial.loss(result.outputs(), result.finalStates(), true));
    List<Block> arguments = Block.of(trial.arguments());
    List<Block> gradients = Block.of(symbolicGradients(reference, trial));
    assertThat(gradients.stream().map(Block::name))
        .isEqualTo(arguments.stream().map(Block::name).toList());
    for (int i = 0; i < arguments.size(); i++) {
      differences.compare(arguments.get(i), gradients.get(i));
    }
  }

  /**
   * Outputs, final states and all gradients computed in floats equal those of the double reference,
   * but for rounding.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void floatRunnerEqualsDoubleReference(SequenceLengths lengths) {
    CellEquations equations = cell().equations();
    Trial trial = trial(lengths);
    DoubleReference reference = new DoubleReference(equations);
    DoubleReference.Result expected = reference.forward(trial.arguments());
    Outcome actual = execution(equations, kernels()).train(trial, 1);
    double tolerance = tolerance(lengths.steps());
    requireClose(Block.of(expected.outputs(), expected.finalStates()), actual.results(), tolerance);
    requireClose(
        Block.of(symbolicGradients(reference, trial)), Block.of(actual.gradients()), tolerance);
  }

  /**
   * A pass for prediction, which keeps nothing for gradients, gives the outputs and final states of
   * a pass for training, with the expectation of every mask where training draws.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void inferenceEqualsTraining(SequenceLengths lengths) {
    CellEquations equations = cell().equations();
    Trial trial = trial(lengths).expected(equations);
    FloatExecution execution = execution(equations, kernels());
    requireClose(
        execution.train(trial, 1).results(),
        execution.infer(trial).results(),
        tolerance(lengths.steps()));
  }

  /**
   * A pass that keeps every named value gives the bits of a pass for prediction, and its values are
   * those of the double reference, but for rounding.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void tracedValuesEqualDoubleReference(SequenceLengths lengths) {
    CellEquations equations = cell().equations();
    Trial trial = trial(lengths);
    FloatExecution execution = execution(equations, kernels());
    FloatExecution.Traced traced = execution.trace(trial);
    requireSameBits(execution.infer(trial), traced.outcome());
    DoubleReference.Result reference =
        new DoubleReference(equations).forward(trial.expected(equations).arguments());
    List<Block> expected = new ArrayList<>();
    List<Block> actual = new ArrayList<>();
    for (Definition definition : equations.definitions()) {
      String name = definition.name();
      List<DMatrixRMaj> wanted =
          reference.values().stream().map(step -> step.get(name).copy()).toList();
      // What follows a sequence's end is unspecified there and 0 here.
      for (int t = 0; t < wanted.size(); t++) {
        for (int b = 0; b < trial.sequences(); b++) {
          for (int j = 0; t >= trial.arguments().lengths()[b] && j < wanted.get(t).numCols; j++) {
            wanted.get(t).set(b, j, 0);
          }
        }
      }
      expected.add(new Block(name, wanted));
      actual.add(new Block(name, traced.values().get(name)));
    }
    requireClose(expected, actual, tolerance(lengths.steps()));
  }

  /**
   * The adjoints of states that a backward pass keeps are the gradients that the double reference
   * gives for the rest of each sequence, started at those states. Keeping them changes no gradient
   * by a bit.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void keptStateAdjointsEqualGradientsOfTheRest(SequenceLengths lengths) {
    CellEquations equations = cell().equations();
    Trial trial = trial(lengths);
    FloatExecution execution = execution(equations, kernels());
    Gradients plain = execution.train(trial, 1).gradients();
    FloatExecution.Adjoints all = execution.adjoints(trial, t -> true);
    requireSameBits(Block.of(plain), Block.of(all.gradients()));
    FloatExecution.Adjoints some = execution.adjoints(trial, t -> t % 3 == 1);
    requireSameBits(Block.of(plain), Block.of(some.gradients()));
    DoubleReference reference = new DoubleReference(equations);
    for (int b = 0; b < trial.sequences(); b++) {
      Trial alone = trial.alone(b);
      for (int t = 0; t <= alone.steps(); t++) {
        Map<String, DMatrixRMaj> wanted = gradientsOfTheRest(reference, alone, t);
        requireSameRow(wanted, all.steps().get(t), b, t, lengths);
        if (t % 3 == 1) {
          requireSameRow(wanted, some.steps().get(t), b, t, lengths);
        }
      }
    }
  }

  private static Map<String, DMatrixRMaj> gradientsOfTheRest(
      DoubleReference reference, Trial alone, int from) {
    if (from == alone.steps()) {
      return alone.finalStateAdjoints();
    }
    return reference
        .backward(
            alone.from(from, reference),
            alone.outputAdjoints().subList(from, alone.steps()),
            alone.finalStateAdjoints())
        .initialStates();
  }

  private void requireSameRow(
      Map<String, DMatrixRMaj> wanted,
      Map<String, DMatrixRMaj> kept,
      int sequence,
      int step,
      SequenceLengths lengths) {
    List<Block> expected = new ArrayList<>();
    List<Block> actual = new ArrayList<>();
    wanted.forEach(
        (state, row) -> {
          String name = "adjoint of " + state + " after " + step + " steps of " + sequence;
          DMatrixRMaj own = CommonOps_DDRM.extractRow(kept.get(state), sequence, null);
          expected.add(new Block(name, List.of(row)));
          actual.add(new Block(name, List.of(own)));
        });
    requireClose(expected, actual, tolerance(lengths.steps()));
  }

  /**
   * Each sequence of a batch gives what it gives alone, without padding: outputs, final states, the
   * gradients of its inputs and initial states; the gradients of weights are the sums over the
   * sequences. Outputs after a sequence's end are 0.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void paddedEqualsUnpadded(SequenceLengths lengths) {
    Trial trial = trial(lengths);
    FloatExecution execution = execution(cell().equations(), kernels());
    Outcome batch = execution.train(trial, 1);
    List<Outcome> alone = new ArrayList<>();
    for (int b = 0; b < trial.sequences(); b++) {
      alone.add(execution.train(trial.alone(b), 1));
    }
    double tolerance = tolerance(lengths.steps());
    List<Outcome> outcomes = List.copyOf(alone);
    requireClose(
        Block.of(
            joinedSteps(outcomes.stream().map(Outcome::outputs).toList(), trial.steps()),
            joinedRows(outcomes.stream().map(Outcome::finalStates).toList())),
        batch.results(),
        tolerance);
    List<Gradients> gradients = outcomes.stream().map(Outcome::gradients).toList();
    requireClose(
        Block.of(
            new Gradients(
                sums(gradients.stream().map(Gradients::weights).toList()),
                sums(gradients.stream().map(Gradients::vectors).toList()),
                joinedSteps(gradients.stream().map(Gradients::inputs).toList(), trial.steps()),
                joinedRows(gradients.stream().map(Gradients::initialStates).toList()))),
        Block.of(batch.gradients()),
        tolerance);
  }

  /**
   * Nothing is read that was not written: with buffers full of NaN at first, the bits stay the
   * same.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void nothingIsReadThatWasNotWritten(SequenceLengths lengths) {
    CellEquations equations = cell().equations();
    Trial trial = trial(lengths);
    FloatExecution clean = execution(equations, kernels());
    FloatExecution poisoned = execution(equations, new PoisoningKernels(kernels()));
    requireSameBits(clean.train(trial, 1), poisoned.train(trial, 1));
    requireSameBits(clean.infer(trial), poisoned.infer(trial));
  }

  /**
   * A second backward pass into the same gradients adds to them.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void gradientsAdd(SequenceLengths lengths) {
    Trial trial = trial(lengths);
    FloatExecution execution = execution(cell().equations(), kernels());
    Gradients once = execution.train(trial, 1).gradients();
    Gradients twice = execution.train(trial, 2).gradients();
    // The gradients of inputs and initial states are new at every pass; those of the cell's own
    // parameters are added to.
    requireClose(
        Block.of(
            new Gradients(
                sums(List.of(once.weights(), once.weights())),
                sums(List.of(once.vectors(), once.vectors())),
                once.inputs(),
                once.initialStates())),
        Block.of(twice),
        tolerance(lengths.steps()));
  }

  /**
   * Two executions built alike give equal bits.
   *
   * @param lengths the batch
   */
  @ParameterizedTest
  @EnumSource
  public void equalBuildsGiveEqualBits(SequenceLengths lengths) {
    Trial trial = trial(lengths);
    requireSameBits(
        execution(cell().equations(), kernels()).train(trial, 1),
        execution(cell().equations(), kernels()).train(trial(lengths), 1));
  }

  /** Two layers of the cell built from one seed have equal bits in all their initial weights. */
  @Test
  public void equalSeedsGiveEqualInitialWeights() {
    Kernels kernels = kernels();
    List<Parameter> first = layer(kernels);
    List<Parameter> second = layer(kernels);
    assertThat(second.stream().map(Parameter::name))
        .doesNotHaveDuplicates()
        .isEqualTo(first.stream().map(Parameter::name).toList());
    for (int i = 0; i < first.size(); i++) {
      // Floats are equal here when their bits are.
      assertThat(kernels.toArray(second.get(i).value()))
          .as(first.get(i).name())
          .isEqualTo(kernels.toArray(first.get(i).value()));
    }
  }

  /**
   * What training draws depends on the tape's random numbers alone: not on the number of threads,
   * and as many of them are used as the cell has masks. Prediction uses none.
   */
  @Test
  public void masksDependOnTheSeedAlone() {
    try (Workers three = Workers.of(3)) {
      RandomStream random = new RandomStream(seed());
      float[] outputs = trained(kernels(), random);
      RandomStream again = new RandomStream(seed());
      assertThat(trained(kernels().on(three), again))
          .as("outputs, trained with an equal seed on three threads")
          .isEqualTo(outputs);
      RandomStream drawn = new RandomStream(seed());
      cell().equations().masks().forEach(mask -> drawn.nextLong());
      assertThat(random.state()).as("the random state after training").isEqualTo(drawn.state());
      assertThat(again.state()).isEqualTo(random.state());
    }
  }

  /** The outputs of a layer on a tape for training. */
  private float[] trained(Kernels kernels, RandomStream random) {
    int[] lengths = SequenceLengths.UNEQUAL.lengths();
    int steps = SequenceLengths.UNEQUAL.steps();
    float[] input = new float[steps * lengths.length * inputs()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) Math.cos(2.5 * i);
    }
    Tape tape = Tape.training(kernels, random);
    Variable x = tape.constant(tape.tensor(input, steps * lengths.length, inputs()));
    return kernels.toArray(recurrent(kernels).apply(x, steps, lengths).sequence().value());
  }

  private List<Parameter> layer(Kernels kernels) {
    return recurrent(kernels).parameters();
  }

  private Recurrent recurrent(Kernels kernels) {
    return new Recurrent(
        "recurrent",
        RecurrentStack.of(cell()),
        inputs(),
        kernels,
        new PyTorchInitializer(),
        new RandomStream(seed()));
  }

  /**
   * The cell is a record that can be written as JSON and read back: equal components, equal
   * equations.
   */
  @Test
  public void componentsRebuildTheCell() {
    Cell cell = cell();
    assertThat(cell)
        .as("a cell is a record, whose components are its JSON")
        .isInstanceOf(Record.class);
    Object rebuilt = RecordTree.rebuilt(RecordTree.taken(cell, ""));
    assertThat(rebuilt).isEqualTo(cell);
    requireEqualEquations(cell.equations(), ((Cell) rebuilt).equations());
  }

  /** The equations are equal at every call, and have as many units as the cell says. */
  @Test
  public void equationsAreEqualAtEveryCall() {
    Cell cell = cell();
    requireEqualEquations(cell.equations(), cell.equations());
    assertThat(cell.equations().units()).isEqualTo(cell.units());
  }

  private Trial trial(SequenceLengths lengths) {
    return Trial.random(cell().equations(), lengths, inputs(), seed());
  }

  /**
   * Each step rounds about as often per unit as it has floating-point operations per unit, forwards
   * once and backwards twice over the same number; if all errors had one sign they would add up to
   * that many half units in the last place.
   */
  private double tolerance(int steps) {
    CellEquations equations = cell().equations();
    double roundings = 3.0 * steps * equations.flops(inputs()) / equations.units();
    return ROUNDING * Math.max(8, roundings);
  }

  /**
   * Compares relative to a block's largest element, or to 1/100 of the largest of all, whichever is
   * larger.
   */
  private static void requireClose(List<Block> expected, List<Block> actual, double tolerance) {
    assertThat(actual.stream().map(Block::name))
        .isEqualTo(expected.stream().map(Block::name).toList());
    double largest = expected.stream().mapToDouble(Block::magnitude).max().orElse(0);
    for (int i = 0; i < expected.size(); i++) {
      Block wanted = expected.get(i);
      Block got = actual.get(i);
      double scale = Math.max(wanted.magnitude(), largest / 100);
      assertThat(got.matrices()).as(got.name()).hasSameSizeAs(wanted.matrices());
      for (int m = 0; m < wanted.matrices().size(); m++) {
        DMatrixRMaj a = wanted.matrices().get(m);
        DMatrixRMaj b = got.matrices().get(m);
        for (int e = 0; e < a.getNumElements(); e++) {
          double error = Math.abs(a.get(e) - b.get(e));
          if (!(error <= tolerance * scale)) {
            throw new AssertionError(
                String.format(
                    Locale.ROOT,
                    "%s is %.9g, expected %.9g; they differ by %.2g of the block's size, allowed %.2g",
                    wanted.place(m, e),
                    b.get(e),
                    a.get(e),
                    error / scale,
                    tolerance));
          }
        }
      }
    }
  }

  // All NaNs are one NaN here.
  private static void requireSameBits(Outcome expected, Outcome actual) {
    requireSameBits(expected.results(), actual.results());
    if (expected.gradients() != null) {
      requireSameBits(Block.of(expected.gradients()), Block.of(actual.gradients()));
    }
  }

  private static void requireSameBits(List<Block> expected, List<Block> actual) {
    for (int i = 0; i < expected.size(); i++) {
      Block wanted = expected.get(i);
      for (int m = 0; m < wanted.matrices().size(); m++) {
        DMatrixRMaj a = wanted.matrices().get(m);
        DMatrixRMaj b = actual.get(i).matrices().get(m);
        for (int e = 0; e < a.getNumElements(); e++) {
          // The doubles hold floats, so equal bits here are equal bits there.
          if (Double.doubleToLongBits(a.get(e)) != Double.doubleToLongBits(b.get(e))) {
            throw new AssertionError(
                wanted.place(m, e) + " is " + b.get(e) + ", expected the bits of " + a.get(e));
          }
        }
      }
    }
  }

  private static void requireEqualEquations(CellEquations expected, CellEquations actual) {
    assertThat(actual).isEqualTo(expected);
    // A definition equals any other of its name, so the formulas are compared one by one.
    assertThat(actual.definitions().stream().map(Definition::value).toList())
        .isEqualTo(expected.definitions().stream().map(Definition::value).toList());
    assertThat(List.copyOf(actual.next().entrySet()))
        .as("next states in the order of declaration")
        .isEqualTo(List.copyOf(expected.next().entrySet()));
  }

  /** One [B, columns] a step out of B lists of [1, columns], zeros after their ends. */
  private static List<DMatrixRMaj> joinedSteps(List<List<DMatrixRMaj>> sequences, int steps) {
    List<DMatrixRMaj> joined = new ArrayList<>();
    int columns = sequences.get(0).get(0).numCols;
    for (int t = 0; t < steps; t++) {
      DMatrixRMaj rows = new DMatrixRMaj(sequences.size(), columns);
      for (int b = 0; b < sequences.size(); b++) {
        for (int j = 0; t < sequences.get(b).size() && j < columns; j++) {
          rows.set(b, j, sequences.get(b).get(t).get(0, j));
        }
      }
      joined.add(rows);
    }
    return joined;
  }

  private static Map<String, DMatrixRMaj> joinedRows(List<Map<String, DMatrixRMaj>> sequences) {
    Map<String, DMatrixRMaj> joined = new LinkedHashMap<>();
    for (String name : sequences.get(0).keySet()) {
      List<List<DMatrixRMaj>> rows = new ArrayList<>();
      sequences.forEach(sequence -> rows.add(List.of(sequence.get(name))));
      joined.put(name, joinedSteps(rows, 1).get(0));
    }
    return joined;
  }

  private static Map<String, DMatrixRMaj> sums(List<Map<String, DMatrixRMaj>> parts) {
    Map<String, DMatrixRMaj> sums = new LinkedHashMap<>();
    for (Map<String, DMatrixRMaj> part : parts) {
      part.forEach(
          (name, matrix) -> {
            DMatrixRMaj sum =
                sums.computeIfAbsent(name, n -> new DMatrixRMaj(matrix.numRows, matrix.numCols));
            for (int i = 0; i < matrix.getNumElements(); i++) {
              sum.set(i, sum.get(i) + matrix.get(i));
            }
          });
    }
    return sums;
  }
}

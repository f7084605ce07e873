package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.CellTensors;
import dev.carousel.cell.DoubleReference;
import dev.carousel.cell.DoubleReference.Arguments;
import dev.carousel.cell.DoubleReference.Gradients;
import dev.carousel.cell.Equations;
import dev.carousel.cell.Packing;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Functions;
import dev.carousel.noise.VariationalDropout;
import dev.carousel.noise.Zoneout;
import dev.carousel.tensor.Addend;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.OuterProduct;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.PatchGrid;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Literal;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.RowRange;
import dev.carousel.tensor.Storage;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workers;
import dev.carousel.tensor.WrappedKernels;
import dev.carousel.testkit.TestCellsTest.PeepholeLstm;
import dev.carousel.testkit.TestCellsTest.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * Plants faults and expects the contracts to find them, each in the tests that are there for it and
 * in no other.
 */
class ContractFaultsTest {
  /** The tests that fail, by name, and for which arguments if not for all. */
  private static Set<String> failures(Class<?> contract) {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(contract))
            .execute()
            .testEvents();
    assertThat(tests.started().count()).isPositive();
    List<String> started = names(tests.started());
    Set<String> failures = new TreeSet<>(names(tests.failed()));
    // A test that fails for all its arguments is named without them.
    for (String method : failures.stream().map(failure -> failure.split(" ")[0]).toList()) {
      List<String> all = started.stream().filter(name -> name.startsWith(method + " ")).toList();
      if (!all.isEmpty() && failures.containsAll(all)) {
        failures.removeAll(all);
        failures.add(method);
      }
    }
    return failures;
  }

  private static List<String> names(Events tests) {
    return tests.stream().map(Event::getTestDescriptor).map(ContractFaultsTest::name).toList();
  }

  private static String name(TestDescriptor test) {
    String method = ((MethodSource) test.getSource().orElseThrow()).getMethodName();
    int equals = test.getDisplayName().indexOf('=');
    return equals < 0 ? method : method + " " + test.getDisplayName().substring(equals + 1);
  }

  abstract static class Subject extends CellContract {
    @Override
    protected Cell cell() {
      return new PeepholeLstm(5, 1);
    }
  }

  // The reference

  static class Sound extends Subject {}

  @Test
  void soundCellPasses() {
    assertThat(failures(Sound.class)).isEmpty();
  }

  /** The gradient of one of eleven weights is wrong by a millionth. */
  static class WrongDerivative extends Subject {
    @Override
    Gradients symbolicGradients(DoubleReference reference, Trial trial) {
      Gradients gradients = super.symbolicGradients(reference, trial);
      CommonOps_DDRM.scale(1 + 1e-6, gradients.weights().get("U_f"));
      return gradients;
    }
  }

  @Test
  void wrongDerivativeIsFound() {
    assertThat(failures(WrongDerivative.class))
        .containsExactly("symbolicGradientEqualsFiniteDifferences");
  }

  /** One of the smallest elements is wrong, where the others are a thousand times larger. */
  static class WrongSmallElement extends Subject {
    @Override
    Gradients symbolicGradients(DoubleReference reference, Trial trial) {
      Gradients gradients = super.symbolicGradients(reference, trial);
      double[] bias = gradients.vectors().get("b_o").data;
      int smallest = 0;
      for (int i = 0; i < bias.length; i++) {
        smallest = Math.abs(bias[i]) < Math.abs(bias[smallest]) ? i : smallest;
      }
      bias[smallest] *= 1 + 1e-5;
      return gradients;
    }
  }

  @Test
  void wrongSmallElementIsFound() {
    assertThat(failures(WrongSmallElement.class))
        .containsExactly("symbolicGradientEqualsFiniteDifferences");
  }

  /** Steps after a sequence's end are differentiated as if they were real. */
  static class UnmaskedDerivative extends Subject {
    @Override
    Gradients symbolicGradients(DoubleReference reference, Trial trial) {
      int[] all = new int[trial.sequences()];
      Arrays.fill(all, trial.steps());
      Arguments real = trial.arguments();
      Arguments unmasked =
          new Arguments(
              real.weights(),
              real.vectors(),
              real.inputs(),
              all,
              real.initialStates(),
              real.masks());
      return reference.backward(unmasked, trial.outputAdjoints(), trial.finalStateAdjoints());
    }
  }

  @Test
  void unmaskedDerivativeIsFound() {
    assertThat(failures(UnmaskedDerivative.class))
        .containsExactly(
            "floatRunnerEqualsDoubleReference ALL_SHORT",
            "floatRunnerEqualsDoubleReference UNEQUAL",
            "symbolicGradientEqualsFiniteDifferences ALL_SHORT",
            "symbolicGradientEqualsFiniteDifferences UNEQUAL");
  }

  // The float runner

  /** A derivative that is wrong in fused code alone: 1 - v ∘ v is computed as 0.999 - v ∘ v. */
  static class WrongFusedDerivative extends Subject {
    @Override
    protected Kernels kernels() {
      return new WrappedKernels(new EjmlKernels()) {
        @Override
        public Pointwise compile(PointwiseProgram program) {
          return super.compile(
              new PointwiseProgram(
                  program.sources().stream()
                      .map(s -> s.equals(new Literal(1)) ? new Literal(0.999f) : s)
                      .toList(),
                  program.steps(),
                  program.sinks()));
        }
      };
    }
  }

  @Test
  void wrongFusedDerivativeIsFound() {
    assertThat(failures(WrongFusedDerivative.class))
        .containsExactly(
            "floatRunnerEqualsDoubleReference", "keptStateAdjointsEqualGradientsOfTheRest");
  }

  /** Every step sees the input of the step after it. */
  static class LeakedStep extends Subject {
    @Override
    FloatExecution execution(CellEquations equations, Kernels kernels) {
      return new FloatExecution(equations, kernels) {
        @Override
        List<DMatrixRMaj> inputs(Trial trial) {
          List<DMatrixRMaj> inputs = new ArrayList<>(super.inputs(trial));
          inputs.add(inputs.remove(0));
          return inputs;
        }
      };
    }
  }

  @Test
  void leakedTimeStepIsFound() {
    assertThat(failures(LeakedStep.class))
        .containsExactly(
            "floatRunnerEqualsDoubleReference ALL_SHORT",
            "floatRunnerEqualsDoubleReference EQUAL",
            "floatRunnerEqualsDoubleReference ONE_SEQUENCE",
            "floatRunnerEqualsDoubleReference UNEQUAL",
            "keptStateAdjointsEqualGradientsOfTheRest ALL_SHORT",
            "keptStateAdjointsEqualGradientsOfTheRest EQUAL",
            "keptStateAdjointsEqualGradientsOfTheRest ONE_SEQUENCE",
            "keptStateAdjointsEqualGradientsOfTheRest UNEQUAL",
            "paddedEqualsUnpadded ALL_SHORT",
            "paddedEqualsUnpadded UNEQUAL",
            "tracedValuesEqualDoubleReference ALL_SHORT",
            "tracedValuesEqualDoubleReference EQUAL",
            "tracedValuesEqualDoubleReference ONE_SEQUENCE",
            "tracedValuesEqualDoubleReference UNEQUAL");
  }

  /** All sequences are run to the end of the batch. */
  static class UnmaskedStep extends Subject {
    @Override
    FloatExecution execution(CellEquations equations, Kernels kernels) {
      return new FloatExecution(equations, kernels) {
        @Override
        Packing packing(Trial trial) {
          int[] lengths = new int[trial.sequences()];
          Arrays.fill(lengths, trial.steps());
          return Packing.of(trial.steps(), trial.sequences(), lengths);
        }
      };
    }
  }

  @Test
  void unmaskedStepIsFound() {
    assertThat(failures(UnmaskedStep.class))
        .containsExactly(
            "floatRunnerEqualsDoubleReference ALL_SHORT",
            "floatRunnerEqualsDoubleReference UNEQUAL",
            "keptStateAdjointsEqualGradientsOfTheRest ALL_SHORT",
            "keptStateAdjointsEqualGradientsOfTheRest UNEQUAL",
            "paddedEqualsUnpadded ALL_SHORT",
            "paddedEqualsUnpadded UNEQUAL",
            "tracedValuesEqualDoubleReference ALL_SHORT",
            "tracedValuesEqualDoubleReference UNEQUAL");
  }

  /** The first product that goes to new memory is added to what is there, which happens to be 0. */
  static class ReadBeforeWritten extends Subject {
    @Override
    protected Kernels kernels() {
      Set<Storage> written = Collections.newSetFromMap(new IdentityHashMap<>());
      return new WrappedKernels(new EjmlKernels()) {
        @Override
        public void product(
            Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
          boolean first = written.add(c.storage()) && addend == Addend.NOTHING;
          super.product(a, aRow, b, first ? Addend.RESULT : addend, c, cRow, rows);
        }

        @Override
        public void copy(
            Tensor source,
            int sourceRow,
            int sourceColumn,
            Tensor target,
            int targetRow,
            int targetColumn,
            int rows,
            int columns,
            boolean accumulate) {
          written.add(target.storage());
          super.copy(
              source,
              sourceRow,
              sourceColumn,
              target,
              targetRow,
              targetColumn,
              rows,
              columns,
              accumulate);
        }
      };
    }
  }

  @Test
  void bufferReadBeforeWrittenIsFound() {
    assertThat(failures(ReadBeforeWritten.class)).containsExactly("nothingIsReadThatWasNotWritten");
  }

  /** A backward pass begins by clearing the gradients. */
  static class OverwrittenGradient extends Subject {
    @Override
    FloatExecution execution(CellEquations equations, Kernels kernels) {
      return new FloatExecution(equations, kernels) {
        @Override
        SequenceRunner.InputGradients backward(
            SequenceRunner runner,
            SequenceRunner.Pass pass,
            Tensor outputAdjoint,
            List<Tensor> finalStateAdjoints,
            CellTensors gradients) {
          gradients.weights().forEach(weight -> kernels.fill(weight, 0));
          kernels.fill(gradients.vectors(), 0);
          return super.backward(runner, pass, outputAdjoint, finalStateAdjoints, gradients);
        }
      };
    }
  }

  @Test
  void overwrittenGradientIsFound() {
    assertThat(failures(OverwrittenGradient.class)).containsExactly("gradientsAdd");
  }

  /** Kernels made later compute a little differently. */
  static class Unreproducible extends Subject {
    private static int made;

    @Override
    protected Kernels kernels() {
      float factor = made++ % 2 == 0 ? 1 : 1 + 0x1p-23f;
      return new WrappedKernels(new EjmlKernels()) {
        @Override
        public void write(Tensor tensor, float[] values) {
          float[] changed = values.clone();
          changed[0] *= factor;
          super.write(tensor, changed);
        }
      };
    }
  }

  @Test
  void unreproducibleBitsAreFound() {
    // Poisoned kernels are compared bit by bit with others made before them, so they differ too.
    assertThat(failures(Unreproducible.class))
        .containsExactly("equalBuildsGiveEqualBits", "nothingIsReadThatWasNotWritten");
  }

  // Masks

  abstract static class MaskedSubject extends CellContract {
    @Override
    protected Cell cell() {
      return new VariationalDropout(new Zoneout(new PeepholeLstm(5, 1), 0.4, 0.4), 0.4, 0.4);
    }
  }

  static class SoundMasks extends MaskedSubject {}

  @Test
  void soundMasksPass() {
    assertThat(failures(SoundMasks.class)).isEmpty();
  }

  /** Every step uses the masks of the step after it; masks of sequences stay. */
  static class LateMasks extends MaskedSubject {
    @Override
    FloatExecution execution(CellEquations equations, Kernels kernels) {
      return new FloatExecution(equations, kernels) {
        @Override
        Map<String, List<DMatrixRMaj>> masks(Trial trial) {
          Map<String, List<DMatrixRMaj>> late = new HashMap<>();
          super.masks(trial)
              .forEach(
                  (name, steps) -> {
                    List<DMatrixRMaj> moved = new ArrayList<>(steps);
                    moved.add(moved.remove(0));
                    late.put(name, moved);
                  });
          return late;
        }
      };
    }
  }

  @Test
  void masksOfAnotherStepAreFound() {
    assertThat(failures(LateMasks.class))
        .containsExactly(
            "floatRunnerEqualsDoubleReference ALL_SHORT",
            "floatRunnerEqualsDoubleReference EQUAL",
            "floatRunnerEqualsDoubleReference ONE_SEQUENCE",
            "floatRunnerEqualsDoubleReference UNEQUAL",
            "keptStateAdjointsEqualGradientsOfTheRest ALL_SHORT",
            "keptStateAdjointsEqualGradientsOfTheRest EQUAL",
            "keptStateAdjointsEqualGradientsOfTheRest ONE_SEQUENCE",
            "keptStateAdjointsEqualGradientsOfTheRest UNEQUAL",
            "paddedEqualsUnpadded ALL_SHORT",
            "paddedEqualsUnpadded UNEQUAL");
  }

  /** Masks stay where they are when sequences are sorted by length. */
  static class UnsortedMasks extends MaskedSubject {
    @Override
    FloatExecution execution(CellEquations equations, Kernels kernels) {
      return new FloatExecution(equations, kernels) {
        @Override
        Map<String, List<DMatrixRMaj>> masks(Trial trial) {
          int[] sortedRow = packing(trial).sortedRow();
          Map<String, List<DMatrixRMaj>> unsorted = new HashMap<>();
          super.masks(trial)
              .forEach((name, steps) -> unsorted.put(name, permuted(steps, sortedRow)));
          return unsorted;
        }
      };
    }

    private static List<DMatrixRMaj> permuted(List<DMatrixRMaj> steps, int[] rows) {
      List<DMatrixRMaj> permuted = new ArrayList<>();
      for (DMatrixRMaj step : steps) {
        DMatrixRMaj moved = step.copy();
        for (int b = 0; b < rows.length; b++) {
          for (int j = 0; j < step.numCols; j++) {
            moved.set(b, j, step.get(rows[b], j));
          }
        }
        permuted.add(moved);
      }
      return permuted;
    }
  }

  @Test
  void masksOfAnotherSequenceAreFound() {
    assertThat(failures(UnsortedMasks.class))
        .containsExactly(
            "floatRunnerEqualsDoubleReference ALL_SHORT",
            "floatRunnerEqualsDoubleReference UNEQUAL",
            "keptStateAdjointsEqualGradientsOfTheRest ALL_SHORT",
            "keptStateAdjointsEqualGradientsOfTheRest UNEQUAL",
            "paddedEqualsUnpadded ALL_SHORT",
            "paddedEqualsUnpadded UNEQUAL");
  }

  /** Inference leaves masks out, where their expectation is not 1. */
  static class WrongExpectation extends MaskedSubject {
    @Override
    FloatExecution execution(CellEquations equations, Kernels kernels) {
      return new FloatExecution(equations, kernels) {
        @Override
        Outcome infer(Trial trial) {
          return new FloatExecution(new PeepholeLstm(5, 1).equations(), kernels).infer(trial);
        }
      };
    }
  }

  @Test
  void wrongExpectationIsFound() {
    assertThat(failures(WrongExpectation.class))
        .containsExactly("inferenceEqualsTraining", "tracedValuesEqualDoubleReference");
  }

  /** Draws differ from layer to layer, as they would if threads drew them. */
  static class UnreproducibleMasks extends MaskedSubject {
    private static long drawn;

    @Override
    protected Kernels kernels() {
      return new RacingKernels(new EjmlKernels());
    }

    private static final class RacingKernels extends WrappedKernels {
      RacingKernels(Kernels kernels) {
        super(kernels);
      }

      @Override
      public Kernels on(Workers workers) {
        return new RacingKernels(super.on(workers));
      }

      @Override
      public void dropoutMask(Tensor mask, double rate, float kept, long seed) {
        super.dropoutMask(mask, rate, kept, seed + drawn++);
      }
    }
  }

  @Test
  void unreproducibleMasksAreFound() {
    assertThat(failures(UnreproducibleMasks.class)).containsExactly("masksDependOnTheSeedAlone");
  }

  // Widths

  /** The last number of vectors of one width is not computed, as with the width of others. */
  static class ForgottenColumn extends CellContract {
    private static final int NARROW = 3;

    @Override
    protected Cell cell() {
      return new Widths(5, NARROW, 7);
    }

    @Override
    protected Kernels kernels() {
      return new WrappedKernels(new EjmlKernels()) {
        @Override
        public Pointwise compile(PointwiseProgram program) {
          Pointwise sound = super.compile(program);
          return (tensors, firstRows, scalars, rows, width) ->
              sound.run(tensors, firstRows, scalars, rows, width == NARROW ? width - 1 : width);
        }
      };
    }
  }

  @Test
  void forgottenColumnIsFound() {
    assertThat(failures(ForgottenColumn.class))
        .contains("floatRunnerEqualsDoubleReference", "nothingIsReadThatWasNotWritten");
  }

  /** A mean over a narrow vector is divided by the number of units. */
  static class MeanOverUnits extends CellContract {
    @Override
    protected Cell cell() {
      return new Widths(5, 3, 7);
    }

    @Override
    FloatExecution execution(CellEquations equations, Kernels kernels) {
      Map<Definition, Definition> wrong = new HashMap<>();
      for (Definition definition : equations.definitions()) {
        Expression value =
            definition
                .value()
                .replaced(
                    part ->
                        part instanceof Mean mean && mean.width() == 3
                            ? mean.times(3 / 5.0)
                            : part instanceof Definition known ? wrong.get(known) : part);
        wrong.put(definition, new Definition(definition.name(), value));
      }
      LinkedHashMap<State, Definition> next = new LinkedHashMap<>();
      equations.next().forEach((state, after) -> next.put(state, wrong.get(after)));
      return new FloatExecution(
          new CellEquations(
              equations.units(),
              equations.definitions().stream().map(wrong::get).toList(),
              next,
              wrong.get(equations.output())),
          kernels);
    }
  }

  @Test
  void meanOverTheWrongWidthIsFound() {
    assertThat(failures(MeanOverUnits.class))
        .containsExactly(
            "floatRunnerEqualsDoubleReference",
            "keptStateAdjointsEqualGradientsOfTheRest",
            "tracedValuesEqualDoubleReference");
  }

  // The cell

  /** A component that is a function, which JSON has no form for. */
  record WithFunction(int units, DoubleUnaryOperator function) implements Cell {
    @Override
    public CellEquations equations() {
      return new PeepholeLstm(units, function.applyAsDouble(0)).equations();
    }
  }

  static class NoJson extends CellContract {
    @Override
    protected Cell cell() {
      return new WithFunction(5, Math::cos);
    }
  }

  @Test
  void componentWithoutJsonIsFound() {
    assertThat(failures(NoJson.class)).containsExactly("componentsRebuildTheCell");
  }

  /**
   * A record whose constructor changes what it was given, so that reading it back gives another
   * cell.
   */
  record Growing(int units, double forgetBias) implements Cell {
    Growing {
      forgetBias++;
    }

    @Override
    public CellEquations equations() {
      return new PeepholeLstm(units, forgetBias).equations();
    }
  }

  static class NotRebuilt extends CellContract {
    @Override
    protected Cell cell() {
      return new Growing(5, 0);
    }
  }

  @Test
  void cellThatIsNotReadBackIsFound() {
    assertThat(failures(NotRebuilt.class)).containsExactly("componentsRebuildTheCell");
  }

  /** Equations that differ from call to call: the same names, another formula. */
  record Fickle(int units) implements Cell {
    private static int calls;

    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      double decay = calls++ % 2 == 0 ? 0.5 : 0.25;
      return eq.output(eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h)).times(decay)));
    }
  }

  static class Unequal extends CellContract {
    @Override
    protected Cell cell() {
      return new Fickle(5);
    }
  }

  @Test
  void equationsThatDifferFromCallToCallAreFound() {
    assertThat(failures(Unequal.class))
        .contains("equationsAreEqualAtEveryCall", "componentsRebuildTheCell");
  }

  // Kernels

  abstract static class Faulty extends KernelsContract {
    @Override
    protected Kernels kernels() {
      return faulty(new EjmlKernels());
    }

    abstract Kernels faulty(Kernels sound);
  }

  static class SoundKernels extends Faulty {
    @Override
    Kernels faulty(Kernels sound) {
      return new PoisoningKernels(sound);
    }
  }

  @Test
  void soundKernelsPassAlsoPoisoned() {
    assertThat(failures(SoundKernels.class)).isEmpty();
  }

  /** The last of a range of rows is not worked on, as in a loop whose tail is forgotten. */
  static class ForgottenTail extends Faulty {
    @Override
    Kernels faulty(Kernels sound) {
      return new WrappedKernels(sound) {
        @Override
        public void addOuterProducts(OuterProduct[] products, int[] aRows, int[] counts) {
          int[] whole =
              Arrays.stream(counts).map(rows -> rows > 16 ? rows / 16 * 16 : rows).toArray();
          super.addOuterProducts(products, aRows, whole);
        }

        @Override
        public void overRows(int rows, RowRange work) {
          super.overRows(rows < 1000 ? rows : rows - 1, work);
        }
      };
    }
  }

  @Test
  void forgottenTailIsFound() {
    assertThat(failures(ForgottenTail.class))
        .containsExactly(
            "anyNumberOfThreadsGivesTheSameBits",
            "outerProductEqualsPlainLoops 100",
            "outerProductEqualsPlainLoops 17",
            "outerProductEqualsPlainLoops 31",
            "outerProductEqualsPlainLoops 33",
            "outerProductEqualsPlainLoops 700",
            "outerProductsOfAnyHeightEqualPlainLoops",
            "outerProductsOverSeveralRangesEqualPlainLoops",
            "overRowsCoversEveryRowOnce");
  }

  /** A copy writes whole vectors of 8 floats, past the end of a narrower block. */
  static class WrittenTooFar extends Faulty {
    @Override
    Kernels faulty(Kernels sound) {
      return new WrappedKernels(sound) {
        @Override
        public void copy(
            Tensor source,
            int sourceRow,
            int sourceColumn,
            Tensor target,
            int targetRow,
            int targetColumn,
            int rows,
            int columns,
            boolean accumulate) {
          int room = Math.min(source.columns() - sourceColumn, target.columns() - targetColumn);
          int written = Math.min(room, (columns + 7) / 8 * 8);
          super.copy(
              source,
              sourceRow,
              sourceColumn,
              target,
              targetRow,
              targetColumn,
              rows,
              written,
              accumulate);
        }
      };
    }
  }

  @Test
  void writingPastTheBlockIsFound() {
    assertThat(failures(WrittenTooFar.class)).containsExactly("copyEqualsPlainLoops");
  }

  /**
   * What lies before the frame is taken from its other side, and the last of equal numbers wins.
   */
  static class FramesWrongAtTheEdge extends Faulty {
    @Override
    Kernels faulty(Kernels sound) {
      return new WrappedKernels(sound) {
        @Override
        public void takePatches(Tensor frames, int firstFrame, PatchGrid grid, Tensor patches) {
          super.takePatches(frames, firstFrame, grid, patches);
          if (grid.padding() > 0) {
            float[] values = toArray(patches);
            values[0] = 1;
            write(patches, values);
          }
        }

        @Override
        public void addPatches(Tensor patches, PatchGrid grid, Tensor frames, int firstFrame) {
          super.addPatches(patches, grid, frames, firstFrame);
          if (grid.stride() < grid.size()) {
            super.addPatches(patches, grid, frames, firstFrame);
          }
        }

        @Override
        public void maxOfPatches(Tensor frames, PatchGrid grid, Tensor largest, int[] places) {
          super.maxOfPatches(frames, grid, largest, places);
          float[] values = toArray(frames);
          for (int i = 0; i < places.length; i++) {
            int next = places[i] + grid.frame().channels();
            if (grid.size() > 1 && next < values.length && values[next] == values[places[i]]) {
              places[i] = next;
            }
          }
        }
      };
    }
  }

  @Test
  void patchesWrongAtTheEdgeAreFound() {
    assertThat(failures(FramesWrongAtTheEdge.class))
        .contains(
            "addPatchesEqualsPlainLoops",
            "maxOfPatchesEqualsPlainLoops",
            "takePatchesEqualsPlainLoops");
  }

  /** Sinks that add replace instead. */
  static class StoredNotAdded extends Faulty {
    @Override
    Kernels faulty(Kernels sound) {
      return new WrappedKernels(sound) {
        @Override
        public Pointwise compile(PointwiseProgram program) {
          return super.compile(
              new PointwiseProgram(
                  program.sources(),
                  program.steps(),
                  program.sinks().stream()
                      .map(
                          s ->
                              s.mode() == Sink.Mode.ADD
                                  ? new Sink(s.value(), s.tensor(), s.column(), Sink.Mode.STORE)
                                  : s)
                      .toList()));
        }
      };
    }
  }

  @Test
  void storingInsteadOfAddingIsFound() {
    assertThat(failures(StoredNotAdded.class)).containsExactly("sourcesAndSinksEqualPlainLoops");
  }

  /**
   * Rows are multiplied from the last to the first wherever there are few, so that sums have
   * another order.
   */
  static class OrderOfItsOwn extends Faulty {
    @Override
    Kernels faulty(Kernels sound) {
      return new WrappedKernels(sound) {
        @Override
        public void product(
            Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
          super.product(a, aRow, b, addend, c, cRow, rows);
          if (rows == 1) {
            float[] values = toArray(c);
            int last = (cRow + 1) * c.columns() - 1;
            values[last] = Math.nextUp(values[last]);
            write(c, values);
          }
        }
      };
    }
  }

  @Test
  void bitsThatDependOnTheSplitAreFound() {
    assertThat(failures(OrderOfItsOwn.class)).contains("splitRowsGiveTheSameBits");
  }

  /** Three threads add up in an order of their own. */
  static class OrderOfThreads extends Faulty {
    @Override
    Kernels faulty(Kernels sound) {
      return new WrappedKernels(sound) {
        @Override
        public Kernels on(Workers workers) {
          return new WrappedKernels(super.on(workers)) {
            @Override
            public double sum(Tensor tensor) {
              return super.sum(tensor) * (workers.threads() == 3 ? 1 + 0x1p-23 : 1);
            }
          };
        }
      };
    }
  }

  @Test
  void bitsThatDependOnTheThreadsAreFound() {
    assertThat(failures(OrderOfThreads.class))
        .containsExactly("anyNumberOfThreadsGivesTheSameBits");
  }
}

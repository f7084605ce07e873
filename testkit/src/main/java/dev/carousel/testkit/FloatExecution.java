package dev.carousel.testkit;

import dev.carousel.cell.CellEquations;
import dev.carousel.cell.CellTensors;
import dev.carousel.cell.DoubleReference.Arguments;
import dev.carousel.cell.DoubleReference.Gradients;
import dev.carousel.cell.Packing;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.cell.StateAdjoints;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.ejml.data.DMatrixRMaj;

/** Runs a cell in floats, with arguments and results laid out as the double reference has them. */
class FloatExecution {
  private final CellEquations equations;
  private final Kernels kernels;
  private final SequenceRunner runner;

  FloatExecution(CellEquations equations, Kernels kernels) {
    this.equations = equations;
    this.kernels = kernels;
    this.runner = new SequenceRunner(equations, kernels);
  }

  /** What came out of a forward pass and, made for training, of the backward passes after it. */
  record Outcome(
      List<DMatrixRMaj> outputs, Map<String, DMatrixRMaj> finalStates, Gradients gradients) {
    List<Block> results() {
      return Block.of(outputs, finalStates);
    }
  }

  Outcome infer(Trial trial) {
    Packing packing = packing(trial);
    SequenceRunner.Pass pass =
        runner.forward(
            runner.freeze(parameters(trial.arguments())),
            packed(inputs(trial), packing),
            sorted(trial.arguments().initialStates(), packing),
            packing,
            new Workspace(kernels));
    return new Outcome(outputs(pass, packing), finalStates(pass, packing), null);
  }

  /** What a traced pass gave: its outcome, and every named value of every step. */
  record Traced(Outcome outcome, Map<String, List<DMatrixRMaj>> values) {}

  Traced trace(Trial trial) {
    Packing packing = packing(trial);
    SequenceRunner.Pass pass =
        runner.trace(
            parameters(trial.arguments()),
            packed(inputs(trial), packing),
            sorted(trial.arguments().initialStates(), packing),
            packing,
            new Workspace(kernels));
    Map<String, List<DMatrixRMaj>> values = new LinkedHashMap<>();
    for (Definition definition : equations.definitions()) {
      values.put(definition.name(), padded(pass.value(definition.name()), packing));
    }
    return new Traced(
        new Outcome(outputs(pass, packing), finalStates(pass, packing), null), values);
  }

  /**
   * Runs forwards and backwards, and keeps the adjoints of the states at some steps.
   *
   * @param wanted which steps, 0 to T
   * @return for each of them the adjoints by state, each [B, units]; and the gradients
   */
  Adjoints adjoints(Trial trial, IntPredicate wanted) {
    Packing packing = packing(trial);
    StateAdjoints kept = new StateAdjoints(wanted);
    CellTensors gradients = zeros(trial);
    SequenceRunner.InputGradients inputs =
        runner.backward(
            forward(trial, packing),
            packed(trial.outputAdjoints(), packing),
            sorted(trial.finalStateAdjoints(), packing),
            gradients,
            kept);
    Map<Integer, Map<String, DMatrixRMaj>> steps = new LinkedHashMap<>();
    for (int t = 0; t <= trial.steps(); t++) {
      if (wanted.test(t)) {
        List<Tensor> states = new ArrayList<>();
        for (int k = 0; k < equations.states().size(); k++) {
          states.add(kept.get(t, k));
        }
        steps.put(t, unsorted(states, packing));
      }
    }
    return new Adjoints(
        steps,
        new Gradients(
            weights(gradients),
            vectors(gradients),
            padded(inputs.input(), packing),
            unsorted(inputs.initialStates(), packing)));
  }

  /** What a backward pass carried, by step and state, and its gradients. */
  record Adjoints(Map<Integer, Map<String, DMatrixRMaj>> steps, Gradients gradients) {}

  /** Runs forwards and then backwards, once or several times into the same gradients. */
  Outcome train(Trial trial, int passes) {
    Packing packing = packing(trial);
    SequenceRunner.Pass pass = forward(trial, packing);
    Tensor outputAdjoint = packed(trial.outputAdjoints(), packing);
    List<Tensor> finalStateAdjoints = sorted(trial.finalStateAdjoints(), packing);
    CellTensors gradients = zeros(trial);
    SequenceRunner.InputGradients inputs =
        backward(runner, pass, outputAdjoint, finalStateAdjoints, gradients);
    for (int i = 1; i < passes; i++) {
      pass = forward(trial, packing);
      inputs = backward(runner, pass, outputAdjoint, finalStateAdjoints, gradients);
    }
    return new Outcome(
        outputs(pass, packing),
        finalStates(pass, packing),
        new Gradients(
            weights(gradients),
            vectors(gradients),
            padded(inputs.input(), packing),
            unsorted(inputs.initialStates(), packing)));
  }

  // What follows is overridden where the contract itself is tested.

  Packing packing(Trial trial) {
    return Packing.of(trial.steps(), trial.sequences(), trial.arguments().lengths());
  }

  List<DMatrixRMaj> inputs(Trial trial) {
    return trial.arguments().inputs();
  }

  Map<String, List<DMatrixRMaj>> masks(Trial trial) {
    return trial.arguments().masks();
  }

  SequenceRunner.InputGradients backward(
      SequenceRunner runner,
      SequenceRunner.Pass pass,
      Tensor outputAdjoint,
      List<Tensor> finalStateAdjoints,
      CellTensors gradients) {
    return runner.backward(pass, outputAdjoint, finalStateAdjoints, gradients);
  }

  private SequenceRunner.Pass forward(Trial trial, Packing packing) {
    return runner.forward(
        parameters(trial.arguments()),
        packed(inputs(trial), packing),
        sorted(trial.arguments().initialStates(), packing),
        drawn(masks(trial), packing),
        packing,
        true,
        new Workspace(kernels));
  }

  private List<Tensor> drawn(Map<String, List<DMatrixRMaj>> masks, Packing packing) {
    List<Tensor> drawn = new ArrayList<>();
    for (Mask mask : equations.masks()) {
      List<DMatrixRMaj> steps = masks.get(mask.name());
      drawn.add(
          mask.draw() == Mask.Draw.EACH_STEP
              ? packed(steps, packing)
              : gathered(stacked(steps.subList(0, 1)), packing.order()));
    }
    return drawn;
  }

  private CellTensors parameters(Arguments arguments) {
    List<Tensor> weights = new ArrayList<>();
    List<Shape> shapes = runner.shapes(arguments.inputs().get(0).numCols);
    for (List<Linear> group : equations.products().values()) {
      weights.add(
          stacked(
              group.stream().map(p -> arguments.weights().get(p.weight())).toList(),
              shapes.get(weights.size())));
    }
    List<DMatrixRMaj> vectors =
        equations.vectors().stream().map(v -> arguments.vectors().get(v.name())).toList();
    return new CellTensors(weights, stacked(vectors, shapes.get(weights.size())));
  }

  private CellTensors zeros(Trial trial) {
    List<Tensor> zeros = new ArrayList<>();
    for (Shape shape : runner.shapes(trial.inputs())) {
      zeros.add(kernels.zeros(shape.sizes()));
    }
    int last = zeros.size() - 1;
    return new CellTensors(zeros.subList(0, last), zeros.get(last));
  }

  private Map<String, DMatrixRMaj> weights(CellTensors tensors) {
    Map<String, DMatrixRMaj> weights = new LinkedHashMap<>();
    int g = 0;
    for (List<Linear> group : equations.products().values()) {
      Tensor stacked = tensors.weights().get(g++);
      List<Shape> shapes = group.stream().map(p -> Shape.of(p.width(), stacked.columns())).toList();
      List<DMatrixRMaj> parts = unstacked(stacked, shapes);
      for (int i = 0; i < parts.size(); i++) {
        weights.put(group.get(i).weight(), parts.get(i));
      }
    }
    return weights;
  }

  private Map<String, DMatrixRMaj> vectors(CellTensors tensors) {
    Map<String, DMatrixRMaj> vectors = new LinkedHashMap<>();
    List<PerUnit> names = equations.vectors();
    List<DMatrixRMaj> parts =
        unstacked(tensors.vectors(), names.stream().map(v -> Shape.of(1, v.width())).toList());
    for (int i = 0; i < parts.size(); i++) {
      vectors.put(names.get(i).name(), parts.get(i));
    }
    return vectors;
  }

  private List<DMatrixRMaj> outputs(SequenceRunner.Pass pass, Packing packing) {
    return padded(pass.output(), packing);
  }

  private Map<String, DMatrixRMaj> finalStates(SequenceRunner.Pass pass, Packing packing) {
    List<Tensor> states = new ArrayList<>();
    for (int k = 0; k < equations.states().size(); k++) {
      states.add(pass.finalState(k));
    }
    return unsorted(states, packing);
  }

  private Tensor packed(List<DMatrixRMaj> steps, Packing packing) {
    return gathered(stacked(steps), packing.paddedRows());
  }

  private List<DMatrixRMaj> padded(Tensor packed, Packing packing) {
    Tensor rows = gathered(packed, packing.packedRows());
    Shape step = Shape.of(packing.rows(), packed.columns());
    return unstacked(rows, Collections.nCopies(packing.steps(), step));
  }

  private List<Tensor> sorted(Map<String, DMatrixRMaj> states, Packing packing) {
    List<Tensor> sorted = new ArrayList<>();
    for (State state : equations.states()) {
      Tensor rows = stacked(List.of(states.get(state.name())));
      sorted.add(gathered(rows, packing.order()));
    }
    return sorted;
  }

  private Map<String, DMatrixRMaj> unsorted(List<Tensor> states, Packing packing) {
    Map<String, DMatrixRMaj> unsorted = new LinkedHashMap<>();
    for (int k = 0; k < states.size(); k++) {
      Tensor rows = gathered(states.get(k), packing.sortedRow());
      unsorted.put(equations.states().get(k).name(), unstacked(rows, List.of(rows.shape())).get(0));
    }
    return unsorted;
  }

  private Tensor gathered(Tensor source, int[] index) {
    Tensor target = kernels.allocate(Shape.of(index.length, source.columns()));
    kernels.gatherRows(source, index, target);
    return target;
  }

  private Tensor stacked(List<DMatrixRMaj> parts) {
    int rows = parts.stream().mapToInt(part -> part.numRows).sum();
    return stacked(parts, Shape.of(rows, parts.get(0).numCols));
  }

  /** The elements of some matrices, one after the other. */
  private Tensor stacked(List<DMatrixRMaj> parts, Shape shape) {
    float[] values = new float[shape.elements()];
    int next = 0;
    for (DMatrixRMaj part : parts) {
      for (int i = 0; i < part.getNumElements(); i++) {
        values[next++] = (float) part.get(i);
      }
    }
    return kernels.tensor(values, shape.sizes());
  }

  private List<DMatrixRMaj> unstacked(Tensor tensor, List<Shape> parts) {
    List<DMatrixRMaj> matrices = new ArrayList<>();
    float[] values = kernels.toArray(tensor);
    int next = 0;
    for (Shape part : parts) {
      DMatrixRMaj matrix = new DMatrixRMaj(part.rows(), part.columns());
      for (int i = 0; i < matrix.getNumElements(); i++) {
        matrix.set(i, values[next++]);
      }
      matrices.add(matrix);
    }
    return matrices;
  }
}

package dev.carousel.layer;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.CellTensors;
import dev.carousel.cell.Packing;
import dev.carousel.cell.PassListener;
import dev.carousel.cell.RecurrentPass;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.cell.StateAdjoints;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.graph.GraphWriter;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One cell over packed sequences in one direction: the parameters and the tape operation. */
final class RecurrentCell {
  private final String name;
  private final Layer.Recurrent layer;
  private final CellEquations equations;
  private final double weightDrop;
  private final SequenceRunner runner;
  private final List<Parameter> weights = new ArrayList<>();
  private final Parameter vectors;

  RecurrentCell(
      Layer.Recurrent layer,
      double weightDrop,
      SequenceRunner runner,
      int inputs,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    this.layer = layer;
    this.name = layer.name();
    this.equations = layer.equations();
    this.weightDrop = weightDrop;
    this.runner = runner;
    List<Shape> shapes = runner.shapes(inputs);
    List<Expression> operands = List.copyOf(equations.products().keySet());
    Map<String, Integer> numbers = new HashMap<>();
    for (int g = 0; g < operands.size(); g++) {
      boolean ofInput = operands.get(g).width() == Expression.INPUT_WIDTH;
      Shape shape = shapes.get(g);
      float[] values =
          initializer.values(
              ofInput ? Role.INPUT : Role.RECURRENT,
              shape.rows(),
              shape.columns(),
              equations.units(),
              random);
      // W or U, a second one W2 or U2.
      String letter = ofInput ? "W" : "U";
      int number = numbers.merge(letter, 1, Integer::sum);
      String suffix = number == 1 ? letter : letter + number;
      weights.add(parameter(kernels, suffix, values, shape));
    }
    Shape shape = shapes.get(operands.size());
    float[] values = new float[shape.elements()];
    int first = 0;
    for (PerUnit vector : equations.vectors()) {
      float[] initial = initial(vector, equations.units(), initializer, random);
      for (int j = 0; j < initial.length; j++) {
        values[first + j] = initial[j] + (float) vector.initial();
      }
      first += initial.length;
    }
    vectors = parameter(kernels, "b", values, shape);
  }

  /** What the initializer adds to a vector's initial value. */
  private static float[] initial(
      PerUnit vector, int units, Initializer initializer, RandomStream random) {
    return switch (vector.role()) {
      case BIAS -> initializer.values(Role.RECURRENT_BIAS, 1, vector.width(), units, random);
      case WEIGHT -> initializer.values(Role.PEEPHOLE, 1, vector.width(), units, random);
      case GAIN -> new float[vector.width()];
    };
  }

  private Parameter parameter(Kernels kernels, String part, float[] values, Shape shape) {
    int[] sizes = shape.sizes();
    return new Parameter(
        name + "." + part, kernels.tensor(values, sizes), kernels.zeros(sizes), layer);
  }

  List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(weights);
    all.add(vectors);
    return all;
  }

  /**
   * What comes out: the packed outputs, then each state after the sequences' last steps, sorted.
   */
  record Result(Variable output, List<Variable> finalStates) {}

  /**
   * One pass as one tape operation.
   *
   * @param input [packed rows, inputs]
   * @param initialStates one [B, width of the state] a state, sorted
   */
  Result apply(Variable input, List<Variable> initialStates, Packing packing) {
    Tape tape = input.tape();
    List<Variable> matrices = matrices(tape);
    Variable biases = tape.parameter(vectors);
    CellTensors tensors =
        new CellTensors(matrices.stream().map(Variable::value).toList(), biases.value());
    List<Tensor> initial = initialStates.stream().map(Variable::value).toList();
    RecurrentPass described =
        new RecurrentPass(
            name, layer.reversed(), equations, runner, tensors, input.value(), initial, packing);
    tape.listener().ifPresent(listener -> listener.forward(described));
    SequenceRunner.Pass pass =
        runner.forward(
            tensors,
            input.value(),
            initial,
            masks(tape, input.value().columns(), packing),
            packing,
            tape.isTraining(),
            tape.workspace());
    List<Tensor> values = new ArrayList<>();
    values.add(pass.output());
    for (int k = 0; k < equations.states().size(); k++) {
      values.add(pass.finalState(k));
    }
    List<Variable> inputs = new ArrayList<>();
    inputs.add(input);
    inputs.addAll(initialStates);
    inputs.addAll(matrices);
    inputs.add(biases);
    List<Variable> results =
        tape.record(
            values,
            inputs,
            reached -> {
              CellTensors gradients =
                  new CellTensors(
                      matrices.stream().map(Variable::gradient).toList(), biases.gradient());
              backward(pass, described, reached, gradients, input, initialStates);
            });
    return new Result(results.get(0), results.subList(1, results.size()));
  }

  /** This layer, to be written into a graph. */
  GraphWriter.Directed directed() {
    return new GraphWriter.Directed(layer, parameters());
  }

  /** The matrices on a tape, recurrent ones with some weights dropped. */
  private List<Variable> matrices(Tape tape) {
    List<Variable> matrices = new ArrayList<>();
    int index = 0;
    for (Expression operand : equations.products().keySet()) {
      Variable matrix = tape.parameter(weights.get(index++));
      boolean recurrent = operand.width() != Expression.INPUT_WIDTH;
      matrices.add(recurrent ? RowOperations.dropout(matrix, weightDrop) : matrix);
    }
    return matrices;
  }

  /** Draws the masks on the tape's thread, one after the other, or takes their expectations. */
  private List<Tensor> masks(Tape tape, int inputs, Packing packing) {
    if (!tape.isTraining()) {
      return List.of();
    } else if (!tape.isNoisy()) {
      return runner.expectedMasks(inputs, packing, tape.workspace());
    }
    List<Shape> shapes = runner.maskShapes(inputs, packing);
    List<Tensor> drawn = new ArrayList<>();
    for (Mask mask : equations.masks()) {
      drawn.add(tape.mask(shapes.get(drawn.size()), 1 - mask.probability(), mask.value()));
    }
    return drawn;
  }

  private void backward(
      SequenceRunner.Pass pass,
      RecurrentPass described,
      List<Variable> results,
      CellTensors gradients,
      Variable input,
      List<Variable> initialStates) {
    Tensor outputs = results.get(0).gradient();
    List<Tensor> states =
        results.subList(1, results.size()).stream().map(Variable::gradient).toList();
    SequenceRunner.InputGradients inputGradients =
        input
            .tape()
            .listener()
            .map(listener -> observed(listener, pass, described, outputs, states, gradients))
            .orElseGet(() -> runner.backward(pass, outputs, states, gradients));
    add(inputGradients.input(), input);
    for (int k = 0; k < initialStates.size(); k++) {
      add(inputGradients.initialStates().get(k), initialStates.get(k));
    }
  }

  private SequenceRunner.InputGradients observed(
      PassListener listener,
      SequenceRunner.Pass pass,
      RecurrentPass described,
      Tensor outputs,
      List<Tensor> states,
      CellTensors gradients) {
    StateAdjoints kept = new StateAdjoints(step -> true);
    SequenceRunner.InputGradients inputGradients =
        runner.backward(pass, outputs, states, gradients, kept);
    listener.backward(described, outputs, kept);
    return inputGradients;
  }

  private static void add(Tensor gradient, Variable variable) {
    if (variable.differentiable()) {
      variable.addGradient(gradient);
    }
  }
}

package dev.carousel.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.Cell;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrentTest {
  private static final int INPUTS = 3;
  private static final int UNITS = 5;

  private final Kernels kernels = new EjmlKernels();
  private final RandomStream random = new RandomStream(21);

  static List<Cell> cells() {
    return List.of(new TestCells.Plain(UNITS), new TestCells.Gated(UNITS));
  }

  static List<RecurrentStack> stacks() {
    List<RecurrentStack> stacks = new ArrayList<>();
    for (Cell cell : cells()) {
      for (int layers = 1; layers <= 2; layers++) {
        stacks.add(new RecurrentStack(cell, layers, false, 0));
        stacks.add(new RecurrentStack(cell, layers, true, 0));
      }
    }
    return stacks;
  }

  private Recurrent layer(RecurrentStack stack, int inputs) {
    return new Recurrent("r", stack, inputs, kernels, new UniformInitializer(0.5), random);
  }

  private float[] numbers(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  private float[] array(Variable variable) {
    return kernels.toArray(variable.value());
  }

  private void copyWeights(List<Parameter> from, List<Parameter> to) {
    assertThat(to).hasSameSizeAs(from);
    for (int p = 0; p < from.size(); p++) {
      kernels.write(to.get(p).value(), kernels.toArray(from.get(p).value()));
    }
  }

  private static int[] full(int rows, int steps) {
    int[] lengths = new int[rows];
    Arrays.fill(lengths, steps);
    return lengths;
  }

  @Test
  void namesItsParametersByLayerAndDirection() {
    RecurrentStack stack = new RecurrentStack(new TestCells.Gated(UNITS), 2, true, 0);
    List<Parameter> parameters = layer(stack, INPUTS).parameters();

    assertThat(parameters)
        .extracting(Parameter::name)
        .containsExactly(
            "r.0.forward.W",
            "r.0.forward.U",
            "r.0.forward.U2",
            "r.0.forward.b",
            "r.0.backward.W",
            "r.0.backward.U",
            "r.0.backward.U2",
            "r.0.backward.b",
            "r.1.forward.W",
            "r.1.forward.U",
            "r.1.forward.U2",
            "r.1.forward.b",
            "r.1.backward.W",
            "r.1.backward.U",
            "r.1.backward.U2",
            "r.1.backward.b");
    assertThat(parameters.get(0).value().shape()).hasToString("[10, 3]");
    assertThat(parameters.get(8).value().shape()).hasToString("[10, 10]");
    assertThat(parameters.get(11).value().shape()).hasToString("[3, 5]");
  }

  /** h_t = tanh(W x_t + U h_{t-1} + b), worked out in double. */
  @Test
  void computesTheCellsEquations() {
    int steps = 4;
    int rows = 2;
    Recurrent layer = layer(RecurrentStack.of(new TestCells.Plain(UNITS)), INPUTS);
    float[] x = numbers(steps * rows * INPUTS);
    float[] initial = numbers(rows * UNITS);
    float[] w = kernels.toArray(layer.parameters().get(0).value());
    float[] u = kernels.toArray(layer.parameters().get(1).value());
    float[] b = kernels.toArray(layer.parameters().get(2).value());
    Tape tape = Tape.prediction(kernels);
    Recurrent.Output output =
        layer.apply(
            tape.constant(kernels.tensor(x, steps * rows, INPUTS)),
            steps,
            full(rows, steps),
            List.of(tape.constant(kernels.tensor(initial, rows, UNITS))));

    float[] actual = array(output.sequence());
    double[] h = new double[rows * UNITS];
    for (int i = 0; i < h.length; i++) {
      h[i] = initial[i];
    }
    for (int t = 0; t < steps; t++) {
      double[] next = new double[h.length];
      for (int row = 0; row < rows; row++) {
        for (int unit = 0; unit < UNITS; unit++) {
          double sum = b[unit];
          for (int i = 0; i < INPUTS; i++) {
            sum += (double) w[unit * INPUTS + i] * x[(t * rows + row) * INPUTS + i];
          }
          for (int i = 0; i < UNITS; i++) {
            sum += (double) u[unit * UNITS + i] * h[row * UNITS + i];
          }
          next[row * UNITS + unit] = Math.tanh(sum);
          // Sums of 9 terms of at most 1/2 each are rounded 9 times by 4.5 · 2^-24, tanh once;
          // 4 steps carry that on with a factor of at most 5 · 1/2.
          assertThat((double) actual[((t * rows) + row) * UNITS + unit])
              .isCloseTo(next[row * UNITS + unit], within(1e-4));
        }
      }
      h = next;
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void stackedLayersAreOneAfterTheOther(Cell cell) {
    int steps = 4;
    int[] lengths = {4, 2, 3};
    Recurrent both = layer(new RecurrentStack(cell, 2, false, 0), INPUTS);
    Recurrent lower = layer(RecurrentStack.of(cell), INPUTS);
    Recurrent upper = layer(RecurrentStack.of(cell), UNITS);
    int half = both.parameters().size() / 2;
    copyWeights(both.parameters().subList(0, half), lower.parameters());
    copyWeights(both.parameters().subList(half, 2 * half), upper.parameters());
    Tape tape = Tape.prediction(kernels);
    Variable x = tape.constant(kernels.tensor(numbers(12 * INPUTS), 12, INPUTS));

    Recurrent.Output stacked = both.apply(x, steps, lengths);
    Recurrent.Output first = lower.apply(x, steps, lengths);
    Recurrent.Output second = upper.apply(first.sequence(), steps, lengths);
    assertThat(array(stacked.sequence())).containsExactly(array(second.sequence()));
    assertThat(array(stacked.last())).containsExactly(array(second.last()));
    List<Variable> states = new ArrayList<>(first.finalStates());
    states.addAll(second.finalStates());
    assertThat(stacked.finalStates()).hasSameSizeAs(states);
    for (int k = 0; k < states.size(); k++) {
      assertThat(array(stacked.finalStates().get(k))).containsExactly(array(states.get(k)));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void secondDirectionReadsEachSequenceFromItsEnd(Cell cell) {
    int steps = 4;
    int[] lengths = {2, 4, 1};
    int rows = lengths.length;
    Recurrent both = layer(new RecurrentStack(cell, 1, true, 0), INPUTS);
    Recurrent forward = layer(RecurrentStack.of(cell), INPUTS);
    Recurrent backward = layer(RecurrentStack.of(cell), INPUTS);
    int half = both.parameters().size() / 2;
    copyWeights(both.parameters().subList(0, half), forward.parameters());
    copyWeights(both.parameters().subList(half, 2 * half), backward.parameters());
    float[] x = numbers(steps * rows * INPUTS);
    Tape tape = Tape.prediction(kernels);
    Recurrent.Output output =
        both.apply(tape.constant(kernels.tensor(x, 12, INPUTS)), steps, lengths);
    Recurrent.Output left =
        forward.apply(tape.constant(kernels.tensor(x, 12, INPUTS)), steps, lengths);
    Recurrent.Output right =
        backward.apply(
            tape.constant(kernels.tensor(reversed(x, INPUTS, lengths), 12, INPUTS)),
            steps,
            lengths);

    assertThat(array(output.sequence()))
        .containsExactly(
            beside(array(left.sequence()), reversed(array(right.sequence()), UNITS, lengths)));
    assertThat(array(output.last()))
        .containsExactly(beside(array(left.last()), array(right.last())));
    List<Variable> states = new ArrayList<>(left.finalStates());
    states.addAll(right.finalStates());
    for (int k = 0; k < states.size(); k++) {
      assertThat(array(output.finalStates().get(k))).containsExactly(array(states.get(k)));
    }
  }

  /** Each sequence from its end; padding stays where it is. */
  private static float[] reversed(float[] values, int width, int[] lengths) {
    float[] result = values.clone();
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        int from = ((lengths[b] - 1 - t) * lengths.length + b) * width;
        System.arraycopy(values, from, result, (t * lengths.length + b) * width, width);
      }
    }
    return result;
  }

  private static float[] beside(float[] left, float[] right) {
    float[] joined = new float[left.length + right.length];
    for (int row = 0; row < left.length / UNITS; row++) {
      System.arraycopy(left, row * UNITS, joined, row * 2 * UNITS, UNITS);
      System.arraycopy(right, row * UNITS, joined, row * 2 * UNITS + UNITS, UNITS);
    }
    return joined;
  }

  /** One run forwards and backwards, from initial states that get gradients too. */
  private final class Run {
    final Parameter input;
    final List<Parameter> initial = new ArrayList<>();
    final Recurrent.Output output;

    Run(Recurrent layer, Sequences sequences) {
      Tape tape = Tape.training(kernels, new RandomStream(0));
      int rows = sequences.lengths.length;
      input = parameter("x", sequences.x, sequences.steps * rows);
      List<Variable> states = new ArrayList<>();
      for (float[] state : sequences.initial) {
        Parameter parameter = parameter("state", state, rows);
        initial.add(parameter);
        states.add(tape.parameter(parameter));
      }
      output = layer.apply(tape.parameter(input), sequences.steps, sequences.lengths, states);
      Variable loss = weighted(output.sequence(), sequences.outputWeights);
      loss = Elementwise.plus(loss, weighted(output.last(), sequences.lastWeights));
      for (int k = 0; k < output.finalStates().size(); k++) {
        loss =
            Elementwise.plus(
                loss, weighted(output.finalStates().get(k), sequences.stateWeights.get(k)));
      }
      tape.backward(loss);
    }

    private Parameter parameter(String name, float[] values, int rows) {
      int width = values.length / rows;
      return new Parameter(name, kernels.tensor(values, rows, width), kernels.zeros(rows, width));
    }

    private Variable weighted(Variable values, float[] weights) {
      Tensor factors = kernels.tensor(weights, values.value().shape().sizes());
      return Reductions.sum(Elementwise.times(values, values.tape().constant(factors)), 1);
    }
  }

  /**
   * A batch, or one of its sequences alone: inputs, initial states, and what the outputs are
   * multiplied with in the loss.
   */
  private record Sequences(
      int steps,
      int[] lengths,
      float[] x,
      List<float[]> initial,
      float[] outputWeights,
      float[] lastWeights,
      List<float[]> stateWeights) {
    Sequences alone(int b) {
      return new Sequences(
          lengths[b],
          new int[] {lengths[b]},
          steps(x, b),
          initial.stream().map(state -> row(state, b)).toList(),
          steps(outputWeights, b),
          row(lastWeights, b),
          stateWeights.stream().map(state -> row(state, b)).toList());
    }

    private float[] steps(float[] values, int b) {
      int width = values.length / (steps * lengths.length);
      return rows(values, width, b, lengths.length, lengths[b]);
    }

    private float[] row(float[] values, int b) {
      return rows(values, values.length / lengths.length, b, lengths.length, 1);
    }
  }

  private Sequences sequences(RecurrentStack stack, int steps, int... lengths) {
    int rows = lengths.length;
    int states = stack.cell().equations().states().size() * stack.layers() * stack.directions();
    float[] x = numbers(steps * rows * INPUTS);
    List<float[]> initial = new ArrayList<>();
    List<float[]> stateWeights = new ArrayList<>();
    for (int k = 0; k < states; k++) {
      initial.add(numbers(rows * UNITS));
      stateWeights.add(numbers(rows * UNITS));
    }
    float[] outputWeights = numbers(steps * rows * stack.outputs());
    // Padding must not be looked at.
    for (int row = 0; row < steps * rows; row++) {
      if (row / rows >= lengths[row % rows]) {
        Arrays.fill(x, row * INPUTS, (row + 1) * INPUTS, Float.NaN);
      }
    }
    return new Sequences(
        steps, lengths, x, initial, outputWeights, numbers(rows * stack.outputs()), stateWeights);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void paddedBatchEqualsEachSequenceAlone(RecurrentStack stack) {
    Recurrent layer = layer(stack, INPUTS);
    Sequences batch = sequences(stack, 6, 3, 5, 1, 5);
    Run together = new Run(layer, batch);
    List<float[]> gradients = gradients(layer);
    List<double[]> sums = new ArrayList<>();
    gradients.forEach(gradient -> sums.add(new double[gradient.length]));

    int rows = batch.lengths.length;
    float[] outputs = array(together.output.sequence());
    for (int b = 0; b < rows; b++) {
      layer.parameters().forEach(parameter -> kernels.fill(parameter.gradient(), 0));
      Sequences sequence = batch.alone(b);
      Run alone = new Run(layer, sequence);
      int length = batch.lengths[b];
      assertThat(rows(outputs, stack.outputs(), b, rows, length))
          .containsExactly(array(alone.output.sequence()));
      assertThat(rows(array(together.output.last()), stack.outputs(), b, rows, 1))
          .containsExactly(array(alone.output.last()));
      assertThat(rows(kernels.toArray(together.input.gradient()), INPUTS, b, rows, length))
          .containsExactly(kernels.toArray(alone.input.gradient()));
      for (int k = 0; k < alone.initial.size(); k++) {
        assertThat(rows(array(together.output.finalStates().get(k)), UNITS, b, rows, 1))
            .containsExactly(array(alone.output.finalStates().get(k)));
        assertThat(rows(kernels.toArray(together.initial.get(k).gradient()), UNITS, b, rows, 1))
            .containsExactly(kernels.toArray(alone.initial.get(k).gradient()));
      }
      List<float[]> own = gradients(layer);
      for (int p = 0; p < own.size(); p++) {
        for (int i = 0; i < own.get(p).length; i++) {
          sums.get(p)[i] += own.get(p)[i];
        }
      }
      // After the end: outputs 0, and no gradient although the loss looks at them.
      for (int t = length; t < batch.steps; t++) {
        int row = t * rows + b;
        assertThat(Arrays.copyOfRange(outputs, row * stack.outputs(), (row + 1) * stack.outputs()))
            .containsOnly(0);
        assertThat(
                Arrays.copyOfRange(
                    kernels.toArray(together.input.gradient()), row * INPUTS, (row + 1) * INPUTS))
            .containsOnly(0);
      }
    }

    for (int p = 0; p < gradients.size(); p++) {
      for (int i = 0; i < gradients.get(p).length; i++) {
        assertThat(Math.abs(gradients.get(p)[i])).isLessThan(LARGEST);
        assertThat((double) gradients.get(p)[i]).isCloseTo(sums.get(p)[i], within(GRADIENT));
      }
    }
  }

  /** No gradient of the weights is larger here. */
  private static final float LARGEST = 32;

  /**
   * Gradients of weights are sums over the 14 real steps of the batch, here and there in another
   * order: 14 roundings by 2^-24 of a sum that is below 32.
   */
  private static final double GRADIENT = 14 * LARGEST * 0x1p-24;

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(GRADIENT));
    }
  }

  private List<float[]> gradients(Recurrent layer) {
    return layer.parameters().stream()
        .map(parameter -> kernels.toArray(parameter.gradient()))
        .toList();
  }

  /** The first steps of one sequence. */
  private static float[] rows(float[] values, int width, int b, int rows, int count) {
    float[] cut = new float[count * width];
    for (int t = 0; t < count; t++) {
      System.arraycopy(values, (t * rows + b) * width, cut, t * width, width);
    }
    return cut;
  }

  @ParameterizedTest
  @MethodSource("cells")
  void chunksWithCarriedStatesEqualTheWhole(Cell cell) {
    RecurrentStack stack = new RecurrentStack(cell, 2, false, 0);
    Recurrent layer = layer(stack, INPUTS);
    int rows = 2;
    float[] x = numbers(7 * rows * INPUTS);
    Tape tape = Tape.prediction(kernels);
    Recurrent.Output whole =
        layer.apply(tape.constant(kernels.tensor(x, 14, INPUTS)), 7, full(rows, 7));
    float[] head = Arrays.copyOfRange(x, 0, 3 * rows * INPUTS);
    float[] tail = Arrays.copyOfRange(x, 3 * rows * INPUTS, x.length);
    Recurrent.Output first =
        layer.apply(tape.constant(kernels.tensor(head, 6, INPUTS)), 3, full(rows, 3));
    Recurrent.Output second =
        layer.apply(
            tape.constant(kernels.tensor(tail, 8, INPUTS)), 4, full(rows, 4), first.finalStates());

    float[] outputs = array(whole.sequence());
    assertThat(Arrays.copyOfRange(outputs, 0, 6 * UNITS)).containsExactly(array(first.sequence()));
    assertThat(Arrays.copyOfRange(outputs, 6 * UNITS, 14 * UNITS))
        .containsExactly(array(second.sequence()));
    assertThat(array(second.last())).containsExactly(array(whole.last()));
    for (int k = 0; k < whole.finalStates().size(); k++) {
      assertThat(array(second.finalStates().get(k)))
          .containsExactly(array(whole.finalStates().get(k)));
    }
  }

  /** On one tape, the gradient flows through the carried states as well. */
  @Test
  void chunksOnOneTapeHaveTheGradientOfTheWhole() {
    Recurrent layer = layer(RecurrentStack.of(new TestCells.Gated(UNITS)), INPUTS);
    float[] x = numbers(5 * INPUTS);
    Tape tape = Tape.training(kernels, new RandomStream(0));
    Recurrent.Output whole =
        layer.apply(tape.constant(kernels.tensor(x, 5, INPUTS)), 5, new int[] {5});
    tape.backward(Reductions.sum(whole.last(), 1));
    List<float[]> expected = gradients(layer);
    layer.parameters().forEach(parameter -> kernels.fill(parameter.gradient(), 0));

    Tape other = Tape.training(kernels, new RandomStream(0));
    float[] head = Arrays.copyOfRange(x, 0, 2 * INPUTS);
    float[] tail = Arrays.copyOfRange(x, 2 * INPUTS, x.length);
    Recurrent.Output first =
        layer.apply(other.constant(kernels.tensor(head, 2, INPUTS)), 2, new int[] {2});
    Recurrent.Output second =
        layer.apply(
            other.constant(kernels.tensor(tail, 3, INPUTS)), 3, new int[] {3}, first.finalStates());
    other.backward(Reductions.sum(second.last(), 1));
    List<float[]> actual = gradients(layer);
    for (int p = 0; p < expected.size(); p++) {
      assertClose(actual.get(p), expected.get(p));
    }
  }

  @Test
  void dropsBetweenLayersOnlyAndInTrainingOnly() {
    Cell cell = new TestCells.Plain(UNITS);
    Recurrent dropping = layer(new RecurrentStack(cell, 2, false, 0.5), INPUTS);
    Recurrent keeping = layer(new RecurrentStack(cell, 2, false, 0), INPUTS);
    copyWeights(dropping.parameters(), keeping.parameters());
    Tensor x = kernels.tensor(numbers(12 * INPUTS), 12, INPUTS);
    int[] lengths = {4, 4, 4};

    Tape predicting = Tape.prediction(kernels);
    float[] expected = array(keeping.apply(predicting.constant(x), 4, lengths).sequence());
    assertThat(array(dropping.apply(predicting.constant(x), 4, lengths).sequence()))
        .containsExactly(expected);

    Tape training = Tape.training(kernels, new RandomStream(6));
    Recurrent.Output dropped = dropping.apply(training.constant(x), 4, lengths);
    Recurrent.Output kept = keeping.apply(training.constant(x), 4, lengths);
    assertThat(array(kept.sequence())).containsExactly(expected);
    assertThat(array(dropped.sequence())).isNotEqualTo(expected).doesNotContain(0);
    assertThat(array(dropped.finalStates().get(0)))
        .containsExactly(array(kept.finalStates().get(0)));
  }

  @Test
  void oneLayerDropsNothing() {
    Recurrent layer = layer(new RecurrentStack(new TestCells.Plain(UNITS), 1, true, 0.9), INPUTS);
    Tensor x = kernels.tensor(numbers(4 * INPUTS), 4, INPUTS);
    Tape predicting = Tape.prediction(kernels);
    Tape training = Tape.training(kernels, new RandomStream(6));

    assertThat(array(layer.apply(training.constant(x), 4, new int[] {4}).sequence()))
        .containsExactly(array(layer.apply(predicting.constant(x), 4, new int[] {4}).sequence()));
  }

  @Test
  void refusesShapesThatDoNotFit() {
    Recurrent layer = layer(RecurrentStack.of(new TestCells.Gated(UNITS)), INPUTS);
    Tape tape = Tape.prediction(kernels);
    Variable x = tape.constant(kernels.zeros(5, INPUTS));

    assertThatThrownBy(() -> layer.apply(x, 3, new int[] {3, 3}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("recurrent layer: expected 6 rows (steps times sequences), got [5, 3]");
    assertThatThrownBy(() -> layer.apply(x, 5, new int[] {5}, List.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("recurrent layer: expected 2 initial states, got 0");
    Variable state = tape.constant(kernels.zeros(2, UNITS));
    assertThatThrownBy(() -> layer.apply(x, 5, new int[] {5}, List.of(state, state)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("initial state 'h': expected [1, 5], got [2, 5]");
    Variable wide = tape.constant(kernels.zeros(5, INPUTS + 1));
    assertThatThrownBy(() -> layer.apply(wide, 5, new int[] {5}))
        .isInstanceOf(ShapeException.class)
        .hasMessage("weights of group 0 for an input of width 4: expected [10, 4], got [10, 3]");
    assertThatThrownBy(() -> layer.apply(x, 5, new int[] {6}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequence 0 has length 6, expected 1 to 5");
  }

  @Test
  void stackRefusesImpossibleValues() {
    Cell cell = new TestCells.Plain(UNITS);
    assertThatThrownBy(() -> new RecurrentStack(cell, 0, false, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layers must be at least 1, got 0");
    assertThatThrownBy(() -> new RecurrentStack(cell, 1, false, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout must be at least 0 and below 1, got 1.0");
    assertThat(new RecurrentStack(cell, 3, true, 0).outputs()).isEqualTo(2 * UNITS);
  }
}

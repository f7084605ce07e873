package dev.carousel.layer;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Packing;
import dev.carousel.cell.SequenceRunner;
import dev.carousel.expression.Expression.State;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recurrent layers over batches of sequences: stacked, in one or both directions, of unequal
 * lengths.
 *
 * <p>Steps after a sequence's end cost nothing and change nothing: they are left out of the
 * computation, the states stay as they were after the last step, and the outputs there are 0.
 */
public final class Recurrent {
  private final RecurrentStack stack;
  private final List<State> states;
  private final List<RecurrentCell> cells = new ArrayList<>();

  /**
   * Builds the layers with initial weights.
   *
   * @param name a prefix for the parameters' names
   * @param stack what to build
   * @param inputs the width of the input
   * @param kernels what to compute with
   * @param initializer gives the initial weights
   * @param random where their randomness comes from
   */
  public Recurrent(
      String name,
      RecurrentStack stack,
      int inputs,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    this.stack = stack;
    CellEquations equations = stack.cell().equations();
    this.states = equations.states();
    SequenceRunner runner = new SequenceRunner(equations, kernels);
    int width = inputs;
    for (int layer = 0; layer < stack.layers(); layer++) {
      for (int direction = 0; direction < stack.directions(); direction++) {
        cells.add(
            new RecurrentCell(
                new Layer.Recurrent(name, layer, stack.directions(), direction == 1, equations),
                stack.weightDrop(),
                runner,
                width,
                kernels,
                initializer,
                random));
      }
      width = stack.outputs();
    }
  }

  /**
   * The trainable tensors: for each layer and direction the input weights W, the recurrent weights
   * U and the vectors b.
   *
   * @return the parameters, always in this order
   */
  public List<Parameter> parameters() {
    return cells.stream().flatMap(cell -> cell.parameters().stream()).toList();
  }

  /**
   * What comes out of the layers.
   *
   * @param sequence the top layer's outputs, [T·B, outputs], time-major, 0 after each sequence's
   *     end
   * @param last the top layer's outputs after each direction's last step, [B, outputs]: the end of
   *     the sequence forwards and its beginning backwards
   * @param finalStates each sequence's states after its last step, [B, width of the state] each, by
   *     layer, direction and state
   */
  public record Output(Variable sequence, Variable last, List<Variable> finalStates) {}

  /**
   * Runs with all states 0 at first.
   *
   * @param input [T·B, inputs], time-major; not looked at after a sequence's end
   * @param steps T
   * @param lengths the real steps of each of the B sequences
   * @return outputs and final states
   * @throws ShapeException if the input does not have T·B rows
   */
  public Output apply(Variable input, int steps, int[] lengths) {
    Tape tape = input.tape();
    List<Variable> zeros = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      for (State state : states) {
        zeros.add(tape.constant(tape.zeros(Shape.of(lengths.length, state.width()))));
      }
    }
    return apply(input, steps, lengths, zeros);
  }

  /**
   * Runs from given states.
   *
   * @param input [T·B, inputs], time-major; not looked at after a sequence's end
   * @param steps T
   * @param lengths the real steps of each of the B sequences
   * @param initialStates the states before the first step, in the form of {@link
   *     Output#finalStates}
   * @return outputs and final states
   * @throws ShapeException if the input does not have T·B rows, or the number or shapes of the
   *     states are wrong
   */
  public Output apply(Variable input, int steps, int[] lengths, List<Variable> initialStates) {
    int rows = lengths.length;
    if (input.value().rows() != steps * rows) {
      throw new ShapeException(
          "recurrent layer",
          (steps * rows) + " rows (steps times sequences)",
          input.value().shape());
    }
    if (initialStates.size() != cells.size() * states.size()) {
      throw new ShapeException(
          "recurrent layer",
          cells.size() * states.size() + " initial states",
          initialStates.size());
    }
    Packing packing = Packing.of(steps, rows, lengths);
    boolean padded = Arrays.stream(lengths).anyMatch(length -> length < steps);
    int[] order = packing.order();
    int[] sortedRow = packing.sortedRow();
    int[] lastRows = permuted(packing.lastRows(), sortedRow);
    Variable x = padded ? RowOperations.gather(input, packing.paddedRows()) : input;
    List<Variable> finalStates = new ArrayList<>();
    Variable last = null;
    for (int layer = 0; layer < stack.layers(); layer++) {
      if (layer > 0) {
        x = RowOperations.dropout(x, stack.dropout());
      }
      List<Variable> outputs = new ArrayList<>();
      List<Variable> lasts = new ArrayList<>();
      for (int direction = 0; direction < stack.directions(); direction++) {
        int index = layer * stack.directions() + direction;
        List<Variable> initial = new ArrayList<>();
        for (Variable state :
            initialStates.subList(index * states.size(), (index + 1) * states.size())) {
          initial.add(padded ? RowOperations.gather(state, order) : state);
        }
        boolean backwards = direction == 1;
        Variable read = backwards ? RowOperations.gather(x, packing.reversedRows()) : x;
        RecurrentCell.Result result = cells.get(index).apply(read, initial, packing);
        for (Variable state : result.finalStates()) {
          finalStates.add(padded ? RowOperations.gather(state, sortedRow) : state);
        }
        if (layer == stack.layers() - 1) {
          lasts.add(RowOperations.gather(result.output(), lastRows));
        }
        outputs.add(
            backwards
                ? RowOperations.gather(result.output(), packing.reversedRows())
                : result.output());
      }
      x = joined(outputs);
      last = lasts.isEmpty() ? null : joined(lasts);
    }
    Variable sequence = padded ? RowOperations.gather(x, packing.packedRows()) : x;
    return new Output(sequence, last, finalStates);
  }

  /**
   * Writes down what {@link #apply(Variable, int, int[], List)} computes, without dropout.
   *
   * @param graph where it is written
   * @param input of every step
   * @return the top layer's outputs
   */
  public GraphWriter.Recurrence write(GraphWriter graph, Value input) {
    GraphWriter.Recurrence output = graph.recurrent(input, directions(0));
    for (int layer = 1; layer < stack.layers(); layer++) {
      output = graph.recurrent(output.sequence(), directions(layer));
    }
    return output;
  }

  private List<GraphWriter.Directed> directions(int layer) {
    int first = layer * stack.directions();
    return cells.subList(first, first + stack.directions()).stream()
        .map(RecurrentCell::directed)
        .toList();
  }

  private static Variable joined(List<Variable> parts) {
    return parts.size() == 1 ? parts.get(0) : RowOperations.concatenateColumns(parts);
  }

  private static int[] permuted(int[] values, int[] index) {
    return Arrays.stream(index).map(i -> values[i]).toArray();
  }
}

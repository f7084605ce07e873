package dev.carousel.graph;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.expression.Expression;
import java.util.List;
import java.util.Map;

/**
 * Writes down what a model computes for a batch of B sequences of at most T steps. A model's layers
 * say it here one operation after the other, as they say it to a tape where they compute.
 *
 * <p>T and B are left open. How many steps of each sequence are real is an input of the graph, as
 * are the states that recurrent layers begin with; both may be left out by whoever runs it, which
 * means that all steps are real, and that states are 0. The states after each sequence's last step
 * are outputs of the graph.
 */
public interface GraphWriter {
  /**
   * The ids of the tokens at each step, [T, B].
   *
   * @param name unique in the graph
   * @param size the size of the vocabulary; ids are 0 to size - 1
   */
  record Tokens(String name, int size) {}

  /**
   * Something that is computed.
   *
   * @param name unique in the graph
   * @param perStep whether it is of every step, [T, B, width], or of a sequence, [B, width]
   * @param width how many numbers it has in each place
   */
  record Value(String name, boolean perStep, int width) {}

  /**
   * One direction of a recurrent layer.
   *
   * @param layer its cell and direction
   * @param parameters its parameters, in its order
   */
  record Directed(Layer.Recurrent layer, List<Parameter> parameters) {
    /** Copies the list. */
    public Directed {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * What comes out of a recurrent layer.
   *
   * @param sequence the outputs of every step, those of all directions beside each other; 0 after
   *     each sequence's end
   * @param last the outputs after each direction's last step
   */
  record Recurrence(Value sequence, Value last) {}

  /**
   * The input of a model of tokens. A graph has either tokens or features.
   *
   * @param size the size of the vocabulary
   * @return the ids
   */
  Tokens tokens(int size);

  /**
   * The input of a model of real features.
   *
   * @param width the number of features a step
   * @return the features of every step
   */
  Value features(int width);

  /**
   * A further input: what is known of a fixed number of steps to come, [steps, B, width].
   *
   * @param steps how many they are
   * @param width the number of features a step
   * @return of each sequence, those of one step after those of another, steps · width numbers
   */
  Value known(int steps, int width);

  /**
   * Rows of a table.
   *
   * @param tokens which rows
   * @param table [vocabulary, width]
   * @return the row of every step's token
   */
  Value lookup(Tokens tokens, Parameter table);

  /**
   * Unit vectors.
   *
   * @param tokens where the ones are
   * @return vectors as wide as the vocabulary
   */
  Value oneHot(Tokens tokens);

  /**
   * A matrix product.
   *
   * @param x what is multiplied
   * @param weight [outputs, width of x]
   * @return x Wᵀ
   */
  Value product(Value x, Parameter weight);

  /**
   * An affine map.
   *
   * @param x what is mapped
   * @param weight [outputs, width of x]
   * @param bias [1, outputs]
   * @return x Wᵀ + b
   */
  Value affine(Value x, Parameter weight, Parameter bias);

  /**
   * A formula, element by element.
   *
   * @param formula made of operands, constants and operators
   * @param operands the values by name, all of one shape
   * @return a value of that shape
   */
  Value pointwise(Expression formula, Map<String, Value> operands);

  /**
   * Puts values beside each other.
   *
   * @param parts all of every step or all of a sequence
   * @return as wide as all of them
   */
  Value concatenate(List<Value> parts);

  /**
   * A recurrent layer. Its states before the first step are inputs of the graph, those after each
   * sequence's last step are outputs, each by the name of the layer and the state.
   *
   * @param x what it reads, of every step
   * @param directions the layer forwards, or forwards and backwards, of one cell
   * @return its outputs
   */
  Recurrence recurrent(Value x, List<Directed> directions);

  /**
   * The mean over each sequence's real steps.
   *
   * @param sequence of every step
   * @return of a sequence, as wide
   */
  Value mean(Value sequence);

  /**
   * The largest over each sequence's real steps.
   *
   * @param sequence of every step
   * @return of a sequence, as wide
   */
  Value max(Value sequence);

  /**
   * The softmax over each sequence's real steps.
   *
   * @param scores of every step
   * @return of every step, 0 after each sequence's end
   */
  Value softmax(Value scores);

  /**
   * The weighted sum over steps.
   *
   * @param weights of every step, of width 1; 0 after each sequence's end
   * @param sequence of every step
   * @return of a sequence, as wide as those
   */
  Value weightedSum(Value weights, Value sequence);

  /**
   * Makes a value the output of the model; to be called once.
   *
   * @param value the value
   */
  void output(Value value);

  /**
   * Makes a value the output of a model that tells a fixed number of steps to come, [steps, B,
   * width / steps].
   *
   * @param value of a sequence, one step after another
   * @param steps how many
   */
  void output(Value value, int steps);

  /**
   * For what has no form as a graph.
   *
   * @param why what it is, a clause that names it
   * @return to be thrown
   */
  static InvalidDataException refused(String why) {
    return new InvalidDataException("this model cannot be written as a graph: " + why);
  }
}

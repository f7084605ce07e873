package dev.carousel.layer;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Signature;

/**
 * Recurrent layers of one cell: the {@code recurrent} part of a model.
 *
 * @param cell the cell of every layer
 * @param layers how many layers, each fed with the outputs of the one below
 * @param bidirectional whether each layer also reads the sequence from its end, doubling its
 *     outputs
 * @param dropout the probability with which an output is dropped between two layers
 * @param weightDrop the probability with which a recurrent weight is zero in a whole batch
 *     (DropConnect of hidden-to-hidden weights: Merity, Keskar and Socher, Regularizing and
 *     Optimizing LSTM Language Models, 2018); the others are scaled up so that the expectation
 *     stays
 */
public record RecurrentStack(
    Cell cell, int layers, boolean bidirectional, double dropout, double weightDrop) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public RecurrentStack {
    if (layers < 1) {
      throw new IllegalArgumentException("layers must be at least 1, got " + layers);
    }
    requireRate("dropout", dropout);
    requireRate("weightDrop", weightDrop);
  }

  /**
   * Layers without dropped weights.
   *
   * @param cell the cell of every layer
   * @param layers how many layers
   * @param bidirectional whether each layer also reads the sequence from its end
   * @param dropout the probability with which an output is dropped between two layers
   */
  public RecurrentStack(Cell cell, int layers, boolean bidirectional, double dropout) {
    this(cell, layers, bidirectional, dropout, 0);
  }

  /**
   * Refuses what is not a dropout rate.
   *
   * @param name the component's name
   * @param rate the probability
   * @throws IllegalArgumentException if it is below 0 or not below 1
   */
  public static void requireRate(String name, double rate) {
    Cell.requireRate(name, rate);
  }

  /**
   * One layer of a cell, without dropout.
   *
   * @param cell the cell
   * @return the stack
   */
  public static RecurrentStack of(Cell cell) {
    return new RecurrentStack(cell, 1, false, 0);
  }

  /**
   * The width of the outputs.
   *
   * @return the width of the cell's output, twice if bidirectional
   */
  public int outputs() {
    return cell.equations().outputs() * directions();
  }

  /**
   * In how many directions each layer reads.
   *
   * @return 1 or 2
   */
  public int directions() {
    return bidirectional ? 2 : 1;
  }

  /**
   * Refuses a task whose answers must not depend on later steps if these layers read them.
   *
   * @param signature what the task wants
   * @throws InvalidDataException if the layers read backwards what the task asks to predict
   */
  public void requireCausal(Signature signature) {
    if (signature.causal() && bidirectional) {
      throw new InvalidDataException(
          "the recurrent layers cannot be bidirectional: backwards they would read what this task"
              + " asks to predict");
    }
  }
}

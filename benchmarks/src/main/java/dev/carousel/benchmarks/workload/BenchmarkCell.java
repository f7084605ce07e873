package dev.carousel.benchmarks.workload;

import dev.carousel.cell.Cell;
import dev.carousel.cells.gru.Gru;
import dev.carousel.cells.lstm.Lstm;
import dev.carousel.cells.peephole.PeepholeLstm;
import dev.carousel.cells.rnn.Rnn;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * The cells that are compared. Weights are named as in the cells' equations: W_g [H, I], U_g [H, H]
 * and b_g [H] for every gate g, and further vectors [H].
 */
public enum BenchmarkCell {
  /** Elman's network with tanh. */
  RNN("rnn", List.of("h"), List.of("h"), List.of(), units -> new Rnn(units, Rnn.Activation.TANH)),
  /** LSTM with a forget gate. */
  LSTM(
      "lstm",
      List.of("i", "f", "g", "o"),
      List.of("h", "c"),
      List.of(),
      units -> new Lstm(units, 0)),
  /** LSTM whose gates see the cell state. */
  PEEPHOLE_LSTM(
      "peephole-lstm",
      List.of("i", "f", "g", "o"),
      List.of("h", "c"),
      List.of("p_i", "p_f", "p_o"),
      units -> new PeepholeLstm(units, 0)),
  /** GRU that resets after the product. */
  GRU_AFTER(
      "gru-after",
      List.of("r", "z", "n"),
      List.of("h"),
      List.of("b_hn"),
      units -> new Gru(units, Gru.Reset.AFTER)),
  /** GRU that resets before the product. */
  GRU_BEFORE(
      "gru-before",
      List.of("r", "z", "n"),
      List.of("h"),
      List.of(),
      units -> new Gru(units, Gru.Reset.BEFORE)),
  /** A cell that no system has built in. */
  CUSTOM(
      "custom",
      List.of("f", "g", "o"),
      List.of("h", "c"),
      List.of(),
      units -> new CoupledLstm(units));

  private final String label;
  private final List<String> gates;
  private final List<String> states;
  private final List<String> vectors;
  private final IntFunction<Cell> cell;

  BenchmarkCell(
      String label,
      List<String> gates,
      List<String> states,
      List<String> vectors,
      IntFunction<Cell> cell) {
    this.label = label;
    this.gates = gates;
    this.states = states;
    this.vectors = vectors;
    this.cell = cell;
  }

  /**
   * Finds a cell by its label.
   *
   * @param label such as "gru-after"
   * @return the cell
   * @throws IllegalArgumentException if there is none
   */
  public static BenchmarkCell parse(String label) {
    return Arrays.stream(values())
        .filter(cell -> cell.label.equals(label.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no cell '%s'; there are %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(BenchmarkCell::label)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * The name in options and reports.
   *
   * @return the label
   */
  public String label() {
    return label;
  }

  /**
   * The names of the gates.
   *
   * @return g of W_g, U_g and b_g
   */
  public List<String> gates() {
    return gates;
  }

  /**
   * The names of the states.
   *
   * @return the states, the output first
   */
  public List<String> states() {
    return states;
  }

  /**
   * The trainable vectors besides the gates' biases.
   *
   * @return their names
   */
  public List<String> vectors() {
    return vectors;
  }

  /**
   * Carousel's cell.
   *
   * @param units H
   * @return the cell
   */
  public Cell cell(int units) {
    return cell.apply(units);
  }

  /**
   * The floating-point operations of a pass, products alone, two for each multiply-add. Backwards
   * there are twice as many as forwards.
   *
   * @param shape the sizes
   * @param mode what is done
   * @return the count
   */
  public double flops(GridShape shape, Mode mode) {
    double forward =
        2.0
            * gates.size()
            * shape.units()
            * (shape.inputs() + shape.units())
            * shape.steps()
            * shape.batch();
    return mode == Mode.TRAINING ? 3 * forward : forward;
  }
}

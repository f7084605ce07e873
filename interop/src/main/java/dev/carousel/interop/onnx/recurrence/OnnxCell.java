package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.Cell;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One direction of a recurrent operator of the standard, with the attributes that its equations
 * depend on. Parameters are named as in Carousel's own cells: W_g for the input and U_g for the
 * state, b_g and p_g, each with a gate g. Where the standard has two biases that only ever occur as
 * their sum, the cell has one.
 */
public sealed interface OnnxCell extends Cell permits OnnxRnn, OnnxGru, OnnxLstm {
  /**
   * The operator.
   *
   * @return "RNN", "GRU" or "LSTM"
   */
  String operator();

  /**
   * The gates, in the order in which their blocks are stacked in W, R and B.
   *
   * @return the names that the parameters end in
   */
  List<String> gates();

  /**
   * The activation functions, in the standard's order f, g, h.
   *
   * @return as many as the operator has for one direction
   */
  List<Activation> activations();

  /**
   * What the arguments of activation functions are bounded by.
   *
   * @return the attribute clip, none if they are not
   */
  OptionalDouble clip();

  /** This cell with other activation functions, as many as it has. */
  OnnxCell with(List<Activation> activations);

  /** Refuses a bound that is none; for the constructors of cells. */
  static void requireClip(OptionalDouble clip) {
    if (clip.isPresent() && !(clip.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "clip must be above 0, got %s; leave it out to bound nothing"
              .formatted(clip.getAsDouble()));
    }
  }
}

package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Variable;
import java.util.List;

/** How the top layer's outputs become a model's outputs. */
public interface Readout {
  /**
   * The trainable tensors that belong to the readout alone.
   *
   * @return the parameters, always in this order
   */
  List<Parameter> parameters();

  /**
   * Reads out.
   *
   * @param h [rows, any]
   * @return [rows, outputs]
   */
  Variable apply(Variable h);
}

package dev.carousel.layer;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.loss.Loss;
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

  /**
   * Writes down what {@link #apply} computes.
   *
   * @param graph where it is written
   * @param h of every step or of a sequence
   * @return the model's outputs there
   * @throws dev.carousel.data.InvalidDataException if this has no form as a graph
   */
  Value write(GraphWriter graph, Value h);

  /**
   * The loss of what is read out.
   *
   * @param h [rows, any]
   * @param targets with as many rows
   * @param loss what to make small
   * @return that loss of {@code apply(h)}, one element
   */
  default Variable loss(Variable h, Targets targets, Loss loss) {
    return loss.of(apply(h), targets);
  }
}

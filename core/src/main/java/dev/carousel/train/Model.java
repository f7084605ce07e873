package dev.carousel.train;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.NextTokens;
import dev.carousel.decode.NextValues;
import dev.carousel.graph.GraphWriter;
import dev.carousel.loss.Loss;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A trainable model. It may carry states from a batch to one that {@linkplain Batch#continues
 * continues} it, so it is for one thread at a time.
 */
public interface Model {
  /**
   * The trainable tensors.
   *
   * @return the same parameters in the same order at every call
   */
  List<Parameter> parameters();

  /**
   * The outputs for a batch.
   *
   * @param tape records what is needed for the gradients; whether it trains decides about dropout
   * @param batch the inputs
   * @return [B, outputs], or [T·B, outputs] for models that answer at every step
   */
  Variable outputs(Tape tape, Batch batch);

  /**
   * The loss for a batch. A model whose loss takes less than all outputs computes it in its own
   * way.
   *
   * @param tape records what is needed for the gradients
   * @param batch the inputs and the targets
   * @param loss what the task makes small
   * @return that loss of this batch's outputs, one element
   */
  default Variable loss(Tape tape, Batch batch, Loss loss) {
    return loss.of(outputs(tape, batch), batch.targets());
  }

  /**
   * The states that the last batch has left for one that continues it.
   *
   * @return the model's own tensors, none if it carries nothing
   */
  default List<Tensor> carried() {
    return List.of();
  }

  /**
   * Takes over states from a model of the same architecture, as {@link #carried} gives them.
   *
   * @param states copied
   */
  default void carry(List<Tensor> states) {
    if (!states.isEmpty()) {
      throw new IllegalArgumentException(
          "this model carries no states from batch to batch, got " + states.size());
    }
  }

  /**
   * Begins to decode: the tokens that this model gives, one after the other.
   *
   * @param source what is decoded from, a row a sequence; its targets are not looked at
   * @param kernels what the model computes with
   * @return asks this model for the next token of as many sequences as the source has
   * @throws InvalidDataException if this model does not give tokens one after the other
   */
  default NextTokens decoding(Batch source, Kernels kernels) {
    throw new InvalidDataException("this model does not give tokens one after the other");
  }

  /**
   * Begins to go into the future step by step, for models that read what they have told of one step
   * before they tell the next.
   *
   * @param batch {@link dev.carousel.data.Inputs.Conditioned} inputs; its targets are not looked at
   * @param kernels what the model computes with
   * @return asks this model for one step after the other; empty if its outputs tell all steps at
   *     once
   */
  default Optional<NextValues> stepping(Batch batch, Kernels kernels) {
    return Optional.empty();
  }

  /**
   * Writes down what {@link #outputs} computes, without dropout, for systems that run it without
   * Carousel.
   *
   * @param graph where it is written
   * @throws InvalidDataException if a part of this model has no form as a graph; the message names
   *     it
   */
  default void write(GraphWriter graph) {
    throw GraphWriter.refused("nothing says what models of its kind compute but their own code");
  }
}

package dev.carousel.interchange;

import dev.carousel.autograd.Parameter;
import dev.carousel.data.InvalidDataException;
import java.util.List;

/** What a system calls the weights of a model, and how it lays them out. */
public interface WeightNaming {
  /**
   * The tensors that hold a model's weights there. Every element of every parameter is in exactly
   * one of them, leaving aside what is {@linkplain WeightLayout.Part#added added} to it.
   *
   * @param parameters all parameters of the model, in its order
   * @return the tensors, each of another name
   * @throws InvalidDataException if a layer has no counterpart there; the message names it
   */
  List<WeightLayout> layouts(List<Parameter> parameters);
}

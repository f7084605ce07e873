package dev.carousel.layer;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Products;
import dev.carousel.autograd.Variable;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import java.util.List;

/** An affine map, y = x Wᵀ + b. */
public final class Dense implements Readout {
  private final Parameter weight;
  private final Parameter bias;

  /**
   * Builds the layer with initial weights.
   *
   * @param name a prefix for the parameters' names
   * @param inputs the width of x
   * @param outputs the width of y
   * @param kernels what to compute with
   * @param initializer gives the initial weights
   * @param random where their randomness comes from
   */
  public Dense(
      String name,
      int inputs,
      int outputs,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    Layer layer = new Layer.Dense(name);
    float[] w = initializer.values(Role.DENSE, outputs, inputs, inputs, random);
    float[] b = initializer.values(Role.DENSE_BIAS, 1, outputs, inputs, random);
    weight =
        new Parameter(
            name + ".W", kernels.tensor(w, outputs, inputs), kernels.zeros(outputs, inputs), layer);
    bias =
        new Parameter(name + ".b", kernels.tensor(b, 1, outputs), kernels.zeros(1, outputs), layer);
  }

  /**
   * The trainable tensors.
   *
   * @return W [outputs, inputs] and b [1, outputs]
   */
  @Override
  public List<Parameter> parameters() {
    return List.of(weight, bias);
  }

  /**
   * Applies the layer.
   *
   * @param x [rows, inputs]
   * @return [rows, outputs]
   */
  @Override
  public Variable apply(Variable x) {
    return Products.affine(x, x.tape().parameter(weight), x.tape().parameter(bias));
  }

  @Override
  public Value write(GraphWriter graph, Value x) {
    return graph.affine(x, weight, bias);
  }
}

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

/**
 * Logits of tokens, y = h Eᵀ + b, with E the table in which the tokens are looked up (Press and
 * Wolf, Using the Output Embedding to Improve Language Models, 2017; Inan, Khosravi and Socher,
 * Tying Word Vectors and Word Classifiers, 2017).
 */
public final class TiedReadout implements Readout {
  private final Embedding embedding;
  private final Parameter bias;

  /**
   * Builds the readout with an initial bias.
   *
   * @param name a prefix for the parameter's name
   * @param embedding the table, of vectors as wide as what is read
   * @param kernels what to compute with
   * @param initializer gives the initial bias
   * @param random where its randomness comes from
   */
  public TiedReadout(
      String name,
      Embedding embedding,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    this.embedding = embedding;
    int tokens = embedding.tokens();
    float[] values = initializer.values(Role.DENSE_BIAS, 1, tokens, embedding.width(), random);
    bias =
        new Parameter(
            name + ".b",
            kernels.tensor(values, 1, tokens),
            kernels.zeros(1, tokens),
            new Layer.Dense(name));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(bias);
  }

  @Override
  public Variable apply(Variable h) {
    return Products.affine(h, embedding.table(h.tape()), h.tape().parameter(bias));
  }

  @Override
  public Value write(GraphWriter graph, Value h) {
    return embedding.writeTied(graph, h, bias);
  }
}

package dev.carousel.layer;

import dev.carousel.autograd.Layer;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.graph.GraphWriter;
import dev.carousel.graph.GraphWriter.Value;
import dev.carousel.layer.Initializer.Role;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Signature;
import java.util.List;

/** A table with one trainable vector for each token. */
public final class Embedding {
  private final Parameter table;

  /**
   * Builds the table with initial weights, or the vectors that the tokens come with.
   *
   * @param name a prefix for the parameter's name
   * @param tokens the vocabulary
   * @param width the length of a vector
   * @param kernels what to compute with
   * @param initializer gives the initial weights
   * @param random where their randomness comes from
   * @throws dev.carousel.data.InvalidDataException if the tokens come with vectors of another
   *     length
   */
  public Embedding(
      String name,
      Signature.Tokens tokens,
      int width,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    int rows = tokens.size();
    float[] values = initializer.values(Role.EMBEDDING, rows, width, width, random);
    tokens.vectors().ifPresent(vectors -> vectors.copyInto(values, width));
    table =
        new Parameter(
            name + ".table",
            kernels.tensor(values, rows, width),
            kernels.zeros(rows, width),
            new Layer.Embedding(name));
  }

  /**
   * The trainable tensors.
   *
   * @return the table, [tokens, width]
   */
  public List<Parameter> parameters() {
    return List.of(table);
  }

  /**
   * Looks tokens up.
   *
   * @param tape the tape to record on
   * @param ids token ids, -1 for a row of zeros
   * @return [ids.length, width]
   */
  public Variable apply(Tape tape, int[] ids) {
    return RowOperations.gather(tape.parameter(table), ids);
  }

  /**
   * Writes down what {@link #apply(Tape, int[])} computes.
   *
   * @param graph where it is written
   * @param ids token ids
   * @return of every step
   */
  public Value write(GraphWriter graph, GraphWriter.Tokens ids) {
    return graph.lookup(ids, table);
  }

  /**
   * Writes down the affine map with the table as its matrix, as the readout of a model with tied
   * weights uses it.
   *
   * @param graph where it is written
   * @param h as wide as the vectors
   * @param bias [1, tokens]
   * @return h Eᵀ + b
   */
  Value writeTied(GraphWriter graph, Value h, Parameter bias) {
    return graph.affine(h, table, bias);
  }

  /**
   * The table on a tape, as the readout of a model with tied weights uses it.
   *
   * @param tape the tape
   * @return [tokens, width]
   */
  public Variable table(Tape tape) {
    return tape.parameter(table);
  }

  /**
   * The size of the vocabulary.
   *
   * @return how many vectors there are
   */
  public int tokens() {
    return table.value().rows();
  }

  /**
   * The length of a vector.
   *
   * @return the width
   */
  public int width() {
    return table.value().columns();
  }

  /** The ids, if all of them are of a vocabulary of that size. */
  static int[] required(int[] ids, int tokens) {
    for (int id : ids) {
      if (id < 0 || id >= tokens) {
        throw new IllegalArgumentException(
            "token id " + id + " for a model of " + tokens + " tokens, 0 to " + (tokens - 1));
      }
    }
    return ids;
  }
}

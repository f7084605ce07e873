package dev.carousel.serve;

import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.NextTokens;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workspace;
import dev.carousel.train.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A model that reads tokens and answers at every step, asked for one token after another. It
 * carries its states from token to token itself, so until this is done with, nothing else may be
 * asked of it.
 */
public final class ModelTokens implements NextTokens {
  private final Model model;
  private final int vocabulary;
  private final Kernels kernels;
  private final Workspace workspace;
  private int rows;
  private boolean begun;

  /**
   * Begins sequences, from the model's initial states.
   *
   * @param model the model
   * @param vocabulary V, the number of tokens that it reads and of logits that it gives
   * @param rows how many sequences side by side, at least 1
   * @param kernels what the model computes with
   */
  public ModelTokens(Model model, int vocabulary, int rows, Kernels kernels) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.rows = rows;
    this.kernels = kernels;
    workspace = new Workspace(kernels);
  }

  @Override
  public int vocabulary() {
    return vocabulary;
  }

  @Override
  public int rows() {
    return rows;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidDataException if the model carries no states from step to step
   */
  @Override
  public float[] read(int[] tokens) {
    return readAll(tokens, 1);
  }

  /**
   * Reads some tokens of each sequence at once, which is faster than one after the other.
   *
   * @param tokens [T, rows] in row-major order, each 0 to V - 1; not kept
   * @param steps T, at least 1
   * @return [T, rows, V], the logits of the token after each of these; the caller's own
   * @throws IllegalArgumentException if there are not T tokens a sequence
   * @throws InvalidDataException if the model carries no states from step to step
   */
  public float[] readAll(int[] tokens, int steps) {
    if (tokens.length != steps * rows) {
      throw new IllegalArgumentException(
          "%d tokens for %d steps of %d sequences side by side"
              .formatted(tokens.length, steps, rows));
    }
    int[] lengths = new int[rows];
    Arrays.fill(lengths, steps);
    workspace.release();
    Batch batch = new Batch(steps, rows, lengths, new Inputs.Tokens(tokens.clone()), null, begun);
    float[] logits = kernels.toArray(model.outputs(Tape.prediction(workspace), batch).value());
    List<Tensor> states = model.carried();
    if (states.isEmpty() || states.stream().anyMatch(state -> state.rows() != rows)) {
      throw new InvalidDataException(
          "this model carries no states from step to step, so it cannot be asked for one token"
              + " after another");
    }
    begun = true;
    return logits;
  }

  @Override
  public void select(int[] which) {
    for (int row : which) {
      Objects.checkIndex(row, rows);
    }
    if (begun) {
      List<Tensor> selected = new ArrayList<>();
      for (Tensor state : model.carried()) {
        Tensor some = kernels.allocate(Shape.of(which.length, state.columns()));
        kernels.gatherRows(state, which, some);
        selected.add(some);
      }
      model.carry(selected);
    }
    rows = which.length;
  }
}

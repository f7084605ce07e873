package dev.carousel.train;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/** A model described by values alone: a record whose components are its JSON. */
public interface Architecture {
  /**
   * The recurrent cell, for reports.
   *
   * @return the cell
   */
  Cell cell();

  /**
   * Builds the model with initial weights.
   *
   * @param signature what the task feeds it and wants back
   * @param kernels what it computes with
   * @param random decides the initial weights and the dropout
   * @return the model
   * @throws InvalidDataException if this architecture cannot serve such a task
   */
  Model build(Signature signature, Kernels kernels, RandomStream random);
}

package dev.carousel.train;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;

/**
 * Something to learn, described by values alone: a record whose components are its JSON. Its
 * constructor refuses impossible values with an {@link IllegalArgumentException}.
 */
public interface Task {
  /**
   * Loads or makes the data.
   *
   * @param folders where files are looked for
   * @param seed decides whatever is random about the data itself; the same for all trials of an
   *     experiment
   * @return the data, ready for training
   * @throws InvalidDataException if the data cannot be used
   */
  PreparedTask prepare(DataFolders folders, long seed);

  /**
   * This task as far as its figures depend on it. What only says how models read the data, and
   * neither what they are asked nor how their answers are scored, has one and the same value in all
   * measures of a task. So variants may differ in it and are compared all the same.
   *
   * @return a task of the same kind; unless a task says otherwise, itself
   */
  default Task measure() {
    return this;
  }
}

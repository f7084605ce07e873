package dev.carousel.train;

import dev.carousel.data.InvalidDataException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Vectors of tokens that were made before, mostly from much more text than a task has.
 *
 * @param file where they were read
 * @param width the length of each, at least 1
 * @param byId the vectors by token id, which must not be changed; tokens may lack one
 */
public record TokenVectors(Path file, int width, Map<Integer, float[]> byId) {
  /** Copies the map. */
  public TokenVectors {
    byId = Map.copyOf(byId);
  }

  /**
   * Puts the vectors into a table; the rows of other tokens stay.
   *
   * @param table [vocabulary, columns] row by row, which is changed
   * @param columns the length of its rows
   * @throws InvalidDataException if the vectors have another length
   */
  public void copyInto(float[] table, int columns) {
    if (width != columns) {
      throw new InvalidDataException(
          "the model's embedding has %d elements a token, the vectors in '%s' have %d; set embedding to %d"
              .formatted(columns, file.getFileName(), width, width));
    }
    byId.forEach((id, vector) -> System.arraycopy(vector, 0, table, id * columns, columns));
  }
}

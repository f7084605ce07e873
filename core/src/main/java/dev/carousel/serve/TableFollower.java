package dev.carousel.serve;

import dev.carousel.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/**
 * Follows a table line by line and says what a trained model makes of it. It keeps what it needs of
 * earlier lines, so that a line costs the same whether it is the tenth or the millionth, and its
 * answers are the same to the bit whether the lines come at once or one an hour.
 *
 * <p>Answers are rows of another table: maps with the same keys in the same order, whose values are
 * strings, numbers, booleans or null. For one thread at a time.
 */
public interface TableFollower {
  /**
   * Reads the next line.
   *
   * @param line without its end
   * @return what can be said now, possibly nothing
   * @throws InvalidDataException if the line is refused, saying why but not where it stands; then
   *     nothing more can be read
   */
  List<Map<String, Object>> read(String line);

  /**
   * Ends the table.
   *
   * @return what could not be said before, possibly nothing
   * @throws InvalidDataException if the table is too short for an answer
   */
  List<Map<String, Object>> end();
}

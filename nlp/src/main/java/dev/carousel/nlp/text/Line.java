package dev.carousel.nlp.text;

import dev.carousel.data.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a file.
 *
 * @param place where it is
 * @param text what it holds, without its end
 */
public record Line(Place place, String text) {
  /**
   * The lines that hold something. How many do not is logged in one line.
   *
   * @param lines of one file
   * @return those that are not blank
   */
  public static List<Line> filled(List<Line> lines) {
    LeftOut empty = new LeftOut("empty lines");
    List<Line> filled = new ArrayList<>();
    for (Line line : lines) {
      if (line.text().isBlank()) {
        empty.add(line.place());
      } else {
        filled.add(line);
      }
    }
    empty.log();
    return filled;
  }
}

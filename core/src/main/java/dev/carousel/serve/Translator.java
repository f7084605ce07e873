package dev.carousel.serve;

import dev.carousel.decode.BeamSearch;
import java.util.List;

/** A service that also turns text into other text. */
public interface Translator extends Service {
  /**
   * How translations are looked for where nobody says otherwise.
   *
   * @return the search that the task states
   */
  BeamSearch search();

  /**
   * Translates lines.
   *
   * @param lines the lines, each translated by itself
   * @param search how the translation is looked for
   * @return a translation a line, in their order; that of an empty line is empty
   */
  List<String> translate(List<String> lines, BeamSearch search);
}

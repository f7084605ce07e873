package dev.carousel.exhibit;

import java.util.List;

/**
 * What is where, along an axis.
 *
 * @param name what says so, such as "found"
 * @param spans in order, none before the end of the one before; possibly none
 */
public record Strip(String name, List<Span> spans) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no name or spans are not in order
   */
  public Strip {
    Names.require("a strip", name);
    spans = List.copyOf(spans);
    for (int i = 1; i < spans.size(); i++) {
      if (spans.get(i).from() < spans.get(i - 1).to()) {
        throw new IllegalArgumentException(
            "strip '%s': span %d, '%s', begins at %s, before the end of the one before, %s"
                .formatted(
                    name, i + 1, spans.get(i).text(), spans.get(i).from(), spans.get(i - 1).to()));
      }
    }
  }
}

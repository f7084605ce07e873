package dev.carousel.nlp.text.tagged;

import dev.carousel.data.Place;
import java.util.List;

/**
 * A sentence with a tag a token.
 *
 * @param tokens at least one
 * @param tags as many
 * @param places where each token stands
 */
public record TaggedSentence(List<String> tokens, List<String> tags, List<Place> places) {
  /** Copies the lists. */
  public TaggedSentence {
    tokens = List.copyOf(tokens);
    tags = List.copyOf(tags);
    places = List.copyOf(places);
  }
}

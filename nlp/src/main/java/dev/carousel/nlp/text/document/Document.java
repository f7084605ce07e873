package dev.carousel.nlp.text.document;

import java.util.List;

/**
 * A document and what others have made of it.
 *
 * @param sentences at least one, none of them blank
 * @param references summaries, at least one, none of them blank
 */
public record Document(List<String> sentences, List<String> references) {
  /** Copies the lists. */
  public Document {
    sentences = List.copyOf(sentences);
    references = List.copyOf(references);
  }
}

package dev.carousel.nlp.translation;

import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;

/**
 * How the texts of a language become token ids.
 *
 * @param tokenizer what the tokens are
 * @param vocabulary which of them get an id of their own
 */
public record TextEncoding(Tokenizer tokenizer, VocabularyLimits vocabulary) {}

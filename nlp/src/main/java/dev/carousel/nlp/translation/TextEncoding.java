package dev.carousel.nlp.translation;

import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.vectors.WordVectors;
import java.util.Optional;

/**
 * How the texts of a language become token ids.
 *
 * @param tokenizer what the tokens are
 * @param vocabulary which of them get an id of their own
 * @param vectors what the vectors of the vocabulary's words begin with; empty (null in JSON) for
 *     the model's initial weights
 */
public record TextEncoding(
    Tokenizer tokenizer, VocabularyLimits vocabulary, Optional<WordVectors> vectors) {}

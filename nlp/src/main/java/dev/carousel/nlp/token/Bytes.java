package dev.carousel.nlp.token;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One token a byte of UTF-8. No text has unknown tokens, and decoding gives any text back exactly;
 * bytes that are not UTF-8 become U+FFFD.
 *
 * <p>The ids are those of the special tokens and then the 256 bytes, whatever the training part
 * holds. In the vocabulary bytes are written in GPT-2's alphabet, a space as "Ġ". A special token
 * that stands in a text is that token.
 */
public record Bytes() implements Tokenizer {
  /**
   * {@inheritDoc} The training part is not read.
   *
   * @throws IllegalArgumentException if the limits leave no room, or ask for a minimum count
   */
  @Override
  public TextCodec learn(Stream<String> training, List<String> special, VocabularyLimits limits) {
    if (limits.minimumCount() > 1) {
      throw new IllegalArgumentException(
          "every byte has an id, however often it occurs; minimumCount must be 1, got "
              + limits.minimumCount());
    }
    SpecialTokens first = new SpecialTokens(List.copyOf(new LinkedHashSet<>(special)));
    List<String> tokens = new ArrayList<>(first.tokens());
    ByteAlphabet.number(IntStream.range(0, 256).boxed().toList(), tokens, limits.maximumSize());
    Vocabulary vocabulary = Vocabulary.numbered(tokens, OptionalInt.empty());
    return SpecialTokensCodec.around(
        first, new ByteLevelCodec(vocabulary, new BytePairMerges(List.of()), false, first));
  }
}

package dev.carousel.nlp.token;

import dev.carousel.nlp.token.BytePairMerges.Merge;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Byte-level byte pair encoding (Sennrich, Haddow and Birch, 2016; on bytes, Radford et al., 2019):
 * tokens are bytes of UTF-8 and what became of frequent pairs of tokens. Text is first cut into
 * words, with the space before them, by the regular expression of GPT-2,
 *
 * <pre>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</pre>
 *
 * with Unicode's classes as ICU has them, and no token reaches over two of them. No text has
 * unknown tokens, and decoding gives any text back exactly, but for lone surrogates, which become
 * U+FFFD.
 *
 * <p>The ids are those of the special tokens, the 256 bytes, and the merged tokens in the order in
 * which they were learnt, up to {@link VocabularyLimits#maximumSize}, which must be given; {@link
 * VocabularyLimits#minimumCount} is how often a pair must occur. In the vocabulary bytes are
 * written in GPT-2's alphabet: " the" is "Ġthe". A special token that stands in a text is that
 * token.
 */
public record BytePairs() implements Tokenizer {
  @Override
  public TextCodec learn(Stream<String> training, List<String> special, VocabularyLimits limits) {
    OptionalInt size = limits.maximumSize();
    if (size.isEmpty()) {
      throw new IllegalArgumentException(
          "byte-pairs merges until the vocabulary is full; give vocabulary.maximumSize, such as "
              + "8000");
    }
    return learn(training, special, size.getAsInt(), limits.minimumCount(), new TokenCounts());
  }

  /** As the public one, with words counted in {@code words}, which is empty. */
  static TextCodec learn(
      Stream<String> training,
      List<String> special,
      int size,
      int minimumCount,
      TokenCounts words) {
    Set<String> first = new LinkedHashSet<>(special);
    List<String> tokens = new ArrayList<>(first);
    int[] byteIds =
        ByteAlphabet.number(ByteAlphabet.bytesInOrderOfSymbols(), tokens, OptionalInt.of(size));
    SpecialTokens cut = new SpecialTokens(List.copyOf(first));
    training
        .flatMap(text -> cut.between(UnicodeText.of(text)))
        .flatMap(GptWords::of)
        .forEachOrdered(word -> words.add(word.token()));
    List<Merge> merges =
        new BytePairTraining(tokens, byteIds, first, words.counts()).learn(size, minimumCount);
    Vocabulary vocabulary = Vocabulary.numbered(tokens, OptionalInt.empty());
    return SpecialTokensCodec.around(
        cut, new ByteLevelCodec(vocabulary, new BytePairMerges(merges), true, cut));
  }
}

package dev.carousel.nlp.translation;

import dev.carousel.data.Batch;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded texts to translate.
 *
 * @param tokens of each text, at least one; shared, not copied
 * @param vocabulary what the tokens are of
 */
record SourceTexts(int[][] tokens, Vocabulary vocabulary) implements Sequences {
  @Override
  public int count() {
    return tokens.length;
  }

  @Override
  public int length(int sequence) {
    return tokens[sequence].length;
  }

  @Override
  public Batch batch(int[] which) {
    return PaddedTokens.batch(
        Arrays.stream(which).mapToObj(n -> tokens[n]).toArray(int[][]::new), null);
  }

  @Override
  public List<String> labels(Batch sequence) {
    return Sequences.labels(sequence, vocabulary::token);
  }
}

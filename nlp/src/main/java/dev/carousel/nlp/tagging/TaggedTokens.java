package dev.carousel.nlp.tagging;

import dev.carousel.data.Batch;
import dev.carousel.data.Targets;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded sentences and their tags.
 *
 * @param ids the tokens of each sentence, at least one; shared, not copied
 * @param tags as many; shared, not copied
 * @param vocabulary names the tokens
 */
record TaggedTokens(int[][] ids, int[][] tags, Vocabulary vocabulary) implements Sequences {
  private static final int NOT_COUNTED = -1;

  @Override
  public int count() {
    return ids.length;
  }

  @Override
  public int length(int sequence) {
    return ids[sequence].length;
  }

  @Override
  public Batch batch(int[] which) {
    int[][] wanted = Arrays.stream(which).mapToObj(n -> tags[n]).toArray(int[][]::new);
    return PaddedTokens.batch(
        Arrays.stream(which).mapToObj(n -> ids[n]).toArray(int[][]::new),
        new Targets.Labels(PaddedTokens.timeMajor(wanted, NOT_COUNTED)));
  }

  @Override
  public List<String> labels(Batch sequence) {
    return Sequences.labels(sequence, vocabulary::token);
  }
}

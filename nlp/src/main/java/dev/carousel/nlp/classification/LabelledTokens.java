package dev.carousel.nlp.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Targets;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded texts and their classes.
 *
 * @param ids the tokens of each text, at least one; shared, not copied
 * @param classes the class of each; shared, not copied
 * @param vocabulary names the tokens
 */
record LabelledTokens(int[][] ids, int[] classes, Vocabulary vocabulary) implements Sequences {
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
    int[] labels = Arrays.stream(which).map(n -> classes[n]).toArray();
    int[][] texts = Arrays.stream(which).mapToObj(n -> ids[n]).toArray(int[][]::new);
    return PaddedTokens.batch(texts, new Targets.Labels(labels));
  }

  @Override
  public List<String> labels(Batch sequence) {
    return Sequences.labels(sequence, vocabulary::token);
  }
}

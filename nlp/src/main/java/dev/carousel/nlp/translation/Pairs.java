package dev.carousel.nlp.translation;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded texts with their translations. Of a translation y₁ … yₙ the model reads {@value
 * Languages#BEGIN} y₁ … yₙ and is to give y₁ … yₙ {@value Languages#END}.
 *
 * @param languages how texts are encoded
 * @param sources the tokens of each source, at least one; shared, not copied
 * @param targets the tokens of each translation, possibly none; shared, not copied
 */
record Pairs(Languages languages, int[][] sources, int[][] targets) implements Sequences {
  private static final int NOT_COUNTED = -1;

  @Override
  public int count() {
    return sources.length;
  }

  /**
   * Translations are of one length where possible, since a softmax over the vocabulary costs most,
   * and then sources.
   */
  @Override
  public int length(int sequence) {
    int target = Math.min(targets[sequence].length, Short.MAX_VALUE);
    return target << Short.SIZE | Math.min(sources[sequence].length, Short.MAX_VALUE);
  }

  @Override
  public Batch batch(int[] which) {
    int rows = which.length;
    int[][] read = new int[rows][];
    int[][] wanted = new int[rows][];
    for (int b = 0; b < rows; b++) {
      int[] target = targets[which[b]];
      int length = target.length;
      read[b] = new int[length + 1];
      read[b][0] = languages.begin();
      System.arraycopy(target, 0, read[b], 1, length);
      wanted[b] = Arrays.copyOf(target, length + 1);
      wanted[b][length] = languages.end();
    }
    int[] lengths = Arrays.stream(read).mapToInt(sequence -> sequence.length).toArray();
    return new Batch(
        Arrays.stream(lengths).max().orElseThrow(),
        rows,
        lengths,
        new Inputs.Conditioned(
            sourceBatch(which), new Inputs.Tokens(PaddedTokens.timeMajor(read, 0))),
        new Targets.Labels(PaddedTokens.timeMajor(wanted, NOT_COUNTED)),
        false);
  }

  private Batch sourceBatch(int[] which) {
    return PaddedTokens.batch(
        Arrays.stream(which).mapToObj(n -> sources[n]).toArray(int[][]::new), null);
  }

  /** A batch of sources alone has those of the source. */
  @Override
  public List<String> labels(Batch sequence) {
    if (sequence.inputs() instanceof Inputs.Conditioned conditioned) {
      return languages.target().vocabulary().decode(conditioned.ids());
    }
    return Sequences.labels(sequence, languages.source().vocabulary()::token);
  }
}

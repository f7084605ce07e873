package dev.carousel.nlp.conditioned;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded texts with what they tell of. Of a text y₁ … yₙ the model reads {@value
 * TargetTexts#BEGIN} y₁ … yₙ and is to give y₁ … yₙ {@value TargetTexts#END}.
 *
 * @param texts how texts are encoded
 * @param sources what each text tells of
 * @param targets the tokens of each text, possibly none; shared, not copied
 */
public record Pairs(TargetTexts texts, Sequences sources, int[][] targets) implements Sequences {
  private static final int NOT_COUNTED = -1;

  /**
   * Checks that there is a text for each source.
   *
   * @throws IllegalArgumentException if there are more of one than of the other
   */
  public Pairs {
    if (sources.count() != targets.length) {
      throw new IllegalArgumentException(
          "%d texts for %d sources".formatted(targets.length, sources.count()));
    }
  }

  @Override
  public int count() {
    return targets.length;
  }

  /**
   * Texts are of one length where possible, since a softmax over the vocabulary costs most, and
   * then sources.
   */
  @Override
  public int length(int sequence) {
    int target = Math.min(targets[sequence].length, Short.MAX_VALUE);
    return target << Short.SIZE | Math.min(sources.length(sequence), Short.MAX_VALUE);
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
      read[b][0] = texts.begin();
      System.arraycopy(target, 0, read[b], 1, length);
      wanted[b] = Arrays.copyOf(target, length + 1);
      wanted[b][length] = texts.end();
    }
    int[] lengths = Arrays.stream(read).mapToInt(sequence -> sequence.length).toArray();
    return new Batch(
        Arrays.stream(lengths).max().orElseThrow(),
        rows,
        lengths,
        new Inputs.Conditioned(
            sources.batch(which), new Inputs.Tokens(PaddedTokens.timeMajor(read, 0))),
        new Targets.Labels(PaddedTokens.timeMajor(wanted, NOT_COUNTED)),
        false);
  }

  /** A batch of sources alone has those of the source. */
  @Override
  public List<String> labels(Batch sequence) {
    if (sequence.inputs() instanceof Inputs.Conditioned conditioned) {
      return texts.codec().vocabulary().decode(conditioned.ids());
    }
    return sources.labels(sequence);
  }
}

package dev.carousel.sequence;

import dev.carousel.data.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some of other sequences, in any order, one as often as is wanted.
 *
 * @param all what they are chosen from
 * @param which sequence n is all's sequence which[n]; at least one; shared, not copied
 */
public record SelectedSequences(Sequences all, int[] which) implements Sequences {
  /**
   * The first sequences.
   *
   * @param all what they are chosen from
   * @param count how many, 1 to all's count
   * @return them
   */
  public static SelectedSequences first(Sequences all, int count) {
    return new SelectedSequences(all, IntStream.range(0, count).toArray());
  }

  @Override
  public int count() {
    return which.length;
  }

  @Override
  public int length(int sequence) {
    return all.length(which[sequence]);
  }

  @Override
  public Batch batch(int[] chosen) {
    return all.batch(Arrays.stream(chosen).map(n -> which[n]).toArray());
  }

  @Override
  public List<String> labels(Batch sequence) {
    return all.labels(sequence);
  }
}

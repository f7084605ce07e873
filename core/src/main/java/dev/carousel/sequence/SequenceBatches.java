package dev.carousel.sequence;

import dev.carousel.data.Batch;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Batches of sequences, made as they are asked for.
 *
 * @param sequences what the batches are made of
 * @param order the numbers of the sequences of each batch; not copied, not to be changed
 */
public record SequenceBatches(Sequences sequences, int[][] order) implements Iterable<Batch> {
  @Override
  public Iterator<Batch> iterator() {
    return Arrays.stream(order).map(which -> sequences.batch(which.clone())).iterator();
  }
}

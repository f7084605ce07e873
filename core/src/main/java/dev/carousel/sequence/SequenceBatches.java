package dev.carousel.sequence;

import dev.carousel.data.Batch;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Batches of sequences in a given order, made as they are asked for; the last may be smaller.
 *
 * @param sequences what the batches are made of
 * @param order the numbers of the sequences; not copied, not to be changed
 * @param batchSize the largest number of sequences a batch
 */
record SequenceBatches(Sequences sequences, int[] order, int batchSize) implements Iterable<Batch> {
  SequenceBatches {
    Sequences.requireAtLeast(1, "batchSize", batchSize);
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < order.length;
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no batch after sequence " + order.length);
        }
        int end = (int) Math.min(order.length, (long) next + batchSize);
        Batch batch = sequences.batch(Arrays.copyOfRange(order, next, end));
        next = end;
        return batch;
      }
    };
  }
}

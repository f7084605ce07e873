package dev.carousel.sequence;

import dev.carousel.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which sequences go together, and in which order. Where lengths differ, batches are of similar
 * lengths (bucketing). If a batch of B sequences has T steps, of which a sequence of length L needs
 * L, the recurrent layers leave padding out anyway; what is saved is everything that computes on
 * all T·B rows: embeddings, attention over sources, readout and softmax, and the memory for them.
 */
public final class BatchOrder {
  /**
   * How many batches are drawn before they are sorted: enough for lengths in a batch to differ by a
   * few hundredths of their range, few enough for batches to have other members every epoch.
   */
  public static final int POOL_BATCHES = 32;

  private BatchOrder() {}

  /**
   * An order for training. The sequences are shuffled; where their lengths differ, every {@value
   * #POOL_BATCHES} batches of them are sorted by length, equally long ones staying as they were
   * shuffled, and in the end the batches are shuffled.
   *
   * @param sequences what the batches are of
   * @param batchSize the largest number of sequences a batch, at least 1
   * @param random decides the order; advanced
   * @return the numbers of the sequences of each batch, every sequence once; all batches but one
   *     are of batchSize
   */
  public static int[][] drawn(Sequences sequences, int batchSize, RandomStream random) {
    Sequences.requireAtLeast(1, "batchSize", batchSize);
    int[] order = inOrder(sequences);
    random.shuffle(order);
    if (allEquallyLong(sequences)) {
      return cut(order, batchSize);
    }
    long pool = (long) POOL_BATCHES * batchSize;
    for (long from = 0; from < order.length; from += pool) {
      sort(sequences, order, (int) from, (int) Math.min(order.length, from + pool));
    }
    int[][] batches = cut(order, batchSize);
    int[] shuffled = IntStream.range(0, batches.length).toArray();
    random.shuffle(shuffled);
    return Arrays.stream(shuffled).mapToObj(batch -> batches[batch]).toArray(int[][]::new);
  }

  /**
   * An order for evaluations: the sequences' own, but from the shortest to the longest where
   * lengths differ and several make a batch.
   *
   * @param sequences what the batches are of
   * @param batchSize the largest number of sequences a batch, at least 1
   * @return the numbers of the sequences of each batch, every sequence once
   */
  public static int[][] settled(Sequences sequences, int batchSize) {
    Sequences.requireAtLeast(1, "batchSize", batchSize);
    int[] order = inOrder(sequences);
    if (batchSize > 1 && !allEquallyLong(sequences)) {
      sort(sequences, order, 0, order.length);
    }
    return cut(order, batchSize);
  }

  private static int[] inOrder(Sequences sequences) {
    return IntStream.range(0, sequences.count()).toArray();
  }

  private static boolean allEquallyLong(Sequences sequences) {
    int first = sequences.length(0);
    return IntStream.range(1, sequences.count()).allMatch(n -> sequences.length(n) == first);
  }

  /** Sorts a stretch by length; equally long ones keep their order. */
  private static void sort(Sequences sequences, int[] order, int from, int to) {
    long[] keys = new long[to - from];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) sequences.length(order[from + i]) << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    int[] sorted = Arrays.stream(keys).mapToInt(key -> order[from + (int) key]).toArray();
    System.arraycopy(sorted, 0, order, from, sorted.length);
  }

  private static int[][] cut(int[] order, int batchSize) {
    int[][] batches = new int[(int) (((long) order.length + batchSize - 1) / batchSize)][];
    for (int i = 0; i < batches.length; i++) {
      int from = i * batchSize;
      int to = (int) Math.min(order.length, (long) from + batchSize);
      batches[i] = Arrays.copyOfRange(order, from, to);
    }
    return batches;
  }
}

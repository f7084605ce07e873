package dev.carousel.nlp.language;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Parallel streams for truncated backpropagation through time. N tokens are N - 1 predictions, x[i]
 * → x[i+1], each made exactly once: they are cut into B contiguous streams of ⌊(N - 1)/B⌋ or, the
 * first ones, one more; row b of every batch is stream b, and every batch but the first continues
 * the one before. With fewer than B predictions there are fewer streams. The last batch may have
 * fewer steps, and where a stream ends a step before the others its row is padded there with label
 * -1.
 *
 * @param tokens ids x, at least 2; shared, not copied
 * @param streams B, at least 1
 * @param steps the most steps a batch, at least 1
 */
record TokenStreams(int[] tokens, int streams, int steps) implements Iterable<Batch> {
  private static final int NOT_COUNTED = -1;

  TokenStreams {
    if (tokens.length < 2 || streams < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "%d tokens in %d streams by %d steps".formatted(tokens.length, streams, steps));
    }
  }

  @Override
  public Iterator<Batch> iterator() {
    int predictions = tokens.length - 1;
    int rows = Math.min(streams, predictions);
    int longest = (predictions - 1) / rows + 1;
    return new Iterator<>() {
      private int from;

      @Override
      public boolean hasNext() {
        return from < longest;
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no batch after step " + longest);
        }
        int count = Math.min(steps, longest - from);
        Batch batch = batch(rows, from, count);
        from += count;
        return batch;
      }
    };
  }

  private Batch batch(int rows, int from, int count) {
    int predictions = tokens.length - 1;
    int least = predictions / rows;
    int longer = predictions % rows;
    int[] ids = new int[count * rows];
    int[] labels = new int[count * rows];
    Arrays.fill(labels, NOT_COUNTED);
    int[] lengths = new int[rows];
    for (int b = 0; b < rows; b++) {
      int start = b * least + Math.min(b, longer) + from;
      int remaining = Math.min(count, least + (b < longer ? 1 : 0) - from);
      for (int t = 0; t < remaining; t++) {
        ids[t * rows + b] = tokens[start + t];
        labels[t * rows + b] = tokens[start + t + 1];
      }
      // A batch knows no sequence of length 0; the one padded step has label -1.
      lengths[b] = Math.max(1, remaining);
    }
    return new Batch(
        count, rows, lengths, new Inputs.Tokens(ids), new Targets.Labels(labels), from > 0);
  }
}

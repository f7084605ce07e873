package dev.carousel.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How sequences of unequal lengths are laid out without padding: sorted by length, longest first,
 * and step by step. The rows of step t are those of the sequences that still go on, B_t of them, so
 * every step works on a block of adjacent rows and no mask is needed anywhere.
 */
public final class Packing {
  private static final int ROWS_AT_ONCE = 128;

  private final int steps;
  private final int rows;
  private final int[] order;
  private final int[] lengths;
  private final int[] batchSizes;
  private final int[] starts;
  private final List<Run> runs;

  /**
   * Steps whose rows, and those of the steps before them, lie without a gap.
   *
   * @param step the first step
   * @param rows the rows of all the run's steps
   */
  record Run(int step, int rows) {}

  private Packing(int steps, int rows, int[] order, int[] lengths) {
    this.steps = steps;
    this.rows = rows;
    this.order = order;
    this.lengths = lengths;
    batchSizes = new int[steps];
    for (int length : lengths) {
      for (int t = 0; t < length; t++) {
        batchSizes[t]++;
      }
    }
    starts = new int[steps + 1];
    for (int t = 0; t < steps; t++) {
      starts[t + 1] = starts[t] + batchSizes[t];
    }
    runs = new ArrayList<>();
    int first = 0;
    for (int t = 1; t <= steps; t++) {
      boolean goesOn =
          t > 1
              && t < steps
              && batchSizes[t] == batchSizes[t - 1]
              && batchSizes[t - 2] == batchSizes[t - 1];
      if (!goesOn) {
        runs.add(new Run(first, starts[t] - starts[first]));
        first = t;
      }
    }
  }

  /**
   * The layout of a batch.
   *
   * @param steps T, the number of steps of the padded batch
   * @param rows B, the number of sequences
   * @param lengths the length of each, 1 to T
   * @return the layout
   */
  public static Packing of(int steps, int rows, int[] lengths) {
    int[] order =
        IntStream.range(0, rows)
            .boxed()
            .sorted((a, b) -> Integer.compare(lengths[b], lengths[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] sorted = new int[rows];
    for (int i = 0; i < rows; i++) {
      sorted[i] = lengths[order[i]];
      if (sorted[i] < 1 || sorted[i] > steps) {
        throw new IllegalArgumentException(
            "sequence %d has length %d, expected 1 to %d".formatted(order[i], sorted[i], steps));
      }
    }
    return new Packing(steps, rows, order, sorted);
  }

  /**
   * The number of sequences.
   *
   * @return B
   */
  public int rows() {
    return rows;
  }

  /**
   * The number of steps.
   *
   * @return T
   */
  public int steps() {
    return steps;
  }

  /**
   * The number of packed rows.
   *
   * @return the sum of the lengths
   */
  public int total() {
    return starts[steps];
  }

  /**
   * The number of sequences that have a step.
   *
   * @param step t
   * @return B_t
   */
  public int batchSize(int step) {
    return batchSizes[step];
  }

  /**
   * Where a step's rows begin.
   *
   * @param step t
   * @return the first packed row of step t
   */
  public int start(int step) {
    return starts[step];
  }

  /**
   * How many steps have enough rows together for products that are worth their memory traffic, and
   * few enough to stay in the cache.
   */
  int stride() {
    return Math.max(1, ROWS_AT_ONCE / Math.max(1, rows));
  }

  /** Where the states before a step begin, in a block that holds the B initial rows last. */
  int previousStart(int step) {
    return step == 0 ? total() : starts[step - 1];
  }

  List<Run> runs() {
    return runs;
  }

  /**
   * Which sequence each sorted row is.
   *
   * @return for each sorted row the row of the batch
   */
  public int[] order() {
    return order.clone();
  }

  /**
   * Where each batch row went.
   *
   * @return for each row of the batch its sorted row
   */
  public int[] sortedRow() {
    int[] sorted = new int[rows];
    for (int i = 0; i < rows; i++) {
      sorted[order[i]] = i;
    }
    return sorted;
  }

  /**
   * For packing: the padded, time-major row t·B + b of each packed row.
   *
   * @return one padded row a packed row
   */
  public int[] paddedRows() {
    int[] index = new int[total()];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < batchSizes[t]; i++) {
        index[starts[t] + i] = t * rows + order[i];
      }
    }
    return index;
  }

  /**
   * For unpacking: the packed row of each padded, time-major row, -1 for padding.
   *
   * @return one packed row a padded row
   */
  public int[] packedRows() {
    int[] index = new int[steps * rows];
    Arrays.fill(index, -1);
    int[] padded = paddedRows();
    for (int row = 0; row < padded.length; row++) {
      index[padded[row]] = row;
    }
    return index;
  }

  /**
   * For running backwards in time: the packed row that holds the same sequence's step counted from
   * its end. Its own inverse.
   *
   * @return one packed row a packed row
   */
  public int[] reversedRows() {
    int[] index = new int[total()];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < batchSizes[t]; i++) {
        index[starts[t] + i] = starts[lengths[i] - 1 - t] + i;
      }
    }
    return index;
  }

  /**
   * The packed row of each sequence's last step.
   *
   * @return one packed row a sorted row
   */
  public int[] lastRows() {
    int[] index = new int[rows];
    for (int i = 0; i < rows; i++) {
      index[i] = starts[lengths[i] - 1] + i;
    }
    return index;
  }
}

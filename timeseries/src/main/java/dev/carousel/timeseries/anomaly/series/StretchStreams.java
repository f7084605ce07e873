package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parallel streams for truncated backpropagation through time. Series are cut into about B pieces
 * of about equal length; B of them, the longest first, go side by side through batches of so many
 * steps, each but the first of which continues the one before. Every step is in one batch of them.
 */
final class StretchStreams implements Iterable<Batch> {
  private final List<List<Stretch>> groups = new ArrayList<>();
  private final int steps;

  /**
   * Cuts stretches.
   *
   * @param stretches one a series
   * @param streams B, at least 1
   * @param steps the most steps a batch, at least 1
   */
  StretchStreams(List<Stretch> stretches, int streams, int steps) {
    if (streams < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + streams);
    }
    this.steps = steps;
    long total = stretches.stream().mapToLong(Stretch::steps).sum();
    long length = Math.max(1, (total + streams - 1) / streams);
    List<Stretch> pieces = new ArrayList<>();
    for (Stretch stretch : stretches) {
      int count = (int) Math.max(1, Math.round((double) stretch.steps() / length));
      for (long i = 0; i < count; i++) {
        int from = (int) (stretch.steps() * i / count);
        int to = (int) (stretch.steps() * (i + 1) / count);
        pieces.add(stretch.part(from, to));
      }
    }
    pieces.sort(Comparator.comparingInt(Stretch::steps).reversed());
    for (int from = 0; from < pieces.size(); from += streams) {
      groups.add(pieces.subList(from, Math.min(pieces.size(), from + streams)));
    }
  }

  @Override
  public Iterator<Batch> iterator() {
    return groups.stream()
        .flatMap(
            group -> {
              int longest = group.get(0).steps();
              return IntStream.iterate(0, from -> from < longest, from -> from + steps)
                  .mapToObj(from -> Stretch.batch(group, from, Math.min(steps, longest - from)));
            })
        .iterator();
  }
}

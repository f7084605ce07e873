package dev.carousel.nlp.token;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Pairs of tokens that become one, in the order in which they were learnt. */
final class BytePairMerges {
  /**
   * One of them.
   *
   * @param left the id of the first token
   * @param right the id of the second one
   * @param merged the id of the token that both become
   */
  record Merge(int left, int right, int merged) {}

  private final List<Merge> merges;
  private final Map<Long, Integer> ranks;

  BytePairMerges(List<Merge> merges) {
    this.merges = List.copyOf(merges);
    ranks = new HashMap<>(merges.size() * 2);
    for (int rank = 0; rank < merges.size(); rank++) {
      ranks.put(pair(merges.get(rank).left(), merges.get(rank).right()), rank);
    }
  }

  /** Two ids as one number, in the order of the left one, then of the right one. */
  static long pair(int left, int right) {
    return (long) left << Integer.SIZE | right;
  }

  List<Merge> merges() {
    return merges;
  }

  /**
   * Merges whatever can be: of all pairs the one learnt first, of equal ones the leftmost, again
   * and again. Takes n log n steps for n ids.
   *
   * @param ids the tokens of single bytes; changed
   * @return the tokens that they become
   */
  int[] apply(int[] ids) {
    if (merges.isEmpty() || ids.length < 2) {
      return ids;
    }
    int[] next = new int[ids.length];
    int[] previous = new int[ids.length];
    PriorityQueue<Long> queue = new PriorityQueue<>();
    for (int at = 0; at < ids.length; at++) {
      next[at] = at + 1;
      previous[at] = at - 1;
      offer(queue, ids, at, at + 1);
    }
    int merged = 0;
    while (!queue.isEmpty()) {
      long entry = queue.remove();
      int rank = (int) (entry >> Integer.SIZE);
      int at = (int) entry;
      int with = ids[at] < 0 ? ids.length : next[at];
      Merge merge = merges.get(rank);
      // What was a pair when it was queued may have been merged with others since.
      if (with == ids.length || ids[at] != merge.left() || ids[with] != merge.right()) {
        continue;
      }
      ids[at] = merge.merged();
      ids[with] = -1;
      next[at] = next[with];
      if (next[at] < ids.length) {
        previous[next[at]] = at;
      }
      merged++;
      if (previous[at] >= 0) {
        offer(queue, ids, previous[at], at);
      }
      offer(queue, ids, at, next[at]);
    }
    return merged == 0 ? ids : Arrays.stream(ids).filter(id -> id >= 0).toArray();
  }

  private void offer(PriorityQueue<Long> queue, int[] ids, int left, int right) {
    if (right < ids.length) {
      Integer rank = ranks.get(pair(ids[left], ids[right]));
      if (rank != null) {
        queue.add(pair(rank, left));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BytePairMerges that && merges.equals(that.merges);
  }

  @Override
  public int hashCode() {
    return merges.hashCode();
  }
}

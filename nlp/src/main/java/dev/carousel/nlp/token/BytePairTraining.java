package dev.carousel.nlp.token;

import dev.carousel.nlp.token.BytePairMerges.Merge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns merges (Sennrich, Haddow and Birch, Neural machine translation of rare words with subword
 * units, 2016): the most frequent pair of adjacent tokens becomes a token, again and again. Of
 * equally frequent pairs the one whose left token has the smaller id comes first, then the one
 * whose right token has.
 *
 * <p>All distinct words lie one after another as linked lists of tokens, and every pair knows the
 * places where it was made. So a merge touches only places where its pair is or was, and the whole
 * takes n log n steps for n bytes in distinct words, however long a word is.
 */
final class BytePairTraining {
  private static final int NONE = -1;

  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<String> taken;
  private final List<Merge> merges = new ArrayList<>();
  private final Set<Long> known = new HashSet<>();

  /** Of every place: its token, or NONE if that is part of the one before; its neighbours. */
  private final int[] token;

  private final int[] previous;
  private final int[] next;

  /** How often the word occurs that a place is part of. */
  private final int[] weight;

  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Candidate::count).reversed().thenComparing(Candidate::pair));

  /** Where a pair was made, and how often it is in the text now. */
  private static final class Pair {
    private long count;
    private int[] places = new int[2];
    private int size;

    private void add(int place, int times) {
      count += times;
      if (size == places.length) {
        places = Arrays.copyOf(places, size * 2);
      }
      places[size++] = place;
    }

    /** From left to right, since of three equal tokens the first two become one. */
    private int[] inOrder() {
      int[] all = Arrays.copyOf(places, size);
      Arrays.sort(all);
      return all;
    }
  }

  private record Candidate(long count, long pair) {}

  /**
   * Makes ready to learn.
   *
   * @param tokens those that there are, in the order of their ids; becomes longer
   * @param byteIds the ids of the single bytes, by byte
   * @param taken tokens that merging must not make
   * @param words distinct words with their counts
   */
  BytePairTraining(
      List<String> tokens, int[] byteIds, Set<String> taken, Map<String, Integer> words) {
    this.tokens = tokens;
    this.taken = taken;
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
    int places = 0;
    for (String word : words.keySet()) {
      places = Math.addExact(places, word.getBytes(StandardCharsets.UTF_8).length);
    }
    token = new int[places];
    previous = new int[places];
    next = new int[places];
    weight = new int[places];
    int at = 0;
    for (Map.Entry<String, Integer> word : words.entrySet()) {
      byte[] bytes = word.getKey().getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++, at++) {
        token[at] = byteIds[Byte.toUnsignedInt(bytes[i])];
        weight[at] = word.getValue();
        previous[at] = i == 0 ? NONE : at - 1;
        next[at] = i == bytes.length - 1 ? NONE : at + 1;
      }
    }
  }

  /**
   * Learns.
   *
   * @param size how many tokens there may be in the end
   * @param minimumCount how often a pair must occur
   * @return the merges; their tokens stand in the list that was given
   */
  List<Merge> learn(int size, int minimumCount) {
    for (int at = 0; at < token.length; at++) {
      if (next[at] != NONE) {
        pairs.computeIfAbsent(pairAt(at), key -> new Pair()).add(at, weight[at]);
      }
    }
    pairs.forEach((key, pair) -> queue.add(new Candidate(pair.count, key)));
    while (tokens.size() < size && !queue.isEmpty()) {
      Candidate best = queue.remove();
      Pair pair = pairs.get(best.pair());
      if (best.count() < minimumCount) {
        break;
      }
      // Pairs become rarer as their tokens are merged with others; this is noticed only here.
      if (pair != null && pair.count == best.count()) {
        merge(best.pair(), pair);
      } else if (pair != null && pair.count < best.count()) {
        queue.add(new Candidate(pair.count, best.pair()));
      }
    }
    return merges;
  }

  private void merge(long key, Pair pair) {
    pairs.remove(key);
    int left = (int) (key >> Integer.SIZE);
    int right = (int) key;
    String text = tokens.get(left) + tokens.get(right);
    if (taken.contains(text)) {
      return;
    }
    // Two ways may lead to one token, as "a" + "bc" and "ab" + "c", so a pair may come back, too.
    int merged = ids.computeIfAbsent(text, unseen -> tokens.size());
    if (merged == tokens.size()) {
      tokens.add(text);
    }
    if (known.add(key)) {
      merges.add(new Merge(left, right, merged));
    }
    Map<Long, Pair> made = new HashMap<>();
    for (int at : pair.inOrder()) {
      int with = token[at] == left ? next[at] : NONE;
      if (with == NONE || token[with] != right) {
        continue;
      }
      int before = previous[at];
      int after = next[with];
      if (before != NONE) {
        lose(before);
      }
      if (after != NONE) {
        lose(with);
        previous[after] = at;
      }
      token[at] = merged;
      token[with] = NONE;
      next[at] = after;
      if (before != NONE) {
        gain(before, made);
      }
      if (after != NONE) {
        gain(at, made);
      }
    }
    made.forEach((madeKey, gained) -> queue.add(new Candidate(gained.count, madeKey)));
  }

  private void lose(int place) {
    Pair pair = pairs.get(pairAt(place));
    if (pair != null) {
      pair.count -= weight[place];
    }
  }

  private void gain(int place, Map<Long, Pair> made) {
    long key = pairAt(place);
    Pair pair = pairs.computeIfAbsent(key, unseen -> new Pair());
    pair.add(place, weight[place]);
    made.put(key, pair);
  }

  private long pairAt(int place) {
    return BytePairMerges.pair(token[place], token[next[place]]);
  }
}

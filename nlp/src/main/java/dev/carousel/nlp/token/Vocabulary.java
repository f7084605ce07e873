package dev.carousel.nlp.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A numbering of tokens, 0 to size - 1. Special tokens come first, {@value #UNKNOWN} always at 0;
 * then all others from the most to the least frequent, equally frequent ones in the order of their
 * code points. So equal text gives equal ids on any machine. Immutable.
 */
public final class Vocabulary {
  /** The token that stands for all tokens without an id. */
  public static final String UNKNOWN = "<unk>";

  /** The id of {@link #UNKNOWN}. */
  public static final int UNKNOWN_ID = 0;

  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  /**
   * Numbers the tokens of a text, which should be the training part and nothing else.
   *
   * @param text its tokens
   * @param special tokens that get the ids after {@link #UNKNOWN} in this order, whether they occur
   *     or not
   * @param limits which of the other tokens get an id
   * @return the vocabulary
   * @throws IllegalArgumentException if there are more special tokens than the limits allow
   */
  public static Vocabulary of(Stream<String> text, List<String> special, VocabularyLimits limits) {
    Set<String> first = new LinkedHashSet<>();
    first.add(UNKNOWN);
    first.addAll(special);
    int largest = limits.maximumSize().orElse(Integer.MAX_VALUE);
    if (first.size() > largest) {
      throw new IllegalArgumentException(
          "maximumSize " + largest + " has no room for the special tokens " + first);
    }
    Map<String, Integer> counts = new HashMap<>();
    text.forEachOrdered(token -> counts.merge(token, 1, Math::addExact));
    Comparator<Map.Entry<String, Integer>> order =
        Map.Entry.<String, Integer>comparingByValue()
            .reversed()
            .thenComparing(entry -> entry.getKey().codePoints().toArray(), Arrays::compare);
    List<String> tokens = new ArrayList<>(first);
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= limits.minimumCount())
        .filter(entry -> !first.contains(entry.getKey()))
        .sorted(order)
        .limit(largest - first.size())
        .forEachOrdered(entry -> tokens.add(entry.getKey()));
    return new Vocabulary(tokens);
  }

  /**
   * The number of ids.
   *
   * @return at least 1
   */
  public int size() {
    return tokens.size();
  }

  /**
   * The id of a token.
   *
   * @param token any token
   * @return its id, {@link #UNKNOWN_ID} if it has none of its own
   */
  public int id(String token) {
    return ids.getOrDefault(token, UNKNOWN_ID);
  }

  /**
   * The token of an id.
   *
   * @param id 0 to size - 1
   * @return the token
   * @throws IndexOutOfBoundsException if there is no such id
   */
  public String token(int id) {
    return tokens.get(id);
  }

  /**
   * The ids of tokens.
   *
   * @param text any tokens
   * @return their ids in order
   */
  public int[] encode(Stream<String> text) {
    return text.mapToInt(this::id).toArray();
  }

  /**
   * The tokens of ids.
   *
   * @param encoded ids, each 0 to size - 1
   * @return their tokens in order
   * @throws IndexOutOfBoundsException if there is no such id
   */
  public List<String> decode(int[] encoded) {
    return Arrays.stream(encoded).mapToObj(this::token).toList();
  }
}

package dev.carousel.nlp.token;

import com.ibm.icu.text.UTF16;
import dev.carousel.data.InvalidDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A numbering of tokens, 0 to size - 1. Where it is made by counting the tokens of a text, special
 * tokens come first, {@value #UNKNOWN} always at 0; then all others from the most to the least
 * frequent, equally frequent ones in the order of their code points. So equal text gives equal ids
 * on any machine. Immutable; vocabularies with equal tokens in equal order are equal.
 */
public final class Vocabulary {
  /** The token that stands for all tokens without an id, in vocabularies made by counting. */
  public static final String UNKNOWN = "<unk>";

  /** The id of {@link #UNKNOWN} in vocabularies made by counting. */
  public static final int UNKNOWN_ID = 0;

  /** The most ids without a {@link VocabularyLimits#maximumSize} that says how many are meant. */
  public static final int MOST_UNASKED = 1_000_000;

  private final List<String> tokens;
  private final OptionalInt unknown;
  private final Map<String, Integer> ids;

  private Vocabulary(List<String> tokens, OptionalInt unknown) {
    this.tokens = List.copyOf(tokens);
    this.unknown = unknown;
    ids = new HashMap<>(tokens.size() * 2);
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
   * @throws InvalidDataException if there are more different tokens than memory holds, or, without
   *     a maximum size, than {@value #MOST_UNASKED}
   */
  public static Vocabulary of(Stream<String> text, List<String> special, VocabularyLimits limits) {
    return of(text, special, limits, new TokenCounts());
  }

  /** As the public one, with the tokens counted in {@code counted}, which is empty. */
  static Vocabulary of(
      Stream<String> text, List<String> special, VocabularyLimits limits, TokenCounts counted) {
    Set<String> first = new LinkedHashSet<>();
    first.add(UNKNOWN);
    first.addAll(special);
    int largest = limits.maximumSize().orElse(Integer.MAX_VALUE);
    if (first.size() > largest) {
      throw new IllegalArgumentException(
          "maximumSize " + largest + " has no room for the special tokens " + first);
    }
    text.forEachOrdered(counted::add);
    Comparator<Map.Entry<String, Integer>> order =
        Map.Entry.<String, Integer>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry::getKey, new UTF16.StringComparator(true, false, 0));
    List<String> tokens = new ArrayList<>(first);
    counted.counts().entrySet().stream()
        .filter(entry -> entry.getValue() >= limits.minimumCount())
        .filter(entry -> !first.contains(entry.getKey()))
        .sorted(order)
        .limit(largest - first.size())
        .forEachOrdered(entry -> tokens.add(entry.getKey()));
    if (tokens.size() > MOST_UNASKED && limits.maximumSize().isEmpty()) {
      throw new InvalidDataException(
          ("the vocabulary would have %d tokens, which few models have memory for; give "
                  + "vocabulary.maximumSize, or a larger vocabulary.minimumCount than %d")
              .formatted(tokens.size(), limits.minimumCount()));
    }
    return new Vocabulary(tokens, OptionalInt.of(UNKNOWN_ID));
  }

  /**
   * Tokens that have their numbers already.
   *
   * @param tokens different tokens, in the order of their ids
   * @param unknown the id that stands for all others, if one does
   */
  static Vocabulary numbered(List<String> tokens, OptionalInt unknown) {
    return new Vocabulary(tokens, unknown);
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
   * The tokens.
   *
   * @return all of them, in the order of their ids
   */
  public List<String> tokens() {
    return tokens;
  }

  /**
   * The id that stands for all tokens without one.
   *
   * @return {@link #UNKNOWN_ID} if the vocabulary was made by counting; empty where no text has
   *     unknown tokens, as with bytes
   */
  public OptionalInt unknown() {
    return unknown;
  }

  /**
   * The id of a token.
   *
   * @param token any token
   * @return its id, {@link #unknown} if it has none of its own
   * @throws IllegalArgumentException if it has none and there is no unknown token
   */
  public int id(String token) {
    Integer id = ids.get(token);
    if (id != null) {
      return id;
    }
    return unknown.orElseThrow(
        () ->
            new IllegalArgumentException(
                "the vocabulary has no token '" + token + "', and none for unknown ones"));
  }

  /**
   * Whether a token has an id of its own.
   *
   * @param token any token
   * @return whether it is one of {@link #tokens}
   */
  public boolean contains(String token) {
    return ids.containsKey(token);
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

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that
        && tokens.equals(that.tokens)
        && unknown.equals(that.unknown);
  }

  @Override
  public int hashCode() {
    return 31 * tokens.hashCode() + unknown.hashCode();
  }

  @Override
  public String toString() {
    return tokens.size() <= 10
        ? tokens.toString()
        : tokens.subList(0, 10) + " and " + (tokens.size() - 10) + " more";
  }
}

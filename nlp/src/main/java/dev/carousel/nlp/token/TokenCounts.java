package dev.carousel.nlp.token;

import dev.carousel.data.InvalidDataException;
import java.util.HashMap;
import java.util.Map;

/** How often each token occurs, for no more different tokens than memory holds. */
final class TokenCounts {
  /** A short string with its count in a hash map takes 100 to 130 bytes; the rest is for others. */
  private static final int BYTES_A_TOKEN = 256;

  private final Map<String, Integer> counts = new HashMap<>();
  private final long most;

  /** For as many different tokens as the memory of this Java machine allows. */
  TokenCounts() {
    this(Runtime.getRuntime().maxMemory() / BYTES_A_TOKEN);
  }

  /** For at most so many different tokens. */
  TokenCounts(long most) {
    this.most = most;
  }

  /** Counts a token. */
  void add(String token) {
    if (counts.merge(token, 1, TokenCounts::sum) == 1 && counts.size() > most) {
      throw new InvalidDataException(
          ("the training part has more than %d different tokens, which is more than memory holds; "
                  + "use a tokenizer with fewer, such as 'byte-pairs' or 'characters', less text, "
                  + "or more memory (JAVA_OPTS=-Xmx…)")
              .formatted(most));
    }
  }

  private static int sum(int count, int more) {
    return Math.addExact(count, more);
  }

  /** The counts, which change with further tokens. */
  Map<String, Integer> counts() {
    return counts;
  }
}

package dev.carousel.nlp.token;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Encodes texts as sequences that models can read: never empty, a text without any token being one
 * unknown token, or id 0 where the vocabulary has none, and never longer than a limit.
 *
 * @param codec encodes
 * @param maxTokens the length to which longer ones are cut, their beginning being kept; empty for
 *     no limit
 */
public record BoundedCodec(TextCodec codec, OptionalInt maxTokens) {
  private static final Logger LOG = System.getLogger(BoundedCodec.class.getName());

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public BoundedCodec {
    requireLimit(maxTokens);
  }

  /**
   * Refuses an impossible limit.
   *
   * @param maxTokens the limit
   * @throws IllegalArgumentException if it is below 1
   */
  public static void requireLimit(OptionalInt maxTokens) {
    if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "maxTokens must be at least 1, or null for no limit; got " + maxTokens.getAsInt());
    }
  }

  /**
   * Encodes a text.
   *
   * @param text any text
   * @return its tokens' ids, at least one
   */
  public int[] encode(String text) {
    int[] ids = codec.encode(text);
    return isTooLong(ids) ? cut(ids) : notEmpty(ids);
  }

  /**
   * Encodes texts, and logs in one line how many had to be cut.
   *
   * @param texts any texts
   * @param what what they are, for the log, such as "texts of the training part"
   * @return the ids of each, at least one
   */
  public int[][] encode(List<String> texts, String what) {
    int[][] all = new int[texts.size()][];
    int cut = 0;
    for (int i = 0; i < all.length; i++) {
      int[] ids = codec.encode(texts.get(i));
      if (isTooLong(ids)) {
        cut++;
        ids = cut(ids);
      }
      all[i] = notEmpty(ids);
    }
    if (cut > 0) {
      LOG.log(
          Level.INFO,
          "cut {0} of {1} {2} to {3} tokens",
          Integer.toString(cut),
          Integer.toString(all.length),
          what,
          Integer.toString(maxTokens.getAsInt()));
    }
    return all;
  }

  private boolean isTooLong(int[] ids) {
    return maxTokens.isPresent() && ids.length > maxTokens.getAsInt();
  }

  private int[] cut(int[] ids) {
    return Arrays.copyOf(ids, maxTokens.getAsInt());
  }

  private int[] notEmpty(int[] ids) {
    return ids.length > 0 ? ids : new int[] {codec.vocabulary().unknown().orElse(0)};
  }
}

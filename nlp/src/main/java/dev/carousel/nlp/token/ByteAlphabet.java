package dev.carousel.nlp.token;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The alphabet of GPT-2 (Radford et al., 2019), in which bytes are written as characters that can
 * be seen: a byte whose Latin-1 character is visible is that character, and the 68 others are
 * U+0100 and after, in order. A space is 'Ġ', a line feed 'Ċ'.
 */
final class ByteAlphabet {
  private static final char[] SYMBOLS = new char[256];
  private static final int[] BYTES;

  static {
    char next = 0x100;
    for (int b = 0; b < SYMBOLS.length; b++) {
      SYMBOLS[b] = isVisible(b) ? (char) b : next++;
    }
    BYTES = new int[next];
    Arrays.fill(BYTES, -1);
    for (int b = 0; b < SYMBOLS.length; b++) {
      BYTES[SYMBOLS[b]] = b;
    }
  }

  private ByteAlphabet() {}

  private static boolean isVisible(int latin1) {
    return latin1 >= '!' && latin1 <= '~' || latin1 >= 0xa1 && latin1 != 0xad;
  }

  /** The symbol of a byte, 0 to 255. */
  static String symbol(int unsigned) {
    return String.valueOf(SYMBOLS[unsigned]);
  }

  /** All bytes, 0 to 255, in the order of their symbols, which is how GPT-2 numbers them. */
  static List<Integer> bytesInOrderOfSymbols() {
    return IntStream.range(0, SYMBOLS.length)
        .boxed()
        .sorted(Comparator.comparing(b -> SYMBOLS[b]))
        .toList();
  }

  /**
   * Gives each byte an id.
   *
   * @param order the bytes, 0 to 255, in the order in which they get ids
   * @param tokens those that have ids already, all of them special; the bytes' symbols are added
   * @param maximumSize how many tokens there may be, if that is limited
   * @return the ids by byte
   * @throws IllegalArgumentException if there are too many, or one of those before is a symbol
   */
  static int[] number(List<Integer> order, List<String> tokens, OptionalInt maximumSize) {
    if (tokens.size() + order.size() > maximumSize.orElse(Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "maximumSize %d has no room for %d bytes%s"
              .formatted(
                  maximumSize.getAsInt(),
                  order.size(),
                  tokens.isEmpty() ? "" : " and the special tokens " + tokens));
    }
    int[] ids = new int[SYMBOLS.length];
    for (int unsigned : order) {
      String symbol = symbol(unsigned);
      if (tokens.contains(symbol)) {
        throw new IllegalArgumentException(
            "'" + symbol + "' cannot be a special token, since a byte is written so");
      }
      ids[unsigned] = tokens.size();
      tokens.add(symbol);
    }
    return ids;
  }

  /** The bytes that symbols stand for; empty if one of them is no symbol. */
  static Optional<byte[]> bytes(String symbols) {
    byte[] bytes = new byte[symbols.length()];
    for (int i = 0; i < bytes.length; i++) {
      char symbol = symbols.charAt(i);
      if (symbol >= BYTES.length || BYTES[symbol] < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) BYTES[symbol];
    }
    return Optional.of(bytes);
  }
}

package dev.carousel.nlp.token;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.ULocale;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What {@link Normalized} does to a text.
 *
 * @param form the normalisation form; empty for none
 * @param lowercase whether letters become lower case
 */
record Normalization(Optional<Normalized.Form> form, boolean lowercase) {
  private static final String[] ASCII_LOWERCASE =
      IntStream.range(0, 0x80)
          .mapToObj(character -> Character.toString(UCharacter.toLowerCase(character)))
          .toArray(String[]::new);

  /**
   * A normalised text and where it comes from.
   *
   * @param text the normalised text
   * @param starts of each of its units, where what it was made from begins in the original
   * @param ends where that ends, exclusive
   * @param length the original's length
   */
  record Aligned(String text, int[] starts, int[] ends, int length) {
    /** A token of the normalised text as one of the original. */
    Token original(Token token) {
      if (token.start() < token.end()) {
        return new Token(token.id(), starts[token.start()], ends[token.end() - 1]);
      }
      int at = token.start() < starts.length ? starts[token.start()] : length;
      return new Token(token.id(), at, at);
    }
  }

  /** Normalises. */
  String apply(String text) {
    String normal = form.map(Normalization::normalizer).map(n -> n.normalize(text)).orElse(text);
    return lowercase ? lowercase(normal) : normal;
  }

  /** Normalises, and notes where everything comes from. */
  Aligned align(String text) {
    Optional<Normalizer2> normalizer = form.map(Normalization::normalizer);
    Alignment alignment = new Alignment(text.length());
    for (int start = 0; start < text.length(); ) {
      int end = start + Character.charCount(text.codePointAt(start));
      // What lies between two boundaries is normalised independently of all around it.
      while (normalizer.isPresent()
          && end < text.length()
          && !normalizer.get().hasBoundaryBefore(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      String part = text.substring(start, end);
      String normal = normalizer.map(n -> n.normalize(part)).orElse(part);
      if (normal.equals(part)) {
        for (int at = start; at < end; ) {
          int character = text.codePointAt(at);
          int after = at + Character.charCount(character);
          alignment.add(
              lowercase ? lowercase(character) : Character.toString(character), at, after);
          at = after;
        }
      } else {
        alignment.add(lowercase ? lowercase(normal) : normal, start, end);
      }
      start = end;
    }
    return alignment.done(text.length());
  }

  /** A normalised text on its way. */
  private static final class Alignment {
    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    Alignment(int expected) {
      text = new StringBuilder(expected);
      starts = new int[expected];
      ends = new int[expected];
    }

    void add(String part, int start, int end) {
      int before = text.length();
      text.append(part);
      if (text.length() > starts.length) {
        starts = Arrays.copyOf(starts, text.length() * 2);
        ends = Arrays.copyOf(ends, text.length() * 2);
      }
      Arrays.fill(starts, before, text.length(), start);
      Arrays.fill(ends, before, text.length(), end);
    }

    Aligned done(int length) {
      return new Aligned(
          text.toString(),
          Arrays.copyOf(starts, text.length()),
          Arrays.copyOf(ends, text.length()),
          length);
    }
  }

  private static Normalizer2 normalizer(Normalized.Form form) {
    return switch (form) {
      case NFC -> Normalizer2.getNFCInstance();
      case NFD -> Normalizer2.getNFDInstance();
      case NFKC -> Normalizer2.getNFKCInstance();
      case NFKD -> Normalizer2.getNFKDInstance();
    };
  }

  private static String lowercase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().forEach(character -> lower.append(lowercase(character)));
    return lower.toString();
  }

  private static String lowercase(int character) {
    return character < 0x80
        ? ASCII_LOWERCASE[character]
        : UCharacter.toLowerCase(ULocale.ROOT, Character.toString(character));
  }
}

package dev.carousel.nlp.token;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One token a word or a mark, in any script. A token is what lies between two word boundaries of
 * Unicode's UAX #29 as ICU finds them in its root locale, white space left out: "don't", "3.14",
 * "snake_case" and an emoji of several code points are one token each, a punctuation mark is one by
 * itself. Where a script has no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese), words come
 * from ICU's dictionaries. The rules and dictionaries are those of the ICU version, the same on
 * every Java version. Case is kept. Joining puts one space between tokens.
 *
 * @param lineEnds whether every line, the last one too unless it is empty, ends in the token
 *     {@value SplitTokenizer#LINE_END}; otherwise a line's end is white space like any other
 */
public record Words(boolean lineEnds) implements SplitTokenizer {
  @Override
  public Stream<Piece> pieces(String text) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pieces(UnicodeText.of(text), lineEnds),
            Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }

  @Override
  public TokenJoiner joiner(String before) {
    return new SpacedTokens(lineEnds, before);
  }

  /** The tokens of one text, found as they are asked for. */
  private static final class Pieces implements Iterator<Piece> {
    private final String text;
    private final boolean lineEnds;
    private final BreakIterator boundaries = BreakIterator.getWordInstance(ULocale.ROOT);
    private final Queue<Piece> found = new ArrayDeque<>();
    private int from;

    Pieces(String text, boolean lineEnds) {
      this.text = text;
      this.lineEnds = lineEnds;
      boundaries.setText(text);
    }

    @Override
    public boolean hasNext() {
      while (found.isEmpty() && from < text.length()) {
        int to = boundaries.next();
        cut(to);
        from = to;
        if (lineEnds && to == text.length() && !isLineEnd(to - 1)) {
          found.add(new Piece(LINE_END, to, to));
        }
      }
      return !found.isEmpty();
    }

    @Override
    public Piece next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the text has no more tokens");
      }
      return found.remove();
    }

    /** A stretch between boundaries is a line's end, or has white space at places, or none. */
    private void cut(int to) {
      if (isLineEnd(from)) {
        if (lineEnds) {
          found.add(new Piece(LINE_END, from, to));
        }
        return;
      }
      int start = from;
      for (int at = from; at < to; ) {
        int character = text.codePointAt(at);
        int after = at + Character.charCount(character);
        if (UCharacter.isUWhiteSpace(character)) {
          add(start, at);
          start = after;
        }
        at = after;
      }
      add(start, to);
    }

    private void add(int start, int end) {
      if (start < end) {
        found.add(new Piece(text.substring(start, end), start, end));
      }
    }

    private boolean isLineEnd(int at) {
      return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }
  }
}

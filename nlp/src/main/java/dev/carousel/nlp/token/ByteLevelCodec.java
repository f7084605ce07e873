package dev.carousel.nlp.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bytes, merged or not, with their numbers. */
final class ByteLevelCodec implements TextCodec {
  /** Words that are remembered with their tokens: so many, if they are no longer than that. */
  private static final int REMEMBERED = 1 << 16;

  private static final int LONGEST_REMEMBERED = 128;

  private final Vocabulary vocabulary;
  private final BytePairMerges merges;
  private final boolean words;
  private final byte[][] bytes;
  private final int[] byteIds = new int[256];
  private final Map<String, int[]> remembered = new ConcurrentHashMap<>();

  /**
   * A codec.
   *
   * @param vocabulary special tokens, and in {@link ByteAlphabet} every byte and what the merges
   *     make
   * @param merges of its ids
   * @param words whether the text is cut into {@link GptWords}, over which no token reaches
   * @param special those tokens that stand for themselves
   */
  ByteLevelCodec(
      Vocabulary vocabulary, BytePairMerges merges, boolean words, SpecialTokens special) {
    this.vocabulary = vocabulary;
    this.merges = merges;
    this.words = words;
    for (int b = 0; b < byteIds.length; b++) {
      byteIds[b] = vocabulary.id(ByteAlphabet.symbol(b));
    }
    bytes = new byte[vocabulary.size()][];
    for (int id = 0; id < bytes.length; id++) {
      String token = vocabulary.token(id);
      byte[] itself = token.getBytes(StandardCharsets.UTF_8);
      bytes[id] = ByteAlphabet.bytes(token).orElse(itself);
    }
    for (String token : special.tokens()) {
      bytes[vocabulary.id(token)] = token.getBytes(StandardCharsets.UTF_8);
    }
  }

  BytePairMerges merges() {
    return merges;
  }

  /** Whether no token reaches over two words. */
  boolean words() {
    return words;
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public int[] encode(String text) {
    return words(text).flatMapToInt(word -> IntStream.of(ids(word.token()))).toArray();
  }

  @Override
  public Stream<Token> tokens(String text) {
    return words(text).flatMap(this::tokens);
  }

  private Stream<Piece> words(String text) {
    String unicode = UnicodeText.of(text);
    if (!words) {
      return Stream.of(new Piece(unicode, 0, unicode.length()));
    }
    return GptWords.of(unicode);
  }

  private int[] ids(String word) {
    int[] known = remembered.get(word);
    if (known != null) {
      return known;
    }
    byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
    int[] single = new int[utf8.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = byteIds[Byte.toUnsignedInt(utf8[i])];
    }
    int[] ids = merges.apply(single);
    if (word.length() <= LONGEST_REMEMBERED && remembered.size() < REMEMBERED) {
      remembered.put(word, ids);
    }
    return ids;
  }

  /** A token begins with the character of its first byte and ends after that of its last one. */
  private Stream<Token> tokens(Piece word) {
    int[] ids = ids(word.token());
    List<Token> tokens = new ArrayList<>(ids.length);
    int at = 0;
    int done = 0;
    for (int id : ids) {
      int start = word.start() + at;
      int end = start;
      for (int left = bytes[id].length; left > 0; ) {
        int character = word.token().codePointAt(at);
        int units = Character.charCount(character);
        int taken = Math.min(left, utf8Length(character) - done);
        left -= taken;
        done += taken;
        end = word.start() + at + units;
        if (done == utf8Length(character)) {
          at += units;
          done = 0;
        }
      }
      tokens.add(new Token(id, start, end));
    }
    return tokens.stream();
  }

  private static int utf8Length(int character) {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }

  /** {@inheritDoc} Bytes that are not UTF-8 become U+FFFD. */
  @Override
  public String decode(int[] ids) {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    for (int id : ids) {
      utf8.writeBytes(bytes[id]);
    }
    return utf8.toString(StandardCharsets.UTF_8);
  }

  @Override
  public TextDecoder decoder(String before) {
    WholeCharacters characters = new WholeCharacters();
    return id -> characters.next(bytes[id]);
  }

  @Override
  public String json() {
    return TokenizerJson.of(this).text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteLevelCodec that
        && vocabulary.equals(that.vocabulary)
        && merges.equals(that.merges)
        && words == that.words
        && Arrays.deepEquals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * vocabulary.hashCode() + merges.hashCode();
  }

  @Override
  public String toString() {
    return "byte-level codec of " + vocabulary.size() + " tokens";
  }
}

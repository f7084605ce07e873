package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.carousel.data.InvalidDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class BytePairsTest {
  private static TextCodec learn(int size, String text, String... special) {
    return new BytePairs()
        .learn(Stream.of(text), List.of(special), new VocabularyLimits(1, OptionalInt.of(size)));
  }

  private static List<String> tokens(TextCodec codec, String text) {
    return codec.vocabulary().decode(codec.encode(text));
  }

  /**
   * The example of Sennrich, Haddow and Birch (2016), here with the space before a word as part of
   * it: " low" 5 times, " lower" 2, " newest" 6, " widest" 3. Pairs and their counts, with Ġ for
   * the space: Ġl lo ow 7; we 8 (2 + 6); er 2; Ġn ne ew 6; es st 9 (6 + 3); Ġw wi id de 3.
   *
   * <ol>
   *   <li>9: es before st, since e is the smaller byte. Now we 2 and w.es 6, d.es 3, es.t 9.
   *   <li>9: es.t. Now w.est 6, d.est 3.
   *   <li>7: l.o, before o.w and Ġ.l; Ġ is one of the last symbols of the alphabet.
   *   <li>7: Ġ.lo, whose Ġ is a byte and so before lo.w.
   *   <li>7: Ġlo.w
   *   <li>6: e.w, before n.e, w.est, Ġ.n. It takes n.e and w.est along: n.ew, ew.est 6.
   *   <li>6: n.ew
   *   <li>6: Ġ.new, before new.est
   *   <li>6: Ġnew.est
   *   <li>3: d.est, before i.d, w.i, Ġ.w
   *   <li>3: i.dest
   *   <li>3: w.idest
   *   <li>3: Ġ.widest
   *   <li>2: e.r, before Ġlow.e
   *   <li>2: Ġlow.er; every word is one token
   * </ol>
   */
  @Test
  void theExampleOfThePaperGivesTheMergesWorkedOutByHand() {
    String text = " low".repeat(5) + " lower".repeat(2) + " newest".repeat(6) + " widest".repeat(3);

    TextCodec codec = learn(1000, text);

    assertThat(codec.vocabulary().tokens().subList(256, codec.vocabulary().size()))
        .containsExactly(
            "es", "est", "lo", "Ġlo", "Ġlow", "ew", "new", "Ġnew", "Ġnewest", "dest", "idest",
            "widest", "Ġwidest", "er", "Ġlower");
    assertThat(tokens(codec, " lowest newer")).containsExactly("Ġlow", "est", "Ġnew", "er");
    assertThat(learn(260, text).vocabulary().tokens().subList(256, 260))
        .containsExactly("es", "est", "lo", "Ġlo");
    assertThat(
            new BytePairs()
                .learn(Stream.of(text), List.of(), new VocabularyLimits(7, OptionalInt.of(1000)))
                .vocabulary()
                .size())
        .isEqualTo(256 + 5);
  }

  /** In few letters pairs overlap, come back and meet in one token. */
  @Property
  void learningIsCountingAfreshAfterEveryMerge(
      @ForAll @Chars({'a', 'b', 'c', ' '}) @StringLength(max = 60) String text,
      @ForAll @IntRange(min = 1, max = 3) int minimumCount) {
    TextCodec codec =
        new BytePairs()
            .learn(
                Stream.of(text),
                List.of(),
                new VocabularyLimits(minimumCount, OptionalInt.of(280)));

    assertThat(codec.vocabulary().tokens()).isEqualTo(countingAfresh(text, 280, minimumCount));
  }

  private static List<String> countingAfresh(String text, int size, int minimumCount) {
    List<String> tokens =
        new ArrayList<>(
            ByteAlphabet.bytesInOrderOfSymbols().stream().map(ByteAlphabet::symbol).toList());
    List<List<String>> words = new ArrayList<>();
    GptWords.of(text)
        .forEach(
            word ->
                words.add(new ArrayList<>(List.of(word.token().replace(' ', 'Ġ').split("(?!^)")))));
    while (tokens.size() < size) {
      Map<List<String>, Integer> counts = new HashMap<>();
      for (List<String> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          counts.merge(List.copyOf(word.subList(i, i + 2)), 1, Integer::sum);
        }
      }
      List<String> best = null;
      for (List<String> pair : counts.keySet()) {
        if (best == null || order(pair, best, counts, tokens) > 0) {
          best = pair;
        }
      }
      if (best == null || counts.get(best) < minimumCount) {
        break;
      }
      String merged = best.get(0) + best.get(1);
      if (!tokens.contains(merged)) {
        tokens.add(merged);
      }
      for (List<String> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          if (word.subList(i, i + 2).equals(best)) {
            word.set(i, merged);
            word.remove(i + 1);
          }
        }
      }
    }
    return tokens;
  }

  private static int order(
      List<String> a, List<String> b, Map<List<String>, Integer> counts, List<String> tokens) {
    int byCount = Integer.compare(counts.get(a), counts.get(b));
    int byLeft = Integer.compare(tokens.indexOf(b.get(0)), tokens.indexOf(a.get(0)));
    int byRight = Integer.compare(tokens.indexOf(b.get(1)), tokens.indexOf(a.get(1)));
    return byCount != 0 ? byCount : byLeft != 0 ? byLeft : byRight;
  }

  @Property
  void encodingIsMergingWhatWasLearntFirst(
      @ForAll @Chars({'a', 'b', 'c', ' '}) @StringLength(max = 60) String training,
      @ForAll @Chars({'a', 'b', 'c', ' '}) @StringLength(max = 30) String text) {
    ByteLevelCodec codec = (ByteLevelCodec) learn(280, training);
    List<Integer> expected = new ArrayList<>();
    for (Piece word : GptWords.of(text).toList()) {
      List<Integer> ids = new ArrayList<>();
      for (byte b : word.token().getBytes(StandardCharsets.UTF_8)) {
        ids.add(codec.vocabulary().id(ByteAlphabet.symbol(b)));
      }
      boolean merged = true;
      while (merged) {
        merged = false;
        for (BytePairMerges.Merge merge : codec.merges().merges()) {
          for (int i = 0; i + 1 < ids.size() && !merged; i++) {
            if (ids.get(i) == merge.left() && ids.get(i + 1) == merge.right()) {
              ids.set(i, merge.merged());
              ids.remove(i + 1);
              merged = true;
            }
          }
          if (merged) {
            break;
          }
        }
      }
      expected.addAll(ids);
    }

    assertThat(IntStream.of(codec.encode(text)).boxed().toList()).isEqualTo(expected);
  }

  @Test
  void bytesAreWrittenInTheirAlphabet() {
    TextCodec codec = new Bytes().learn(Stream.of(), List.of(), VocabularyLimits.NONE);

    assertThat(codec.vocabulary().size()).isEqualTo(256);
    assertThat(codec.vocabulary().unknown()).isEmpty();
    assertThat(codec.encode("A é\n")).containsExactly(0x41, 0x20, 0xc3, 0xa9, 0x0a);
    assertThat(tokens(codec, "A é\n\u0000\u007f\u00ad"))
        .containsExactly("A", "Ġ", "Ã", "©", "Ċ", "Ā", "ġ", "Â", "Ń");
    assertThat(codec.vocabulary().tokens()).doesNotHaveDuplicates();
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() {
    TextCodec codec = new Bytes().learn(Stream.of(), List.of("<go>"), VocabularyLimits.NONE);
    int first = 1;

    assertThat(codec.decode(new int[] {first + 'a', first + 0xe6, first + 0x97, first + 'b'}))
        .isEqualTo("a\ufffdb");
    assertThat(codec.decode(new int[] {first + 0xff, 0, first + 0x80}))
        .isEqualTo("\ufffd<go>\ufffd");
  }

  @Test
  void loneSurrogatesBecomeTheReplacementCharacter() {
    for (Tokenizer tokenizer : List.of(new Bytes(), new BytePairs())) {
      TextCodec codec =
          tokenizer.learn(
              Stream.of("x\ud800 \udc00"), List.of(), new VocabularyLimits(1, OptionalInt.of(300)));

      assertThat(codec.decode(codec.encode("a\ud83db\ude00\ud83d\ude00\udc00")))
          .isEqualTo("a\ufffdb\ufffd\ud83d\ude00\ufffd");
      assertThat(codec.encode("\ud800")).isEqualTo(codec.encode("\ufffd"));
    }
  }

  @Test
  void specialTokensInATextAreThoseTokens() {
    for (Tokenizer tokenizer : List.of(new Bytes(), new BytePairs())) {
      TextCodec codec =
          tokenizer.learn(
              Stream.of("ab ab <end> <end>"),
              List.of("<end>", "<end>>", "«»"),
              new VocabularyLimits(1, OptionalInt.of(300)));
      String text = "<<end>ab<end>>«»\ud83d\ude00";

      assertThat(codec.tokens(text))
          .contains(new Token(0, 1, 6), new Token(1, 8, 14), new Token(2, 14, 16));
      assertThat(codec.decode(codec.encode(text))).isEqualTo(text);
    }
    TextCodec codec = learn(300, "ab ab <end> <end>", "<end>");
    assertThat(codec.vocabulary().tokens()).doesNotContain("<e", "en", "end", "d>");
    assertThat(learn(300, "ab ab <end> <end>").vocabulary().tokens()).contains("end");
  }

  @Test
  void noMergeMakesASpecialToken() {
    // In the text the token is "Ġab"; a space and "ab" are written so, too.
    TextCodec codec = learn(300, " ab ab ab", "Ġab");

    assertThat(tokens(codec, " ab")).containsExactly("Ġ", "ab");
    assertThat(tokens(codec, "Ġab")).containsExactly("Ġab");
    assertThat(codec.decode(codec.encode(" abĠab"))).isEqualTo(" abĠab");
  }

  @Test
  void everyTokenIsWithinAWord() {
    TextCodec codec = learn(400, "one two one two one two 12 12");

    assertThat(tokens(codec, "one two12")).containsExactly("one", "Ġtwo", "12");
    assertThat(codec.tokens("one two12"))
        .extracting(Token::start, Token::end)
        .containsExactly(tuple(0, 3), tuple(3, 7), tuple(7, 9));
  }

  @Test
  void impossibleLimitsAreRefused() {
    assertThatThrownBy(
            () -> new BytePairs().learn(Stream.of("a"), List.of(), VocabularyLimits.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "byte-pairs merges until the vocabulary is full; give vocabulary.maximumSize, such as "
                + "8000");
    assertThatThrownBy(() -> learn(255, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximumSize 255 has no room for 256 bytes");
    assertThatThrownBy(() -> learn(257, "a", "<a>", "<b>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximumSize 257 has no room for 256 bytes and the special tokens [<a>, <b>]");
    assertThatThrownBy(() -> learn(300, "a", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'a' cannot be a special token, since a byte is written so");
    assertThatThrownBy(() -> learn(300, "a", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a special token must have a character at least");
    assertThatThrownBy(
            () ->
                new Bytes()
                    .learn(Stream.of(), List.of(), new VocabularyLimits(2, OptionalInt.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every byte has an id, however often it occurs; minimumCount must be 1, got 2");
  }

  @Test
  void wordsThatMemoryDoesNotHoldAreRefused() {
    assertThatThrownBy(
            () -> BytePairs.learn(Stream.of("a b c d"), List.of(), 300, 1, new TokenCounts(3)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("the training part has more than 3 different tokens");
  }

  @Test
  void countsGoBeyondSmallNumbers() {
    Map<String, Integer> words = new LinkedHashMap<>();
    words.put("ab", Integer.MAX_VALUE);
    words.put("abab", Integer.MAX_VALUE);
    words.put("cd", Integer.MAX_VALUE);
    List<String> tokens = new ArrayList<>();
    int[] ids =
        ByteAlphabet.number(ByteAlphabet.bytesInOrderOfSymbols(), tokens, OptionalInt.empty());

    new BytePairTraining(tokens, ids, Set.of(), words).learn(258, 1);

    assertThat(tokens.subList(256, 258)).containsExactly("ab", "cd");
  }
}

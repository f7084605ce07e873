package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(AnyText.class)
class TokenizerTest {
  private static final List<SplitTokenizer> SPACED =
      List.of(new Words(true), new Words(false), new Whitespace(true), new Whitespace(false));

  /** No Unicode text: every tokenizer takes a lone surrogate for U+FFFD. */
  private static String withoutLoneSurrogates(String text) {
    return text.replaceAll("\\p{Cs}", "\ufffd");
  }

  @Property
  void charactersGiveTheTextBackExactly(@ForAll String any) {
    String text = withoutLoneSurrogates(any);
    Characters characters = new Characters();

    assertThat(characters.join(characters.tokens(text).toList())).isEqualTo(text);
  }

  @Property
  void everyCharacterIsOneCodePoint(@ForAll String text) {
    assertThat(new Characters().tokens(text).toList())
        .hasSize(text.codePointCount(0, text.length()))
        .allSatisfy(token -> assertThat(token.codePointCount(0, token.length())).isEqualTo(1));
  }

  @Property
  void encodingAndDecodingCharactersGivesTheTextBackExactly(@ForAll String any) {
    String text = withoutLoneSurrogates(any);
    TextCodec codec = new Characters().learn(Stream.of(text), List.of(), VocabularyLimits.NONE);

    int[] ids = codec.encode(text);

    assertThat(codec.decode(ids)).isEqualTo(text);
    assertThat(ids).doesNotContain(Vocabulary.UNKNOWN_ID);
  }

  @Property
  void joinedTokensHaveTheSameTokens(@ForAll String text) {
    for (SplitTokenizer tokenizer : SPACED) {
      List<String> tokens = tokenizer.tokens(text).toList();

      assertThat(tokenizer.tokens(tokenizer.join(tokens)).toList()).isEqualTo(tokens);
    }
  }

  @Property
  void nothingButWhiteSpaceIsLost(@ForAll String text) {
    String kept =
        withoutLoneSurrogates(text)
            .codePoints()
            .filter(c -> !isWhiteSpace(c))
            .mapToObj(Character::toString)
            .reduce("", String::concat);
    for (SplitTokenizer tokenizer : List.of(new Words(false), new Whitespace(false))) {
      List<String> tokens = tokenizer.tokens(text).toList();

      assertThat(tokens).doesNotContain("");
      assertThat(String.join("", tokens)).isEqualTo(kept);
    }
  }

  /** Unicode's White_Space, spelled out independently of regular expressions. */
  private static boolean isWhiteSpace(int character) {
    return character >= 0x9 && character <= 0xd
        || character >= 0x2000 && character <= 0x200a
        || List.of(0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000)
            .contains(character);
  }

  @Property
  void everyLineHasOneEnd(@ForAll String text) {
    String withoutTheToken = text.replace("<eos>", "");
    for (SplitTokenizer tokenizer : List.of(new Words(true), new Whitespace(true))) {
      assertThat(tokenizer.tokens(withoutTheToken).filter(SplitTokenizer.LINE_END::equals).count())
          .isEqualTo(withoutTheToken.lines().count());
    }
  }

  @Test
  void charactersKeepLineEndsAndEmojis() {
    assertThat(new Characters().tokens("a\r\n\ud83d\ude00e\u0301"))
        .containsExactly("a", "\r", "\n", "\ud83d\ude00", "e", "\u0301");
  }

  @Test
  void wordsAreRunsOfLettersAndMarksStandAlone() {
    assertThat(new Words(false).tokens("Don't stop, it’s 3.14 (snake_case)!"))
        .containsExactly("Don't", "stop", ",", "it’s", "3.14", "(", "snake_case", ")", "!");
    assertThat(new Words(false).tokens("'tis rock'n'roll'"))
        .containsExactly("'", "tis", "rock'n'roll", "'");
  }

  @Test
  void wordsOfAnyScriptStayWhole() {
    assertThat(
            new Words(false)
                .tokens("naïve e\u0301te שלום, नमस्ते می\u200cخواهم \ud83d\ude00\ud83d\ude00"))
        .containsExactly(
            "naïve",
            "e\u0301te",
            "שלום",
            ",",
            "नमस्ते",
            "می\u200cخواهم",
            "\ud83d\ude00",
            "\ud83d\ude00");
  }

  @Test
  void scriptsWithoutSpacesHaveWords() {
    Words words = new Words(false);

    assertThat(words.tokens("今天天气很好。")).containsExactly("今天", "天气", "很好", "。");
    assertThat(words.tokens("日本語の文章")).containsExactly("日本語", "の", "文章");
    assertThat(words.tokens("ภาษาไทยไม่มีช่องว่าง"))
        .containsExactly("ภาษา", "ไทย", "ไม่มี", "ช่อง", "ว่าง");
  }

  @Test
  void emojisOfSeveralCodePointsStayWhole() {
    String technologist = "\ud83d\udc69\u200d\ud83d\udcbb";
    String thumbsUp = "\ud83d\udc4d\ud83c\udffd";
    String germany = "\ud83c\udde9\ud83c\uddea";
    String france = "\ud83c\uddeb\ud83c\uddf7";

    assertThat(new Words(false).tokens(technologist + thumbsUp + germany + france))
        .containsExactly(technologist, thumbsUp, germany, france);
  }

  @Test
  void noWordHasWhiteSpaceInIt() {
    // To UAX #29 these are one segment each: a narrow space joins, a mark goes with the space.
    assertThat(new Words(false).tokens("10\u202f000 \u0301x"))
        .containsExactly("10", "000", "\u0301", "x");
  }

  @Test
  void tokensHaveTheirPlaces() {
    assertThat(new Words(true).pieces("A b.\r\n\n c"))
        .containsExactly(
            new Piece("A", 0, 1),
            new Piece("b", 2, 3),
            new Piece(".", 3, 4),
            new Piece("<eos>", 4, 6),
            new Piece("<eos>", 6, 7),
            new Piece("c", 8, 9),
            new Piece("<eos>", 9, 9));
    assertThat(new Whitespace(true).pieces(" a.\r\rb "))
        .containsExactly(
            new Piece("a.", 1, 3),
            new Piece("<eos>", 3, 4),
            new Piece("<eos>", 4, 5),
            new Piece("b", 5, 6),
            new Piece("<eos>", 7, 7));
    assertThat(new Characters().pieces("a\ud83d\ude00b"))
        .containsExactly(
            new Piece("a", 0, 1), new Piece("\ud83d\ude00", 1, 3), new Piece("b", 3, 4));
  }

  @Test
  void whiteSpaceTokensKeepTheirMarks() {
    assertThat(new Whitespace(false).tokens(" the <unk> 's\u00a0N\n-- end. "))
        .containsExactly("the", "<unk>", "'s", "N", "--", "end.");
  }

  @Test
  void linesEndInTheirToken() {
    assertThat(new Whitespace(true).tokens("a b\n\r\nc\rd"))
        .containsExactly("a", "b", "<eos>", "<eos>", "c", "<eos>", "d", "<eos>");
    assertThat(new Words(true).tokens("Hi.\n")).containsExactly("Hi", ".", "<eos>");
    assertThat(new Words(true).tokens("")).isEmpty();
  }

  @Test
  void joiningPutsSpacesBetweenTokensAndNoneAtLineStarts() {
    assertThat(new Whitespace(true).join(List.of("a", "b", "<eos>", "<eos>", "c", "<eos>")))
        .isEqualTo("a b\n\nc\n");
    assertThat(new Whitespace(false).join(List.of("a", "<eos>", "b"))).isEqualTo("a <eos> b");
  }

  @Test
  void aLongWordDoesNotExhaustTheStack() {
    String word = "a'".repeat(200_000) + "a";

    assertThat(new Words(true).tokens(word)).containsExactly(word, "<eos>");
  }

  @Test
  void onlyCharactersAreCharacters() {
    assertThat(new Characters().oneTokenPerCharacter()).isTrue();
    assertThat(SPACED).noneMatch(Tokenizer::oneTokenPerCharacter);
  }
}

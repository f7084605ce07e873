package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Normalizer2;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/** What holds for every tokenizer. */
@Domain(AnyText.class)
class TextCodecTest {
  private static final VocabularyLimits LIMITS = new VocabularyLimits(1, OptionalInt.of(400));
  private static final List<String> SPECIAL = List.of("<pad>", "<unk>", "«end»");

  private static final List<SplitTokenizer> SPLIT =
      List.of(
          new Characters(),
          new Words(true),
          new Words(false),
          new Whitespace(true),
          new Whitespace(false));

  private static List<Tokenizer> all() {
    List<Tokenizer> all = new ArrayList<>(SPLIT);
    all.add(new Bytes());
    all.add(new BytePairs());
    for (Tokenizer tokenizer : List.copyOf(all)) {
      all.add(new Normalized(Optional.of(Normalized.Form.NFKC), true, tokenizer));
    }
    all.add(new Normalized(Optional.of(Normalized.Form.NFD), false, new BytePairs()));
    all.add(new Normalized(Optional.empty(), true, new Whitespace(true)));
    return all;
  }

  private static TextCodec learn(Tokenizer tokenizer, String... training) {
    return tokenizer.learn(Stream.of(training), SPECIAL, LIMITS);
  }

  @Property(tries = 200)
  void tokensAreThoseThatAreEncoded(@ForAll String training, @ForAll String text) {
    for (Tokenizer tokenizer : all()) {
      TextCodec codec = learn(tokenizer, training);

      assertThat(codec.tokens(text).mapToInt(Token::id).toArray())
          .describedAs("%s", tokenizer)
          .isEqualTo(codec.encode(text));
    }
  }

  @Property(tries = 200)
  void placesAreInOrderAndInTheText(@ForAll String text) {
    for (Tokenizer tokenizer : all()) {
      int start = 0;
      int end = 0;
      for (Token token : learn(tokenizer, text).tokens(text).toList()) {
        assertThat(token.start()).describedAs("%s", tokenizer).isBetween(start, text.length());
        assertThat(token.end())
            .describedAs("%s", tokenizer)
            .isBetween(Math.max(end, token.start()), text.length());
        start = token.start();
        end = token.end();
      }
    }
  }

  @Property(tries = 200)
  void whatATokenStandsForIsTheTokenItself(@ForAll String text) {
    for (SplitTokenizer tokenizer : SPLIT) {
      TextCodec codec = tokenizer.learn(Stream.of(text), List.of(), VocabularyLimits.NONE);
      int last = 0;
      for (Token token : codec.tokens(text).toList()) {
        String written = text.substring(token.start(), token.end());
        String name = codec.vocabulary().token(token.id());
        assertThat(unicode(written).equals(name) || name.equals("<eos>") && isLineEnd(written))
            .isTrue();
        // What is left out is white space only.
        assertThat(text.substring(last, token.start())).matches("(?U)\\s*");
        last = token.end();
      }
      assertThat(text.substring(last)).matches("(?U)\\s*");
    }
  }

  private static String unicode(String text) {
    return text.replaceAll("\\p{Cs}", "\ufffd");
  }

  private static boolean isLineEnd(String written) {
    return List.of("", "\n", "\r", "\r\n").contains(written);
  }

  @Property(tries = 200)
  void byteLevelTokensHaveTheCharactersOfTheirBytes(@ForAll String text) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int units = Character.charCount(text.codePointAt(at));
      // A lone surrogate is U+FFFD, which has three bytes.
      boolean lone = units == 1 && Character.isSurrogate(text.charAt(at));
      String character = lone ? "\ufffd" : text.substring(at, at + units);
      for (int i = 0; i < character.getBytes(StandardCharsets.UTF_8).length; i++) {
        starts.add(at);
        ends.add(at + units);
      }
      at += units;
    }
    for (Tokenizer tokenizer : List.of(new Bytes(), new BytePairs())) {
      // Without special tokens every character of a token is one byte.
      TextCodec codec = tokenizer.learn(Stream.of(text), List.of(), LIMITS);
      int from = 0;
      for (Token token : codec.tokens(text).toList()) {
        int to = from + codec.vocabulary().token(token.id()).length();
        assertThat(token.start()).isEqualTo(starts.get(from));
        assertThat(token.end()).isEqualTo(ends.get(to - 1));
        from = to;
      }
      assertThat(from).isEqualTo(starts.size());
    }
  }

  @Property(tries = 200)
  void whatANormalisedTokenStandsForHasItWhenNormalised(@ForAll String text) {
    Normalizer2 nfkc = Normalizer2.getNFKCInstance();
    for (Tokenizer inner : List.of(new Characters(), new Whitespace(false), new Words(false))) {
      TextCodec codec =
          new Normalized(Optional.of(Normalized.Form.NFKC), false, inner)
              .learn(Stream.of(text), List.of(), VocabularyLimits.NONE);
      for (Token token : codec.tokens(text).toList()) {
        assertThat(nfkc.normalize(unicode(text).substring(token.start(), token.end())))
            .contains(codec.vocabulary().token(token.id()));
      }
    }
  }

  @Property(tries = 200)
  void characterAndByteCodecsGiveAnyTextBack(@ForAll String training, @ForAll String text) {
    TextCodec characters =
        new Characters().learn(Stream.of(text), List.of(), VocabularyLimits.NONE);
    for (TextCodec codec :
        List.of(characters, learn(new Bytes(), training), learn(new BytePairs(), training))) {
      assertThat(codec.decode(codec.encode(text))).isEqualTo(unicode(text));
    }
  }

  @Property(tries = 200)
  void spacedCodecsGiveTheTextBackUpToWhiteSpace(@ForAll String text) {
    for (SplitTokenizer tokenizer : SPLIT) {
      String withoutTheToken = text.replace("<eos>", "");
      TextCodec codec =
          tokenizer.learn(Stream.of(withoutTheToken), List.of(), VocabularyLimits.NONE);
      int[] ids = codec.encode(withoutTheToken);
      String decoded = codec.decode(ids);
      assertThat(decoded.replaceAll("(?U)\\s", ""))
          .isEqualTo(unicode(withoutTheToken).replaceAll("(?U)\\s", ""));
      assertThat(codec.encode(decoded)).isEqualTo(ids);
    }
  }

  @Property(tries = 100)
  void normalisedByteCodecsGiveTheNormalisedTextBack(@ForAll String text) {
    TextCodec codec =
        new Normalized(Optional.of(Normalized.Form.NFC), false, new BytePairs())
            .learn(Stream.of(text), List.of(), LIMITS);
    assertThat(codec.decode(codec.encode(text)))
        .isEqualTo(Normalizer2.getNFCInstance().normalize(unicode(text)));
  }

  @Property(tries = 100)
  void aCodecReadFromItsJsonIsEqual(@ForAll String training, @ForAll String text) {
    for (Tokenizer tokenizer : all()) {
      TextCodec codec = learn(tokenizer, training, text);
      String json = codec.json();
      TextCodec read = TextCodec.read(json);

      assertThat(read).isEqualTo(codec).hasSameHashCodeAs(codec);
      assertThat(read.encode(text)).isEqualTo(codec.encode(text));
      assertThat(read.json()).isEqualTo(json);
      // So it survives being written to a file.
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(json)).isTrue();
    }
  }

  @Property(tries = 100)
  void equalTextGivesEqualCodecs(@ForAll String first, @ForAll String second) {
    for (Tokenizer tokenizer : all()) {
      TextCodec codec = learn(tokenizer, first, second);
      assertThat(learn(tokenizer, first, second)).isEqualTo(codec);
      // Counts do not depend on the order of texts.
      assertThat(learn(tokenizer, second, first)).isEqualTo(codec);
    }
  }

  @Test
  void anEmptyTextHasNoTokens() {
    for (Tokenizer tokenizer : all()) {
      TextCodec codec = learn(tokenizer, "");
      assertThat(codec.encode("")).isEmpty();
      assertThat(codec.tokens("")).isEmpty();
      assertThat(codec.decode(new int[0])).isEmpty();
    }
  }

  @Test
  void specialTokensHaveTheFirstIds() {
    for (Tokenizer tokenizer : all()) {
      Vocabulary vocabulary = learn(tokenizer, "a b").vocabulary();
      if (vocabulary.unknown().isPresent()) {
        assertThat(vocabulary.tokens()).startsWith("<unk>", "<pad>", "«end»");
        assertThat(vocabulary.unknown()).hasValue(Vocabulary.UNKNOWN_ID);
      } else {
        assertThat(vocabulary.tokens()).startsWith("<pad>", "<unk>", "«end»");
      }
    }
  }

  @Test
  void textOfOnlyUnknownTokensIsUnknown() {
    for (SplitTokenizer tokenizer : SPLIT) {
      TextCodec codec = learn(tokenizer, "abc");
      assertThat(codec.encode("xyz")[0]).isEqualTo(Vocabulary.UNKNOWN_ID);
    }
    TextCodec normalized =
        learn(new Normalized(Optional.empty(), true, new Whitespace(false)), "ABC");
    assertThat(normalized.encode("x abc")).containsExactly(Vocabulary.UNKNOWN_ID, 3);
  }

  @Test
  void longLinesAndWordsTakeNoLongerThanTheirLength() {
    // With time or stack out of proportion to the length this would not end.
    List<Tokenizer> tokenizers =
        List.of(
            new Characters(),
            new Words(true),
            new Whitespace(true),
            new BytePairs(),
            new Normalized(Optional.of(Normalized.Form.NFKC), true, new Bytes()));
    for (String piece :
        List.of(
            "a",
            "'",
            " ",
            "3.",
            "e\u0301",
            "日本",
            "ไทย",
            "\ud83d\udc69\u200d\ud83d\udcbb",
            "\ud83c\udde9",
            "\n")) {
      String text = piece.repeat(100_000 / piece.length());
      for (Tokenizer tokenizer : tokenizers) {
        TextCodec codec = learn(tokenizer, text);
        int[] ids = codec.encode(text);
        assertThat(codec.tokens(text).count()).describedAs("%s", tokenizer).isEqualTo(ids.length);
        assertThat(Arrays.stream(ids).max().orElse(0)).isLessThan(codec.vocabulary().size());
        assertThat(TextCodec.read(codec.json())).isEqualTo(codec);
      }
    }
  }
}

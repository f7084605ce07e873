package dev.carousel.nlp.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.Sampling;
import dev.carousel.nlp.token.BytePairs;
import dev.carousel.nlp.token.Bytes;
import dev.carousel.nlp.token.Characters;
import dev.carousel.nlp.token.Normalized;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.nlp.token.Words;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.TextGenerator;
import dev.carousel.serve.TextGenerator.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LanguageGeneratorTest {
  private static final String EMOJI = "\ud83d\ude00";

  // Softmaxes of a few floats in double precision.
  private static final double ROUNDING = 1e-12;

  private static TextCodec codec(Tokenizer tokenizer, String training) {
    return tokenizer.learn(Stream.of(training), List.of(), VocabularyLimits.NONE);
  }

  private static List<String> pieces(TextGenerator generator, String prompt, int tokens) {
    List<String> pieces = new ArrayList<>();
    generator.generate(prompt, Sampling.GREEDY, tokens, new RandomStream(1), pieces::add);
    return pieces;
  }

  private static Integer[] ids(TextCodec codec, String text) {
    return Arrays.stream(codec.encode(text)).boxed().toArray(Integer[]::new);
  }

  private static Map<String, Object> reply(TextGenerator generator, String text) {
    return generator.answer(List.of(Map.of("text", text))).get(0);
  }

  @Test
  void textIsReadAfterALineEnd() {
    TextCodec codec = codec(new Characters(), "ab\n");
    Scripted model = Scripted.writing(codec, 3, codec.encode("ba\n"));

    assertThat(pieces(model.generator(codec), "ab", 4)).containsExactly("b", "a", "\n", "b");
    // The last token that is made need not be read.
    assertThat(model.read()).containsExactly(ids(codec, "\nabba\n"));
  }

  @Test
  void withoutLineEndsTextIsReadFromTheBeginning() {
    TextCodec codec = codec(new Characters(), "ab");
    Scripted model = Scripted.writing(codec, 2, codec.encode("b"));

    assertThat(pieces(model.generator(codec), "aa", 2)).containsExactly("b", "b");
    assertThat(model.read()).containsExactly(ids(codec, "aab"));
  }

  @Test
  void onlyLineEndsThatAreSpeltOutAreRead() {
    for (Tokenizer tokenizer : List.of(new Words(true), new Whitespace(true))) {
      TextCodec codec = codec(tokenizer, "one two\n");
      // The ids of a line's end, one and two are 1, 2 and 3.
      Scripted model = Scripted.writing(codec, 3, 3);
      assertThat(pieces(model.generator(codec), "one one", 2)).containsExactly(" two", " two");
      assertThat(model.read()).containsExactly(1, 2, 2, 3);
      assertThat(pieces(model.generator(codec), "one\n", 1)).containsExactly("two");
      assertThat(model.read()).containsExactly(1, 2, 1);
    }
  }

  @Test
  void spacesStandWhereTheyAreNeeded() {
    TextCodec codec = codec(new Whitespace(true), "one two\n");
    TextGenerator generator = Scripted.writing(codec, 2, codec.encode("two\n")).generator(codec);

    assertThat(pieces(generator, "one", 3)).containsExactly(" two", "\n", "two");
    assertThat(pieces(generator, "one ", 3)).containsExactly("two", "\n", "two");
    assertThat(pieces(generator, "", 2)).containsExactly("\n", "two");
  }

  @Test
  void noCharacterIsCut() {
    String text = "a" + EMOJI + "\u05e9\u05dc\u05d5\u05dd";
    TextCodec codec = codec(new Bytes(), "");
    int[] ids = codec.encode(text);
    TextGenerator generator = Scripted.writing(codec, 2, ids).generator(codec);

    assertThat(pieces(generator, "x", ids.length))
        .containsExactly("a", EMOJI, "\u05e9", "\u05dc", "\u05d5", "\u05dd");
    // The first three of four bytes are no text.
    assertThat(pieces(generator, "x", 4)).containsExactly("a");
  }

  @Test
  void noCharacterIsCutBetweenBytePairs() {
    TextCodec codec =
        new BytePairs()
            .learn(
                Stream.of((" " + EMOJI + " \ud83d\ude01").repeat(9)),
                List.of(),
                new VocabularyLimits(2, OptionalInt.of(258)));
    int[] ids = codec.encode(" " + EMOJI + " \ud83d\ude01");
    // 258 leave room for two merges of the eight bytes.
    assertThat(ids).hasSizeGreaterThan(4);
    TextGenerator generator = Scripted.writing(codec, 2, ids).generator(codec);

    assertThat(String.join("|", pieces(generator, "x", ids.length)))
        .isEqualTo(" |" + EMOJI + "| |\ud83d\ude01");
  }

  @Test
  void rightToLeftTextComesInTheOrderInWhichItIsRead() {
    String line = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd !\n";
    TextCodec codec = codec(new Words(true), line);
    TextGenerator generator = Scripted.writing(codec, 2, codec.encode(line)).generator(codec);

    assertThat(pieces(generator, "\u05e2\u05d5\u05dc\u05dd", 4))
        .containsExactly(" \u05e9\u05dc\u05d5\u05dd", " \u05e2\u05d5\u05dc\u05dd", " !", "\n");
  }

  @Test
  void unknownWordsAreReadButNotGiven() {
    TextCodec codec = codec(new Whitespace(true), "one two\n");
    Scripted model = Scripted.of(step -> new float[] {9, 0, 1, 2});

    TextGenerator generator = model.generator(codec);

    assertThat(pieces(generator, "three four", 2)).containsExactly(" two", " two");
    assertThat(model.read()).containsExactly(1, 0, 0, 3);
    double sum = Math.exp(9) + Math.exp(0) + Math.exp(1) + Math.exp(2);
    List<Candidate> candidates = generator.suggest("three", 2);
    assertThat(candidates).extracting(Candidate::text).containsExactly("two", "one");
    assertThat(candidates.get(0).probability()).isCloseTo(Math.exp(2) / sum, within(ROUNDING));
    assertThat(candidates.get(1).probability()).isCloseTo(Math.exp(1) / sum, within(ROUNDING));
    assertThat(generator.suggest("three", 9))
        .extracting(Candidate::text)
        .containsExactly("two", "one", "\n");
    assertThat(generator.suggest("three", 0)).isEmpty();
  }

  @Test
  void equallyLikelyTokensAreSuggestedInTheOrderOfTheirIds() {
    TextCodec codec = codec(new Characters(), "aaabbc\n");
    TextGenerator generator = Scripted.of(step -> new float[5]).generator(codec);

    assertThat(generator.suggest("", 3))
        .extracting(Candidate::text)
        .containsExactly("a", "b", "\n");
  }

  @Test
  void temperatureDrawsAmongKnownTokens() {
    TextCodec codec = codec(new Characters(), "ab");
    TextGenerator generator = Scripted.of(step -> new float[] {99, 0, 0}).generator(codec);
    Sampling free = new Sampling(1, OptionalInt.empty(), OptionalDouble.empty());
    StringBuilder text = new StringBuilder();

    generator.generate("a", free, 200, new RandomStream(5), text::append);

    assertThat(text).hasSize(200).contains("a").contains("b").containsPattern("[ab]{200}");
  }

  @Test
  void repliesHaveFiguresOfEveryTokenAfterALineEnd() {
    TextCodec codec = codec(new Characters(), "aab\n");
    // The ids of a, \n and b are 1, 2 and 3.
    float[][] logits = {{0, 0, 1, 0}, {0, 2, 0, 0}, {0, 0, 0, 3}};
    TextGenerator generator = Scripted.of(step -> logits[Math.min(step, 2)]).generator(codec);

    Map<String, Object> reply = reply(generator, "ba");

    double first = Math.log(Math.exp(1) + 3);
    double second = Math.log(Math.exp(2) + 3) - 2;
    assertThat(reply.keySet()).containsExactly("tokens", "nats", "perplexity", "suggestions");
    assertThat(reply).containsEntry("tokens", 2);
    assertThat((Double) reply.get("nats")).isCloseTo((first + second) / 2, within(ROUNDING));
    assertThat((Double) reply.get("perplexity"))
        .isCloseTo(Math.exp((first + second) / 2), within(10 * ROUNDING));
    List<?> suggestions = (List<?>) reply.get("suggestions");
    assertThat(suggestions).hasSize(3);
    Map<?, ?> best = (Map<?, ?>) suggestions.get(0);
    assertThat(List.copyOf(best.keySet())).isEqualTo(List.of("text", "probability"));
    assertThat(best.get("text")).isEqualTo("b");
    assertThat((Double) best.get("probability"))
        .isCloseTo(Math.exp(3) / (Math.exp(3) + 3), within(ROUNDING));

    assertThat((Double) reply(generator, "b").get("nats")).isCloseTo(first, within(ROUNDING));
    Map<String, Object> empty = reply(generator, "");
    assertThat(empty).containsEntry("tokens", 0).containsEntry("nats", null);
    assertThat(empty).containsEntry("perplexity", null);
    assertThat((List<?>) empty.get("suggestions")).hasSize(3);
  }

  @Test
  void withoutLineEndsTheFirstTokenHasNoFigure() {
    TextCodec codec = codec(new Whitespace(false), "a b");
    TextGenerator generator = Scripted.of(step -> new float[] {0, 0, 1}).generator(codec);

    assertThat((Double) reply(generator, "a b a").get("nats"))
        .isCloseTo(Math.log(Math.E + 2) - 0.5, within(ROUNDING));
    assertThat(reply(generator, "a b a")).containsEntry("tokens", 3);
    Map<String, Object> one = reply(generator, "a");
    assertThat(one).containsEntry("tokens", 1).containsEntry("nats", null);
    assertThat((List<?>) one.get("suggestions")).hasSize(2);
    Map<String, Object> none = reply(generator, " ");
    assertThat(none).containsEntry("tokens", 0).containsEntry("nats", null);
    assertThat((List<?>) none.get("suggestions")).isEmpty();
    assertThat(generator.suggest("", 3)).isEmpty();
    assertThat(generator.answer(List.of())).isEmpty();
  }

  @Test
  void normalisedTextIsReadAsItWasInTraining() {
    TextCodec codec =
        codec(
            new Normalized(Optional.of(Normalized.Form.NFC), true, new Characters()), "\u00e9a\n");
    Scripted model = Scripted.writing(codec, 2, codec.encode("a"));

    assertThat(pieces(model.generator(codec), "E\u0301", 1)).containsExactly("a");
    assertThat(model.read()).containsExactly(ids(codec, "\n\u00e9"));
  }

  @Test
  void wrongRequestsAreRefused() {
    TextCodec codec = codec(new Characters(), "ab");
    TextGenerator generator = Scripted.writing(codec, 1, 1).generator(codec);

    assertThatThrownBy(() -> generator.answer(List.of(Map.of("text", "a", "txet", "b"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("unknown key 'txet'; did you mean 'text'? known: text");
    assertThatThrownBy(() -> generator.answer(List.of(Map.of())))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("missing key 'text'; expected a string");
    assertThatThrownBy(() -> generator.answer(List.of(Map.of("text", 3))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("expected a string under 'text', got 3");
    assertThatThrownBy(() -> pieces(generator, "a", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tokens must be at least 0, got -1");
    assertThatThrownBy(() -> generator.suggest("a", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count must be at least 0, got -1");
    assertThatThrownBy(() -> pieces(generator, "", 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the prompt has no token to go on from, and the model knows no line end to begin"
                + " after; give a longer prompt");
  }

  @Test
  void aModelThatKnowsNoWordHasNoText() {
    TextCodec codec =
        new Whitespace(false)
            .learn(Stream.of("a b"), List.of(), new VocabularyLimits(2, OptionalInt.empty()));
    TextGenerator generator = Scripted.of(step -> new float[1]).generator(codec);

    assertThatThrownBy(() -> pieces(generator, "a", 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the model knows no token but <unk>, so it has no text to give");
    assertThat(generator.suggest("a", 3)).isEmpty();
  }
}

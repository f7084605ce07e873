package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

@Domain(AnyText.class)
@Domain(DomainContext.Global.class)
class TextDecoderTest {
  private static final String EMOJI = "\ud83d\ude00";

  private static TextCodec codec(Tokenizer tokenizer, String... training) {
    return tokenizer.learn(Stream.of(training), List.of("<pad>"), VocabularyLimits.NONE);
  }

  private static TextCodec bytePairs(int size, String training) {
    return new BytePairs()
        .learn(Stream.of(training), List.of(), new VocabularyLimits(2, OptionalInt.of(size)));
  }

  private static List<String> pieces(TextCodec codec, String before, int... ids) {
    TextDecoder decoder = codec.decoder(before);
    List<String> pieces = new ArrayList<>();
    for (int id : ids) {
      pieces.add(decoder.next(id));
    }
    return pieces;
  }

  @Property
  void piecesAreTheDecodedText(@ForAll String text) {
    for (TextCodec codec :
        List.of(
            codec(new Characters(), text),
            codec(new Words(true), text),
            codec(new Words(false), text),
            codec(new Whitespace(true), text),
            codec(new Whitespace(false), text),
            codec(new Bytes()),
            bytePairs(300, text),
            codec(
                new Normalized(Optional.of(Normalized.Form.NFC), true, new Characters()), text))) {
      int[] ids = codec.encode(text);

      assertThat(String.join("", pieces(codec, "", ids))).isEqualTo(codec.decode(ids));
    }
  }

  @Property
  void piecesOfAnyBytesAreTheirTextButForALastCharacterThatIsNotWhole(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 256) Integer> bytes) {
    TextCodec codec = codec(new Bytes());
    int[] ids = bytes.stream().mapToInt(Integer::intValue).toArray();

    String pieces = String.join("", pieces(codec, "", ids));

    assertThat(codec.decode(ids)).isIn(pieces, pieces + "\ufffd");
    // A character that is whole ends whatever was open.
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = codec.encode(".")[0];
    assertThat(String.join("", pieces(codec, "", ended))).isEqualTo(codec.decode(ended));
  }

  @Test
  void charactersComeWhole() {
    TextCodec bytes = codec(new Bytes());
    assertThat(pieces(bytes, "", bytes.encode("a" + EMOJI + "é")))
        .containsExactly("a", "", "", "", EMOJI, "", "é");
    // Frequent as it is, " 😀" is cut before its last byte, which other emojis do not share.
    TextCodec pairs = bytePairs(259, (" " + EMOJI).repeat(9) + " \ud83d\ude01");
    assertThat(pieces(pairs, "", pairs.encode(" " + EMOJI))).containsExactly(" ", EMOJI);
  }

  @Test
  void spacedTokensAreDividedFromWhatComesBefore() {
    String text = "one two\n\u05e9\u05dc\u05d5\u05dd !\n";
    for (Tokenizer tokenizer : List.of(new Words(true), new Whitespace(true))) {
      TextCodec codec = codec(tokenizer, text);
      int[] ids = codec.encode(text);

      assertThat(pieces(codec, "", ids))
          .containsExactly("one", " two", "\n", "\u05e9\u05dc\u05d5\u05dd", " !", "\n");
      for (String apart : List.of("so ", "so\n", "so\u3000", "")) {
        assertThat(pieces(codec, apart, ids[0])).containsExactly("one");
      }
      assertThat(pieces(codec, "so", ids)).startsWith(" one", " two");
      assertThat(pieces(codec, "so", ids[2], ids[0])).containsExactly("\n", "one");
    }
    TextCodec characters = codec(new Characters(), text);
    assertThat(pieces(characters, "so", characters.encode("on"))).containsExactly("o", "n");
  }

  @Test
  void impossibleIdsAreRefused() {
    for (TextCodec codec : List.of(codec(new Characters(), "ab"), codec(new Bytes()))) {
      assertThatThrownBy(() -> codec.decoder("").next(codec.vocabulary().size()))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}

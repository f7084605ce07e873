package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.Normalizer2;
import dev.carousel.nlp.token.Normalized.Form;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

class NormalizedTest {
  private static TextCodec learn(Tokenizer tokenizer, String text, String... special) {
    return tokenizer.learn(
        Stream.of(text), List.of(special), new VocabularyLimits(1, OptionalInt.of(300)));
  }

  private static Normalized normalized(Form form, boolean lowercase, Tokenizer tokenizer) {
    return new Normalized(Optional.ofNullable(form), lowercase, tokenizer);
  }

  @Test
  void theTextIsNormalisedFirst() {
    TextCodec codec = learn(normalized(Form.NFKC, true, new Whitespace(false)), "ﬁn E\u0301te");

    assertThat(codec.vocabulary().tokens()).containsExactly("<unk>", "fin", "éte");
    assertThat(codec.encode("FIN éte ÉTE")).containsExactly(1, 2, 2);
    assertThat(codec.decode(new int[] {2, 1})).isEqualTo("éte fin");
  }

  @Test
  void everyFormIsItsOwn() {
    String text = "ﬁé";
    assertThat(learn(normalized(Form.NFC, false, new Characters()), text).vocabulary().tokens())
        .containsExactly("<unk>", "é", "ﬁ");
    assertThat(learn(normalized(Form.NFD, false, new Characters()), text).vocabulary().tokens())
        .containsExactly("<unk>", "e", "\u0301", "ﬁ");
    assertThat(learn(normalized(Form.NFKC, false, new Characters()), text).vocabulary().tokens())
        .containsExactly("<unk>", "f", "i", "é");
    assertThat(learn(normalized(Form.NFKD, false, new Characters()), text).vocabulary().tokens())
        .containsExactly("<unk>", "e", "f", "i", "\u0301");
  }

  @Test
  void lowerCaseIsThatOfEachCharacter() {
    assertThat(
            learn(normalized(null, true, new Whitespace(false)), "ΟΔΟΣ İI ẞ").vocabulary().tokens())
        .containsExactlyInAnyOrder("<unk>", "οδοσ", "i\u0307i", "ß");
  }

  @Test
  void tokensKeepTheirPlacesInTheTextAsGiven() {
    // Characters 0-1 compose, 2 is two letters, the emoji has two units, the last is unchanged.
    String text = "E\u0301ﬁ \ud83d\ude00 x";
    TextCodec codec = learn(normalized(Form.NFKC, true, new Characters()), text);

    assertThat(codec.tokens(text).map(token -> codec.vocabulary().token(token.id())))
        .containsExactly("é", "f", "i", " ", "\ud83d\ude00", " ", "x");
    assertThat(codec.tokens(text).map(token -> token.start() + "-" + token.end()))
        .containsExactly("0-2", "2-3", "2-3", "3-4", "4-6", "6-7", "7-8");
    TextCodec lines = learn(normalized(Form.NFC, false, new Whitespace(true)), "e\u0301");
    assertThat(lines.tokens("e\u0301").map(token -> token.start() + "-" + token.end()))
        .containsExactly("0-2", "2-2");
  }

  @Property
  @Domain(AnyText.class)
  void aligningIsNormalising(@ForAll String text) {
    for (Form form : Form.values()) {
      for (boolean lowercase : new boolean[] {false, true}) {
        Normalization normalization = new Normalization(Optional.of(form), lowercase);
        assertThat(normalization.align(text).text()).isEqualTo(normalization.apply(text));
      }
    }
    assertThat(new Normalization(Optional.of(Form.NFD), false).apply(text))
        .isEqualTo(Normalizer2.getNFDInstance().normalize(text));
  }

  @Test
  void specialTokensAreFoundAsTheyAreWritten() {
    TextCodec codec = learn(normalized(Form.NFKC, true, new BytePairs()), "A a", "<END>");

    assertThat(codec.encode("A<END>")[1]).isZero();
    assertThat(codec.decode(codec.encode("A<END><end>＜END＞"))).isEqualTo("a<END><end><end>");
  }

  @Test
  void charactersStayCharacters() {
    assertThat(normalized(Form.NFC, false, new Characters()).oneTokenPerCharacter()).isTrue();
    assertThat(normalized(Form.NFC, false, new Bytes()).oneTokenPerCharacter()).isFalse();
  }

  @Test
  void whatChangesNothingIsRefused() {
    assertThatThrownBy(() -> normalized(null, false, new Characters()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "normalized changes nothing; give a form, or lowercase true, or the tokenizer alone");
    assertThatThrownBy(() -> normalized(Form.NFC, false, normalized(null, true, new Characters())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("normalized stands within normalized; give form and lowercase in one");
  }
}

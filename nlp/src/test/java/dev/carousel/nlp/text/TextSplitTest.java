package dev.carousel.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.token.AnyText;
import dev.carousel.train.Split;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

@Domain(AnyText.class)
@Domain(DomainContext.Global.class)
class TextSplitTest {
  private static final String ENOUGH = "0123456789".repeat(6);

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  @Property
  void partsByFractionAreTheWholeText(
      @ForAll String any,
      @ForAll @DoubleRange(min = 0.01, max = 0.49) double valid,
      @ForAll @DoubleRange(min = 0.01, max = 0.49) double test) {
    String text = any + ENOUGH + any;
    int characters = characters(text);

    Texts texts = new TextSplit(valid, test).cut(text, "'t'", List.of());

    assertThat(texts.train() + texts.valid() + texts.test()).isEqualTo(text);
    assertThat(characters(texts.valid())).isEqualTo((int) Math.rint(valid * characters));
    assertThat(characters(texts.test())).isEqualTo((int) Math.rint(test * characters));
  }

  @Property
  void partsByNumberAreTheWholeText(
      @ForAll String any,
      @ForAll @IntRange(min = 1, max = 29) int valid,
      @ForAll @IntRange(min = 1, max = 29) int test) {
    String text = any + ENOUGH + any;

    Texts texts = new TextSplit(valid, test).cut(text, "'t'", List.of());

    assertThat(texts.train() + texts.valid() + texts.test()).isEqualTo(text);
    assertThat(characters(texts.valid())).isEqualTo(valid);
    assertThat(characters(texts.test())).isEqualTo(test);
  }

  @Test
  void emojisAreNotCutInTwo() {
    Texts texts =
        new TextSplit(1, 0.25).cut("a\ud83d\ude00\ud83d\ude01\ud83d\ude02", "'t'", List.of());

    assertThat(texts.part(Split.TRAIN)).isEqualTo("a\ud83d\ude00");
    assertThat(texts.part(Split.VALID)).isEqualTo("\ud83d\ude01");
    assertThat(texts.part(Split.TEST)).isEqualTo("\ud83d\ude02");
  }

  @Test
  void withoutATestPartTheValidationPartIsTestedAndThisIsSaid() {
    try (Heard heard = new Heard()) {
      Texts texts = new TextSplit(0.1, 0).cut("0123456789", "'t.txt'", List.of());

      assertThat(texts.train()).isEqualTo("012345678");
      assertThat(texts.valid()).isEqualTo("9");
      assertThat(texts.test()).isEqualTo("9");
      assertThat(heard.lines())
          .containsExactly(
              "'t.txt' has no test part: what is called test is the validation part, on which the"
                  + " best epoch is chosen");
    }
  }

  @Test
  void aTextTooShortIsRefused() {
    assertThatThrownBy(() -> new TextSplit(4, 6).cut("0123456789", "'t.txt'", List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "'t.txt' has 10 characters, too few for a split into valid 4 and test 6 with "
                + "something left to train on");
    assertThatThrownBy(() -> new TextSplit(0.04, 1).cut("0123456789", "'t.txt'", List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "'t.txt' has 10 characters, too few for a split into valid 0.04 and test 1 with "
                + "something left to train on");
  }

  @Test
  void impossibleSizesAreRefused() {
    for (double size : new double[] {0, -1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new TextSplit(size, 0.1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "valid must be a fraction between 0 and 1 or a whole number of characters, got "
                  + size);
    }
    for (double size : new double[] {-1, 1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new TextSplit(0.1, size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "test must be a fraction between 0 and 1 or a whole number of characters, got "
                  + size);
    }
    assertThatThrownBy(() -> new TextSplit(0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("valid 0.5 and test 0.5 leave nothing to train on");
  }
}

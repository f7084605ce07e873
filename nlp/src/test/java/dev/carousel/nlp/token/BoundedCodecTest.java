package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.nlp.text.Heard;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoundedCodecTest {
  private static final TextCodec CODEC =
      new Whitespace(false).learn(Stream.of("a a b"), List.of(), VocabularyLimits.NONE);

  @Test
  void textsAreCutAndNeverEmpty() {
    BoundedCodec encoder = new BoundedCodec(CODEC, OptionalInt.of(2));

    assertThat(encoder.encode("a b a")).containsExactly(1, 2);
    assertThat(encoder.encode("a b")).containsExactly(1, 2);
    assertThat(encoder.encode(" ")).containsExactly(0);
    assertThat(new BoundedCodec(CODEC, OptionalInt.empty()).encode("a b x"))
        .containsExactly(1, 2, 0);
  }

  @Test
  void whatIsCutIsCountedInOneLine() {
    try (Heard heard = new Heard()) {
      int[][] ids =
          new BoundedCodec(CODEC, OptionalInt.of(2))
              .encode(List.of("a b a", "", "a", "a a a a"), "texts of the test part");

      assertThat(ids).isDeepEqualTo(new int[][] {{1, 2}, {0}, {1}, {1, 1}});
      assertThat(heard.lines()).containsExactly("cut 2 of 4 texts of the test part to 2 tokens");
    }
  }

  @Test
  void anImpossibleLimitIsRefused() {
    assertThatThrownBy(() -> new BoundedCodec(CODEC, OptionalInt.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxTokens must be at least 1, or null for no limit; got 0");
  }
}

package dev.carousel.nlp.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.nlp.token.AnyText;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(AnyText.class)
class BleuTokenizationTest {
  private static List<String> words(String text) {
    return BleuTokenization.MTEVAL_13A.words(Segments.stripEnd(text));
  }

  @Test
  void storedTextIsCutAsBySacreBleu() {
    List<List<String>> lines = Stored.lines("sacrebleu-13a.tsv");

    assertThat(lines).hasSizeGreaterThan(80);
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(String.join(" ", words(line.get(0)))).isEqualTo(line.get(1)));
  }

  @Test
  void marksAreSeparatedByTheRules() {
    assertThat(words("Hello, world!")).containsExactly("Hello", ",", "world", "!");
    assertThat(words("1,000.5 and 5. or .5"))
        .containsExactly("1,000.5", "and", "5", ".", "or", ".", "5");
    assertThat(words("1999-2000 well-known")).containsExactly("1999", "-", "2000", "well-known");
    assertThat(words("it's &quot;so&quot;")).containsExactly("it's", "\"", "so", "\"");
    assertThat(words("be-\nfore a <skipped>line\nend"))
        .containsExactly("before", "a", "line", "end");
  }

  @Property
  void cutWordsHoldNoWhiteSpace(@ForAll String text) {
    for (BleuTokenization tokenization : BleuTokenization.values()) {
      assertThat(tokenization.words(text))
          .allSatisfy(word -> assertThat(Segments.words(word)).containsExactly(word));
    }
  }

  @Test
  void aLongLineDoesNotExhaustTheStack() {
    String line = "a, ".repeat(100_000) + " ".repeat(100_000);

    assertThat(words(line)).hasSize(200_000);
  }
}

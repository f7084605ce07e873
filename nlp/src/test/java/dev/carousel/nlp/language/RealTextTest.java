package dev.carousel.nlp.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.TextFile;
import dev.carousel.nlp.text.TextFiles;
import dev.carousel.nlp.text.TextSource;
import dev.carousel.nlp.text.TextSplit;
import dev.carousel.nlp.text.Texts;
import dev.carousel.nlp.token.Characters;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Counts and baselines on standard sets; skipped where no folder shared/data lies beside the
 * repository.
 */
class RealTextTest {
  private static DataFolders data;

  @BeforeAll
  static void findData() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path shared = folder.resolve("shared/data");
      if (Files.isDirectory(shared)) {
        data = new DataFolders(List.of(shared));
        return;
      }
    }
    Assumptions.abort("no folder shared/data beside the repository");
  }

  @Test
  void tinyShakespeareHas65Characters() {
    TextSource source =
        new TextFile(
            "tinyshakespeare/input.txt",
            new TextSplit(0.05, 0.05),
            Optional.of("tiny Shakespeare (char-rnn)"),
            Optional.of("86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"));
    Texts texts = source.read(data);
    String whole = texts.train() + texts.valid() + texts.test();

    assertThat(whole).hasSize(1_115_394);
    assertThat(whole.chars().distinct().count()).isEqualTo(65);
    assertThat(texts.valid()).hasSize(55_770);
    assertThat(texts.test()).hasSize(55_770);

    PreparedTask task =
        new LanguageModelling(source, new Characters(), VocabularyLimits.NONE, Optional.empty(), 64)
            .prepare(data, 1);
    double unigram = task.baselines().get(1).metrics().get(Split.TEST).get("bitsPerCharacter");
    double bigram = task.baselines().get(2).metrics().get(Split.TEST).get("bitsPerCharacter");
    // Single characters of English with capitals and line ends carry nearly 5 bits, pairs leave
    // 3.5.
    assertThat(unigram).isCloseTo(4.8, within(0.2));
    assertThat(bigram).isCloseTo(3.5, within(0.2));
  }

  @Test
  void pennTreebankHas10000Words() {
    Texts texts =
        new TextFiles(
                "ptb/ptb.train.txt",
                "ptb/ptb.valid.txt",
                "ptb/ptb.test.txt",
                Optional.of("Penn Treebank, Mikolov's language-modelling split"),
                Optional.empty())
            .read(data);
    Whitespace tokenizer = new Whitespace(true);
    Vocabulary vocabulary =
        Vocabulary.of(tokenizer.tokens(texts.train()), List.of(), VocabularyLimits.NONE);

    assertThat(tokenizer.tokens(texts.train()).count()).isEqualTo(929_589);
    assertThat(tokenizer.tokens(texts.valid()).count()).isEqualTo(73_760);
    assertThat(tokenizer.tokens(texts.test()).count()).isEqualTo(82_430);
    assertThat(vocabulary.size()).isEqualTo(10_000);
    assertThat(vocabulary.token(1)).isEqualTo("the");
  }

  @Test
  void wikiText2Has33278Words() {
    Texts texts =
        new TextFiles(
                "wikitext2/train.txt",
                "wikitext2/valid.txt",
                "wikitext2/test.txt",
                Optional.of("WikiText-2"),
                Optional.empty())
            .read(data);
    Whitespace tokenizer = new Whitespace(true);
    Vocabulary vocabulary =
        Vocabulary.of(tokenizer.tokens(texts.train()), List.of(), VocabularyLimits.NONE);

    assertThat(tokenizer.tokens(texts.train()).count()).isEqualTo(2_088_628);
    assertThat(tokenizer.tokens(texts.valid()).count()).isEqualTo(217_646);
    assertThat(tokenizer.tokens(texts.test()).count()).isEqualTo(245_569);
    assertThat(vocabulary.size()).isEqualTo(33_278);
  }

  @Test
  void windows1252IsNotUtf8() {
    TextSource source =
        new TextFile(
            "rt_polarity/rt-polarity.neg",
            new TextSplit(0.1, 0.1),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> source.read(data))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching(
            "rt_polarity/rt-polarity\\.neg, line \\d+: byte 0x[0-9A-F]{2} is not UTF-8; convert "
                + "the file to UTF-8");
  }
}

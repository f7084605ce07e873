package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Codecs on standard sets; skipped where no folder shared/data lies beside the repository. */
class RealTextCodecTest {
  private static Path data;

  @BeforeAll
  static void findData() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path shared = folder.resolve("shared/data");
      if (Files.isDirectory(shared)) {
        data = shared;
        return;
      }
    }
    Assumptions.abort("no folder shared/data beside the repository");
  }

  private static TextCodec learn(Tokenizer tokenizer, String text) {
    return tokenizer.learn(
        Stream.of(text), List.of("<bos>", "<eos>"), new VocabularyLimits(1, OptionalInt.of(4000)));
  }

  /** Ids are those that the Python package tokenizers 0.23.2 learns from the same file. */
  @Test
  void germanCaptionsInBytePairs() throws IOException {
    String text = Files.readString(data.resolve("multi30k/train.de"));
    TextCodec codec = learn(new BytePairs(), text);
    String test = Files.readString(data.resolve("multi30k/test_2016_flickr.de"));

    int[] ids = codec.encode(test);

    assertThat(codec.vocabulary().size()).isEqualTo(4000);
    assertThat(codec.decode(ids)).isEqualTo(test);
    assertThat(ids).hasSize(15_895);
    assertThat(Arrays.hashCode(ids)).isEqualTo(-137_911_859);
    assertThat(codec.vocabulary().tokens().subList(258, 264))
        .containsExactly("in", "en", "er", "ein", "Ġein", "ch");
    assertThat(TextCodec.read(codec.json())).isEqualTo(codec);
  }

  @Test
  void shakespeareInEveryTokenizer() throws IOException {
    String text = Files.readString(data.resolve("tinyshakespeare/input.txt"));
    for (Tokenizer tokenizer : List.of(new Characters(), new Bytes(), new BytePairs())) {
      TextCodec codec = learn(tokenizer, text);
      assertThat(codec.decode(codec.encode(text))).isEqualTo(text);
      assertThat(codec.tokens(text).mapToInt(token -> token.end() - token.start()).sum())
          .isEqualTo(text.length());
    }
    for (Tokenizer tokenizer :
        List.of(
            new Words(true),
            new Normalized(Optional.of(Normalized.Form.NFC), true, new Whitespace(true)))) {
      TextCodec codec = learn(tokenizer, text);
      assertThat(codec.tokens(text).filter(token -> token.start() == token.end())).isEmpty();
      assertThat(codec.tokens(text).filter(token -> text.charAt(token.start()) == '\n').count())
          .isEqualTo(text.lines().count());
    }
  }
}

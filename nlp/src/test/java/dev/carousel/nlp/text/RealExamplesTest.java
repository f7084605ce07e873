package dev.carousel.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.document.Document;
import dev.carousel.nlp.text.document.SummaryJsonLines;
import dev.carousel.nlp.text.labelled.ClassFiles;
import dev.carousel.nlp.text.labelled.ClassFiles.ClassFile;
import dev.carousel.nlp.text.labelled.LabelledLines;
import dev.carousel.nlp.text.labelled.LabelledText;
import dev.carousel.nlp.text.parallel.ParallelFiles;
import dev.carousel.nlp.text.parallel.ParallelLines;
import dev.carousel.nlp.text.parallel.ParallelText;
import dev.carousel.nlp.text.parallel.PartPaths;
import dev.carousel.train.Split;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts of standard sets; skipped where no folder shared/data lies beside the repository. */
class RealExamplesTest {
  private static DataFolders data;

  @BeforeAll
  static void findData() {
    Assumptions.assumeTrue(
        Folder.shared().isPresent(), "no folder shared/data beside the repository");
    data = Folder.shared().orElseThrow();
  }

  private static void assertSizes(Corpus<?> corpus, int train, int valid, int test) {
    assertThat(corpus.part(Split.TRAIN)).hasSize(train);
    assertThat(corpus.part(Split.VALID)).hasSize(valid);
    assertThat(corpus.part(Split.TEST)).hasSize(test);
  }

  private static long positive(Corpus<LabelledText> corpus, Split split) {
    return corpus.part(split).stream().filter(text -> text.label().equals("1")).count();
  }

  @Test
  void stanfordSentimentTreebank() {
    Corpus<LabelledText> corpus =
        new LabelledLines(
                "sst2/stsa.binary.train",
                "sst2/stsa.binary.dev",
                "sst2/stsa.binary.test",
                DataFile.UTF_8,
                Optional.empty(),
                Optional.empty())
            .read(data);

    assertSizes(corpus, 6920, 872, 1821);
    assertThat(positive(corpus, Split.TRAIN)).isEqualTo(3610);
    assertThat(positive(corpus, Split.VALID)).isEqualTo(444);
    assertThat(positive(corpus, Split.TEST)).isEqualTo(909);
    assertThat(corpus.files()).hasSize(3);
  }

  private static ClassFiles reviews(int fold, String encoding) {
    Map<String, ClassFile> classes = new TreeMap<>();
    classes.put("neg", new ClassFile("rt_polarity/rt-polarity.neg", Optional.empty()));
    classes.put("pos", new ClassFile("rt_polarity/rt-polarity.pos", Optional.empty()));
    return new ClassFiles(classes, new Folds(10, fold, 1), encoding, Optional.empty());
  }

  @Test
  void movieReviews() {
    Set<String> tested = new HashSet<>();
    for (int fold = 0; fold < 10; fold++) {
      Corpus<LabelledText> corpus = reviews(fold, "windows-1252").read(data);
      int test = fold == 0 ? 1068 : 1066;
      int valid = fold == 9 ? 1068 : 1066;
      assertSizes(corpus, 10_662 - test - valid, valid, test);
      corpus.part(Split.TEST).forEach(text -> tested.add(text.text()));
    }
    // No sentence stands there twice, so that 5,331 of each class are as many different ones.
    assertThat(tested).hasSize(2 * 5331);
    // 112,428 + 111,613 tokens as other programs count them that split at Unicode's white space.
    assertThat(tested.stream().mapToInt(text -> text.strip().split("\\s+").length).sum())
        .isBetween(224_000, 224_082);
    assertThatThrownBy(() -> reviews(0, "UTF-8").read(data))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching(
            "rt_polarity/rt-polarity\\.neg, line \\d+: byte 0x[0-9A-F]{2} is not UTF-8; convert"
                + " the file to UTF-8");
  }

  private static PartPaths captions(String language) {
    return new PartPaths(
        "multi30k/train." + language,
        "multi30k/val." + language,
        "multi30k/test_2016_flickr." + language,
        Optional.empty());
  }

  @Test
  void multi30k() {
    Corpus<ParallelText> corpus =
        new ParallelFiles(captions("de"), captions("en"), DataFile.UTF_8, Optional.empty())
            .read(data);

    assertSizes(corpus, 29_000, 1014, 1000);
    assertThat(corpus.part(Split.TRAIN).get(0).source())
        .isEqualTo("Zwei junge weiße Männer sind im Freien in der Nähe vieler Büsche.");
    assertThat(corpus.part(Split.TRAIN).get(0).target())
        .isEqualTo("Two young, White males are outside near many bushes.");
    assertThat(corpus.files()).hasSize(6);
  }

  @Test
  void tatoeba() {
    Corpus<ParallelText> corpus =
        new ParallelLines(
                "tatoeba_eng_fra/fra.txt",
                1,
                2,
                new Folds(50, 0, 1),
                DataFile.UTF_8,
                Optional.of("Tatoeba English-French"),
                Optional.empty())
            .read(data);

    int sum = corpus.parts().values().stream().mapToInt(List::size).sum();
    assertThat(sum).isEqualTo(167_130);
    // Folds are of sources, which have up to dozens of translations.
    assertThat(corpus.part(Split.TEST)).hasSizeBetween(2800, 3900);
    Set<String> trained = new HashSet<>();
    corpus.part(Split.TRAIN).forEach(pair -> trained.add(pair.source()));
    assertThat(corpus.part(Split.TEST)).noneMatch(pair -> trained.contains(pair.source()));
    assertThat(corpus.part(Split.VALID)).noneMatch(pair -> trained.contains(pair.source()));
  }

  @Test
  void scitldr() {
    Corpus<Document> corpus =
        new SummaryJsonLines(
                "scitldr/train.jsonl",
                "scitldr/dev.jsonl",
                "scitldr/test.jsonl",
                "source",
                "target",
                Optional.empty(),
                Optional.empty())
            .read(data);

    assertSizes(corpus, 1992, 619, 618);
    assertThat(references(corpus, Split.TRAIN)).isEqualTo(1992);
    assertThat(references(corpus, Split.VALID)).isEqualTo(1453);
    assertThat(references(corpus, Split.TEST)).isEqualTo(1967);
  }

  private static int references(Corpus<Document> corpus, Split split) {
    return corpus.part(split).stream().mapToInt(document -> document.references().size()).sum();
  }
}

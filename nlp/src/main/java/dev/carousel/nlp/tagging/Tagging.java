package dev.carousel.nlp.tagging;

import dev.carousel.classification.ClassScore;
import dev.carousel.classification.Labels;
import dev.carousel.data.DataFolders;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.tagged.TaggedSentence;
import dev.carousel.nlp.text.tagged.TaggedSource;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.nlp.vectors.WordVectors;
import dev.carousel.sequence.PreparedSequences;
import dev.carousel.sequence.PreparedSequences.Simple;
import dev.carousel.sequence.Sequences;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Telling the tag of every token of a sentence: the mean of -log p(tag[t] | x₁ … xₙ), made small.
 * In JSON, "tagging".
 *
 * <p>Vocabulary and tags are those of the training part; a tag that only another part has is
 * refused. Batches are of sentences of similar length.
 *
 * <p>Metrics, over all tokens of a part: {@code accuracy}, which decides, {@code macroF1} and
 * {@code nats}, as {@link ClassScore} defines them. Baseline: {@code most-frequent}, which gives
 * each token the tag that it has most often in the training part, and unknown ones the most
 * frequent tag; it is sure of itself, so its {@code nats} say little.
 *
 * <p>Asked with {"tokens": […]}, or with {"text": "…"}, whose tokens are what stands between white
 * space, a trained model answers {"tokens": […], "tags": […]}.
 *
 * @param data the sentences and their tags
 * @param vocabulary which tokens get an id of their own
 * @param vectors what the vectors of the vocabulary's words begin with; empty (null in JSON) for
 *     the model's initial weights
 */
public record Tagging(TaggedSource data, VocabularyLimits vocabulary, Optional<WordVectors> vectors)
    implements Servable {
  private static final String LABELS = "labels.txt";
  private static final String TOKENIZER = "tokenizer.json";

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Corpus<TaggedSentence> corpus = data.read(folders);
    List<TaggedSentence> training = corpus.part(Split.TRAIN);
    Labels labels =
        Labels.of(training.stream().flatMap(sentence -> sentence.tags().stream()).toList());
    TextCodec codec =
        new Whitespace(false).learn(training.stream().map(Tagging::text), List.of(), vocabulary);
    Signature.Tokens tokens = WordVectors.tokens(vectors, folders, codec.vocabulary());
    Map<Split, TaggedTokens> encoded = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      encoded.put(split, encoded(corpus.part(split), codec, labels));
    }
    TaggedTokens train = encoded.get(Split.TRAIN);
    return new PreparedSequences(
        signature(tokens, labels),
        new CrossEntropy(),
        ClassScore.METRICS,
        new EnumMap<Split, Sequences>(encoded),
        () -> new ClassScore(labels.size()),
        List.of(new Simple("most-frequent", new FrequentTags(train, labels.size()))),
        WordVectors.files(corpus.files(), tokens),
        new Assets(Map.of(LABELS, labels.text(), TOKENIZER, codec.json())));
  }

  /** Tokens of columns hold no white space, so that they can be taken apart again. */
  private static String text(TaggedSentence sentence) {
    return String.join(" ", sentence.tokens());
  }

  private static TaggedTokens encoded(List<TaggedSentence> part, TextCodec codec, Labels labels) {
    int[][] ids = new int[part.size()][];
    int[][] tags = new int[part.size()][];
    for (int n = 0; n < ids.length; n++) {
      TaggedSentence sentence = part.get(n);
      ids[n] = codec.vocabulary().encode(sentence.tokens().stream());
      tags[n] = new int[sentence.tags().size()];
      for (int t = 0; t < tags[n].length; t++) {
        tags[n][t] = labels.number(sentence.tags().get(t), sentence.places().get(t));
      }
    }
    return new TaggedTokens(ids, tags, codec.vocabulary());
  }

  static Signature signature(Signature.Tokens tokens, Labels labels) {
    return new Signature(tokens, labels.size(), true);
  }

  @Override
  public Serving serving(Assets assets) {
    return new TaggingServing(
        TextCodec.read(assets.file(TOKENIZER)), Labels.read(assets.file(LABELS)));
  }
}

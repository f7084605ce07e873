package dev.carousel.nlp.summary;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.document.Document;
import dev.carousel.nlp.text.document.DocumentSource;
import dev.carousel.nlp.token.BoundedCodec;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.vectors.WordVectors;
import dev.carousel.sequence.Sequences;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Serving;
import dev.carousel.train.Assets;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Summarising a document by the best of its own sentences. In JSON, "extractive-summary".
 *
 * <p>The model gives one logit a sentence, the {@code sentences} greatest of which make the
 * summary, in the document's order; of equal ones the first. Training makes the binary
 * cross-entropy against {@code target} small. What a summary is worth is g, the mean F1 of ROUGE-1,
 * -2 and -L with stemming, by the reference with the best ROUGE-1. The oracle takes one sentence
 * after the other, each time the one with which g is greatest (Nallapati, Zhai and Zhou,
 * SummaRuNNer: A Recurrent Neural Network Based Sequence Model for Extractive Summarization of
 * Documents, 2017); with one sentence that is the best possible.
 *
 * <p>Metrics, means over documents: {@code rouge}, which is g and decides, since it is what the
 * oracle is best at; {@code rouge1}, {@code rouge2} and {@code rougeL}, F1 each ({@link
 * dev.carousel.nlp.metric.Rouge}); {@code rouge1Low}, {@code rouge1High}, {@code rougeLLow} and
 * {@code rougeLHigh}, within which 95% of these means lie if other documents are drawn ({@link
 * dev.carousel.nlp.metric.Bootstrap}, 1,000 samples). Baselines: the {@code first}, the {@code
 * last} and the {@code longest} sentences, in words between white space, and the {@code oracle},
 * which no extract of one sentence is above.
 *
 * <p>Asked with {"sentences": […]}, or with {"text": "…"}, which is cut into sentences by the JDK's
 * rules for any language, a trained model answers {"summary": "…", "sentences": […], "scores":
 * […]}: the numbers of the sentences taken, from 0, and the probability that it gives each
 * sentence.
 *
 * @param data the documents and their summaries
 * @param tokenizer what the tokens of a sentence are
 * @param vocabulary which tokens get an id of their own
 * @param vectors what the vectors of the vocabulary's words begin with; empty (null in JSON) for
 *     the model's initial weights
 * @param maxTokens the length to which longer sentences are cut for the model, their beginning
 *     being kept; empty (null in JSON) for no limit
 * @param sentences how many sentences make a summary, at least 1
 * @param target what the model is to say of each sentence
 */
public record ExtractiveSummary(
    DocumentSource data,
    Tokenizer tokenizer,
    VocabularyLimits vocabulary,
    Optional<WordVectors> vectors,
    OptionalInt maxTokens,
    int sentences,
    SentenceTargets target)
    implements Servable {
  private static final String TOKENIZER = "tokenizer.json";

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public ExtractiveSummary {
    BoundedCodec.requireLimit(maxTokens);
    Sequences.requireAtLeast(1, "sentences", sentences);
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Corpus<Document> corpus = data.read(folders);
    TextCodec codec =
        tokenizer.learn(
            corpus.part(Split.TRAIN).stream().flatMap(document -> document.sentences().stream()),
            List.of(),
            vocabulary);
    Signature.Tokens tokens = WordVectors.tokens(vectors, folders, codec.vocabulary());
    BoundedCodec encoder = new BoundedCodec(codec, maxTokens);
    Map<Split, EncodedDocuments> encoded = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      encoded.put(split, encoded(corpus.part(split), split, encoder));
    }
    return new PreparedSummaries(
        signature(tokens),
        corpus,
        encoded,
        sentences,
        WordVectors.files(corpus.files(), tokens),
        new Assets(Map.of(TOKENIZER, codec.json())));
  }

  private EncodedDocuments encoded(List<Document> part, Split split, BoundedCodec encoder) {
    int[][] all =
        encoder.encode(
            part.stream().flatMap(document -> document.sentences().stream()).toList(),
            "sentences of the %s part".formatted(split.name().toLowerCase(Locale.ROOT)));
    int[][][] documents = new int[part.size()][][];
    float[][] targets = new float[part.size()][];
    int next = 0;
    for (int n = 0; n < documents.length; n++) {
      documents[n] = new int[part.get(n).sentences().size()][];
      for (int t = 0; t < documents[n].length; t++) {
        documents[n][t] = all[next++];
      }
      targets[n] = target.of(part.get(n), sentences);
    }
    return new EncodedDocuments(documents, targets, encoder.codec());
  }

  static Signature signature(Signature.Tokens words) {
    return new Signature(new Signature.Nested(words), 1, true);
  }

  @Override
  public Serving serving(Assets assets) {
    TextCodec codec = TextCodec.read(assets.file(TOKENIZER));
    return new SummaryServing(new BoundedCodec(codec, maxTokens), sentences);
  }
}
